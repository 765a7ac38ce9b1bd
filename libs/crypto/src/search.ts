/**
 * `#crypto/search`: blind tokens (PROTOCOL.md §2.5). Whoever holds the index key of a desk epoch can ask for reports of a
 * department and an act group without naming them. Tokens are cut short so that values collide: whoever has the database
 * sees that reports may have something in common, never that they do. The worker makes them, members ask with them, the api
 * compares numbers.
 */
import { concat, lp } from './bytes.js';
import { keyedHash128 } from './hash.js';

/** Nothing else: a token for a language, a gender or a target would single people out. */
const FACET_BITS = { area: 4, acts: 3 } as const;
export type Facet = keyof typeof FACET_BITS;

const FIRST_YEAR = 2020;
/** Four bits for the largest facet; the month in clear, because the time of receipt is visible anyway. */
const MONTH_STEP = 16;
const MONTHS = 4096;

/**
 * Months since January 2020, in UTC: a report counts in one month, wherever its reader lives. A clock outside all months counts
 * in the nearest: a machine that believes it is 1970 must still triage.
 */
export function monthOf(at: Date): number {
  const month = (at.getUTCFullYear() - FIRST_YEAR) * 12 + at.getUTCMonth();
  if (!Number.isInteger(month)) throw new RangeError('no such month');
  return Math.min(Math.max(month, 0), MONTHS - 1);
}

function spelled(month: number): string {
  const year = FIRST_YEAR + Math.floor(month / 12);
  return `${String(year)}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** One token; `month` from monthOf. The same value has another one in every month and under every epoch. */
export function blindToken(indexKey: Uint8Array, facet: Facet, value: string, month: number): number {
  if (indexKey.length !== 32) throw new RangeError('an index key has 32 bytes');
  const [first = 0] = keyedHash128(indexKey, concat(lp(facet), lp(value), lp(spelled(month))));
  return month * MONTH_STEP + (first >> (8 - FACET_BITS[facet]));
}

/** What a search has to ask: every key that it holds, every month, every value; each token once. */
export function blindTokens(
  indexKeys: readonly Uint8Array[],
  facet: Facet,
  values: readonly string[],
  months: readonly number[],
): readonly number[] {
  const tokens = indexKeys.flatMap((key) =>
    months.flatMap((month) => values.map((value) => blindToken(key, facet, value, month))),
  );
  return [...new Set(tokens)];
}
