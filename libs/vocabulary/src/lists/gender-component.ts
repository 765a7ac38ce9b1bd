/** Facet of an act: whether it attacks the person as a woman or for their gender. "Not asked" is not "no". */
import { type CodeList } from '../entry.js';

export const GENDER_COMPONENT = [
  { code: 'YES', es: 'Sí', en: 'Yes', pt: 'Sim' },
  { code: 'NO', es: 'No', en: 'No', pt: 'Não' },
  { code: 'NOT_ASKED', es: 'No se preguntó', en: 'Not asked', pt: 'Não foi perguntado' },
] as const satisfies CodeList;
