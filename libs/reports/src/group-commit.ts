/**
 * Group commit across requests (DESIGN §5, Accept). While statements are under way, further submissions gather, and the next
 * statement takes all of them: the more arrive, the less each costs. Nobody ever waits for company: when a lane is free, the
 * first goes at once, alone. Every caller gets exactly its own outcome, and what nobody has acknowledged is all that a crash
 * can lose.
 */
import { ApiError } from '#graphql';

export interface GroupLimits {
  /** Statements under way at once. */
  readonly lanes: number;
  readonly itemsAtOnce: number;
  readonly bytesAtOnce: number;
  /** Beyond this the next is told to come back: a stranger must not fill the memory with envelopes that wait. */
  readonly itemsWaiting: number;
  readonly bytesWaiting: number;
}

export interface GroupWork<Item, Outcome> {
  /** Commits all or none, and answers in the same order. */
  commit(items: readonly Item[]): Promise<readonly Outcome[]>;
  bytesOf(item: Item): number;
  /** True when the error condemns an item and not the way to the database. */
  isRefusal(error: unknown): boolean;
}

interface Waiting<Item, Outcome> {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit<Item, Outcome> {
  #waiting: Waiting<Item, Outcome>[] = [];
  #bytesWaiting = 0;
  #underWay = 0;

  constructor(
    private readonly work: GroupWork<Item, Outcome>,
    private readonly limits: GroupLimits,
  ) {}

  add(item: Item): Promise<Outcome> {
    const { itemsWaiting, bytesWaiting } = this.limits;
    const bytes = this.#bytesWaiting + this.work.bytesOf(item);
    if (this.#waiting.length >= itemsWaiting || bytes > bytesWaiting)
      return Promise.reject(new ApiError('UNAVAILABLE'));
    this.#bytesWaiting = bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#start();
    });
  }

  #start(): void {
    while (this.#underWay < this.limits.lanes && this.#waiting.length > 0) {
      this.#underWay += 1;
      void this.#settle(this.#take()).finally(() => {
        this.#underWay -= 1;
        this.#start();
      });
    }
  }

  /** The oldest ones that fit into one statement; one always does. */
  #take(): Waiting<Item, Outcome>[] {
    const { itemsAtOnce, bytesAtOnce } = this.limits;
    let count = 0;
    let bytes = 0;
    for (const { item } of this.#waiting) {
      const more = bytes + this.work.bytesOf(item);
      if (count > 0 && (count === itemsAtOnce || more > bytesAtOnce)) break;
      bytes = more;
      count += 1;
    }
    this.#bytesWaiting -= bytes;
    return this.#waiting.splice(0, count);
  }

  async #settle(group: readonly Waiting<Item, Outcome>[]): Promise<void> {
    let outcomes: readonly Outcome[];
    try {
      outcomes = await this.work.commit(group.map(({ item }) => item));
    } catch (error) {
      return this.#fail(group, error);
    }
    group.forEach(({ resolve, reject }, at) => {
      const outcome = outcomes[at];
      if (outcome === undefined) reject(new TypeError('a group was answered in part'));
      else resolve(outcome);
    });
  }

  async #fail(group: readonly Waiting<Item, Outcome>[], error: unknown): Promise<void> {
    if (!this.work.isRefusal(error)) {
      // Whoever waits behind a database that does not answer hears it now, and not after a time-out of each group before it.
      const behind = this.#waiting.splice(0);
      this.#bytesWaiting = 0;
      for (const { reject } of [...group, ...behind]) reject(error);
    } else if (group.length === 1) {
      group[0]?.reject(error);
    } else {
      // One poisonous report must not take its neighbours with it: halves, until it stands alone.
      const middle = Math.ceil(group.length / 2);
      await this.#settle(group.slice(0, middle));
      await this.#settle(group.slice(middle));
    }
  }
}
