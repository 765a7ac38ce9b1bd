/**
 * Facet of an act: how it stands to another act. A threat that came before a killing is the link that analysts need
 * most and that separate records lose.
 */
import { type CodeList, OTHER_AND_UNKNOWN } from '../entry.js';

export const RELATIONS = [
  { code: 'PRECEDES', es: 'Ocurrió antes de', en: 'Came before', pt: 'Aconteceu antes de' },
  { code: 'CAUSES', es: 'Causó', en: 'Caused', pt: 'Causou' },
  { code: 'CONSEQUENCE', es: 'Es consecuencia de', en: 'Is a consequence of', pt: 'É consequência de' },
  { code: 'PART_OF', es: 'Es parte de', en: 'Is part of', pt: 'É parte de' },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;
