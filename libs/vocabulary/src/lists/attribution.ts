/** Facet of an alleged perpetrator: what the attribution rests on, from hearsay to a finding. */
import { type CodeList, OTHER_AND_UNKNOWN } from '../entry.js';

export const ATTRIBUTION = [
  { code: 'REPORTED', es: 'Alguien lo contó', en: 'Somebody told it', pt: 'Alguém contou' },
  { code: 'WITNESSED', es: 'Alguien lo vio', en: 'Somebody saw it', pt: 'Alguém viu' },
  { code: 'DOCUMENTED', es: 'Hay pruebas', en: 'There is evidence', pt: 'Há provas' },
  {
    code: 'OFFICIAL_FINDING',
    es: 'Lo estableció una autoridad',
    en: 'Established by an authority',
    pt: 'Estabelecido por uma autoridade',
  },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;
