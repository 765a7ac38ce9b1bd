/** When: what urgency depends on most. A closed scale of the report format. */
import { type CodeList, type CodeOf } from '../entry.js';

export const IMMINENCE = [
  {
    code: 'now',
    es: 'Está pasando o va a pasar muy pronto',
    en: 'Happening now, or about to',
    pt: 'Está acontecendo ou vai acontecer muito em breve',
  },
  { code: '72h', es: 'En los últimos tres días', en: 'In the last three days', pt: 'Nos últimos três dias' },
  { code: 'recent', es: 'Hace poco', en: 'Recently', pt: 'Há pouco tempo' },
  { code: 'past', es: 'Hace tiempo', en: 'Some time ago', pt: 'Há algum tempo' },
  { code: 'unknown', es: 'No se sabe', en: 'Not known', pt: 'Não se sabe' },
] as const satisfies CodeList;

export type Imminence = CodeOf<typeof IMMINENCE>;
