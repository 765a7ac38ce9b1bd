/** Facet of a sector: whether the activity is permitted. */
import { type CodeList, OTHER_AND_UNKNOWN } from '../entry.js';

export const ACTIVITY_LEGALITY = [
  { code: 'PERMIT', es: 'Con permiso', en: 'With a permit', pt: 'Com licença' },
  { code: 'DISPUTED', es: 'Con permiso en disputa', en: 'Permit disputed', pt: 'Licença contestada' },
  { code: 'ILLEGAL', es: 'Ilegal', en: 'Illegal', pt: 'Ilegal' },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;
