/**
 * Facet of an act: the form that its gender component takes.
 * OWN_ORGANISATION: the sealer sends the report to the safeguarding desk, never to the accused organisation.
 */
import { type CodeList, OTHER_AND_UNKNOWN } from '../entry.js';

export const GENDER_FORMS = [
  {
    code: 'SEXUALISED_THREAT',
    es: 'Amenaza con contenido sexual',
    en: 'Sexualised threat',
    pt: 'Ameaça de teor sexual',
  },
  {
    code: 'THREAT_TO_CHILDREN',
    es: 'Amenaza a sus hijas o hijos',
    en: 'Threat to her or his children',
    pt: 'Ameaça a filhas ou filhos',
  },
  {
    code: 'MATERNITY_SHAMING',
    es: 'Se le culpa de ser mala madre',
    en: 'Shamed as a bad mother',
    pt: 'Culpada de ser má mãe',
  },
  {
    code: 'SEXUAL_REPUTATION',
    es: 'Ataque a su reputación sexual',
    en: 'Attack on sexual reputation',
    pt: 'Ataque à reputação sexual',
  },
  {
    code: 'HOME_OR_PARTNER',
    es: 'En su casa o por su pareja',
    en: 'At home or by a partner',
    pt: 'Em casa ou pelo parceiro',
  },
  {
    code: 'OWN_ORGANISATION',
    es: 'Dentro de su propia organización',
    en: 'Inside the own organisation',
    pt: 'Dentro da própria organização',
  },
  {
    code: 'IDENTITY_SOGIESC',
    es: 'Por su orientación o identidad de género',
    en: 'For sexual orientation or gender identity',
    pt: 'Por orientação sexual ou identidade de gênero',
  },
  {
    code: 'BODY_PREGNANCY',
    es: 'Contra su cuerpo o embarazo',
    en: 'Against the body or a pregnancy',
    pt: 'Contra o corpo ou a gravidez',
  },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;
