/** Rights at stake. */
import { type CodeList, OTHER_AND_UNKNOWN } from '../entry.js';

export const RIGHTS = [
  { code: 'LIFE', es: 'Vida', en: 'Life', pt: 'Vida' },
  {
    code: 'INTEGRITY',
    es: 'Integridad personal',
    en: 'Physical and mental integrity',
    pt: 'Integridade pessoal',
  },
  { code: 'LIBERTY', es: 'Libertad personal', en: 'Liberty', pt: 'Liberdade pessoal' },
  { code: 'MOVEMENT', es: 'Libre circulación', en: 'Freedom of movement', pt: 'Liberdade de circulação' },
  { code: 'PRIVACY', es: 'Vida privada', en: 'Privacy', pt: 'Privacidade' },
  { code: 'HONOUR', es: 'Honor y reputación', en: 'Honour and reputation', pt: 'Honra e reputação' },
  {
    code: 'EXPRESSION',
    es: 'Libertad de expresión',
    en: 'Freedom of expression',
    pt: 'Liberdade de expressão',
  },
  {
    code: 'ASSEMBLY_ASSOC',
    es: 'Reunión y asociación',
    en: 'Assembly and association',
    pt: 'Reunião e associação',
  },
  { code: 'PARTICIPATION', es: 'Participación', en: 'Participation', pt: 'Participação' },
  {
    code: 'INTL_ACCESS',
    es: 'Acceso a organismos internacionales',
    en: 'Access to international bodies',
    pt: 'Acesso a organismos internacionais',
  },
  { code: 'NONDISCRIM', es: 'No discriminación', en: 'Non-discrimination', pt: 'Não discriminação' },
  { code: 'DUEPROCESS', es: 'Debido proceso', en: 'Due process', pt: 'Devido processo legal' },
  { code: 'PROPERTY', es: 'Propiedad', en: 'Property', pt: 'Propriedade' },
  { code: 'TERRITORY', es: 'Territorio', en: 'Territory', pt: 'Território' },
  { code: 'FPIC', es: 'Consulta previa', en: 'Prior consultation', pt: 'Consulta prévia' },
  { code: 'ENVIRONMENT', es: 'Ambiente sano', en: 'Healthy environment', pt: 'Meio ambiente saudável' },
  { code: 'SELFDET', es: 'Libre determinación', en: 'Self-determination', pt: 'Autodeterminação' },
  { code: 'CULTURE', es: 'Cultura', en: 'Culture', pt: 'Cultura' },
  {
    code: 'DEFEND',
    es: 'Derecho a defender derechos',
    en: 'Right to defend rights',
    pt: 'Direito de defender direitos',
  },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;
