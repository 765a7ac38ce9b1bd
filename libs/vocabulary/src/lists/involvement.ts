/** Facet of an alleged perpetrator: the part they had. */
import { type CodeList, OTHER_AND_UNKNOWN } from '../entry.js';

export const INVOLVEMENT = [
  { code: 'DIRECT', es: 'Lo hizo directamente', en: 'Did it', pt: 'Fez diretamente' },
  { code: 'ORDERED', es: 'Lo ordenó', en: 'Ordered it', pt: 'Mandou fazer' },
  { code: 'ACCOMPLICE', es: 'Ayudó', en: 'Helped', pt: 'Ajudou' },
  { code: 'PRESENT', es: 'Estuvo presente', en: 'Was present', pt: 'Estava presente' },
  { code: 'PLANNED', es: 'Lo planeó', en: 'Planned it', pt: 'Planejou' },
  { code: 'SUSPECTED', es: 'Se sospecha', en: 'Is suspected', pt: 'Suspeita-se' },
  {
    code: 'FAILED_TO_PROTECT',
    es: 'No protegió cuando debía',
    en: 'Failed to protect',
    pt: 'Não protegeu quando devia',
  },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;
