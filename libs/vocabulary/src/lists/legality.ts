/** Facet of an alleged perpetrator: the footing of their business. */
import { type CodeList, OTHER_AND_UNKNOWN } from '../entry.js';

export const LEGALITY = [
  { code: 'FORMAL', es: 'Formal', en: 'Formal', pt: 'Formal' },
  { code: 'INFORMAL', es: 'Informal', en: 'Informal', pt: 'Informal' },
  { code: 'ILLICIT', es: 'Ilícito', en: 'Illicit', pt: 'Ilícito' },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;
