/** Facet of an act: how exactly its date is known. A guessed day is worse than an honest month. */
import { type CodeList } from '../entry.js';

export const DATE_PRECISION = [
  { code: 'DAY', es: 'Se sabe el día', en: 'Day known', pt: 'Sabe-se o dia' },
  { code: 'MONTH', es: 'Se sabe el mes', en: 'Month known', pt: 'Sabe-se o mês' },
  { code: 'YEAR', es: 'Se sabe el año', en: 'Year known', pt: 'Sabe-se o ano' },
  { code: 'UNKNOWN', es: 'No se sabe', en: 'Not known', pt: 'Não se sabe' },
] as const satisfies CodeList;
