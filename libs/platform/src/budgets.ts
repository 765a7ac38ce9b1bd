/**
 * How much may be asked for in a minute, counted across processes and without knowing anybody's address. Each process takes a
 * lease of some units with one statement and spends it in memory, so that the database is not written for each request.
 *
 * Windows are whole minutes of the kernel's clock. A process whose clock is off neither locks anybody out for longer than one
 * window nor makes others do so: a row whose window is past, or further in the future than any honest skew, begins anew. When the
 * database cannot be asked, what was leased is spent, and then the error is the caller's: nothing is let through uncounted.
 */
import { randomInt } from 'node:crypto';
import { digestOf, toHex } from '#crypto';
import type { Clock } from '#kernel';
import type { PrismaClient } from './database.js';

export type BudgetName =
  | 'channel'
  | 'worked'
  | 'session'
  | 'desk'
  | 'mailbox'
  | 'first-visit'
  | 'feed'
  | 'keyring'
  | 'sign-in'
  | 'file';

export interface BudgetLimits {
  /** Units in a minute. */
  readonly perMinute: Readonly<Record<BudgetName, number>>;
  /** 32 bytes that are not in the database: hides whose session or mailbox a row counts. */
  readonly secret: Uint8Array;
}

export type Taken = { readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number };

const WINDOW_MS = 60_000;
const LEASES_IN_A_WINDOW = 20;
const SMALLEST_LEASE = 5;
/** Keys that a stranger can invent must not fill the memory. */
const MAX_LEASES = 10_000;
const SPREAD_SECONDS = 4;

interface Lease {
  window: number;
  left: number;
  /** Of the window's budget, as the last lease found it, 0 to 1; and of the window before. */
  share: number;
  shareBefore: number;
  /** Set when the window's budget is used up. */
  isEmpty: boolean;
  asking: Promise<void> | null;
}

export class Budgets {
  readonly #leases = new Map<string, Lease>();

  constructor(
    private readonly db: Pick<PrismaClient, '$queryRaw' | '$executeRaw'>,
    private readonly limits: BudgetLimits,
    private readonly clock: Clock,
  ) {}

  /** `subject`: a name that is public in the directory, or bytes that are somebody's secret. */
  async take(name: BudgetName, subject: string | Uint8Array): Promise<Taken> {
    const key = this.#keyOf(name, subject);
    const limit = this.limits.perMinute[name];
    const lease = this.#leaseOf(key);
    // Every round either spends, finds the window used up, or leases what others spend: more rounds than leases mean the end.
    for (let round = 0; round <= LEASES_IN_A_WINDOW + 1; round += 1) {
      const window = this.#window();
      if (lease.window === window && lease.isEmpty) break;
      if (lease.window === window && lease.left > 0) {
        lease.left -= 1;
        return { ok: true };
      }
      lease.asking ??= this.#lease(key, limit, lease, window).finally(() => {
        lease.asking = null;
      });
      await lease.asking;
    }
    return { ok: false, retryAfterSeconds: this.#secondsLeft() };
  }

  /**
   * How much of the budget is used, by all processes, as far as this one knows without asking: what its last lease found, in this window
   * or in the one before. Nothing is spent by it and nothing is asked for.
   */
  pressure(name: BudgetName, subject: string | Uint8Array): number {
    const lease = this.#leases.get(this.#keyOf(name, subject));
    if (!lease) return 0;
    const age = this.#window() - lease.window;
    if (age === 0) return Math.max(lease.share, lease.shareBefore);
    return age === WINDOW_MS ? lease.share : 0;
  }

  /** Rows that no window needs any more; answers how many. */
  forget(): Promise<number> {
    const past = new Date(this.#window() - WINDOW_MS);
    const far = new Date(this.#window() + 2 * WINDOW_MS);
    return this.db
      .$executeRaw`delete from budget where window_start < ${past}::timestamptz or window_start > ${far}::timestamptz`;
  }

  #keyOf(name: BudgetName, subject: string | Uint8Array): string {
    return `${name}:${typeof subject === 'string' ? subject : this.#hidden(subject)}`;
  }

  #hidden(secret: Uint8Array): string {
    return toHex(digestOf('budget', this.limits.secret, secret).slice(0, 12));
  }

  #leaseOf(key: string): Lease {
    const known = this.#leases.get(key);
    if (known) return known;
    const [oldest] = this.#leases.keys();
    // What a forgotten lease still held is lost to its key until the next minute, never gained.
    if (this.#leases.size >= MAX_LEASES && oldest !== undefined) this.#leases.delete(oldest);
    const lease = { window: Number.NaN, left: 0, share: 0, shareBefore: 0, isEmpty: false, asking: null };
    this.#leases.set(key, lease);
    return lease;
  }

  async #lease(key: string, limit: number, lease: Lease, window: number): Promise<void> {
    const size = Math.min(limit, Math.max(Math.ceil(limit / LEASES_IN_A_WINDOW), SMALLEST_LEASE));
    const at = new Date(window);
    const skewed = new Date(window + WINDOW_MS);
    try {
      const [row] = await this.db.$queryRaw<{ used: number }[]>`
        insert into budget as b (key, window_start, used) values (${key}, ${at}::timestamptz, ${size}::int)
        on conflict (key) do update set
          used = case when b.window_start between ${at}::timestamptz and ${skewed}::timestamptz
                      then least(b.used + ${size}::int, ${limit + size}::int) else ${size}::int end,
          window_start = case when b.window_start between ${at}::timestamptz and ${skewed}::timestamptz
                              then b.window_start else ${at}::timestamptz end
        returning used`;
      const before = (row?.used ?? 0) - size;
      if (lease.window !== window) lease.shareBefore = window - lease.window === WINDOW_MS ? lease.share : 0;
      lease.share = Math.min(1, (row?.used ?? 0) / limit);
      lease.left = Math.max(0, Math.min(size, limit - before));
      lease.isEmpty = lease.left === 0;
      lease.window = window;
    } catch (error) {
      // The units were counted when they were leased, whatever minute it is now.
      if (lease.left === 0) throw error;
      lease.window = window;
    }
  }

  #window(): number {
    return Math.floor(this.clock().getTime() / WINDOW_MS) * WINDOW_MS;
  }

  /** The beginning of the next window, a little apart from each other: a crowd that returns in one instant is a flood again. */
  #secondsLeft(): number {
    const left = this.#window() + WINDOW_MS - this.clock().getTime();
    return Math.ceil(left / 1000) + randomInt(SPREAD_SECONDS);
  }
}
