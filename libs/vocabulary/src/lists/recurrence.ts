/** Facet of an act: whether it happened before. */
import { type CodeList, OTHER_AND_UNKNOWN } from '../entry.js';

export const RECURRENCE = [
  { code: 'ONCE', es: 'Una sola vez', en: 'Once', pt: 'Uma única vez' },
  { code: 'REPEATED', es: 'Varias veces', en: 'Several times', pt: 'Várias vezes' },
  { code: 'CONTINUOUS', es: 'Continúa sin parar', en: 'Ongoing without pause', pt: 'Continua sem parar' },
  ...OTHER_AND_UNKNOWN,
] as const satisfies CodeList;
