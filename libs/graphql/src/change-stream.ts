/**
 * What one watcher is told: which of the things they may see have changed. Whatever waits for a slow reader is one message, of
 * bounded size: a storm does not flood a phone, and nobody's slowness fills the memory. The first message is "look again", so that
 * nothing is missed between the last look and the watch.
 */
export interface Changed {
  readonly ids: readonly string[];
  readonly lookAgain: boolean;
}

const MAX_IDS = 100;

/** Not an async generator: one that waits for its next event cannot be ended from outside. */
export class ChangeStream implements AsyncIterableIterator<Changed, undefined> {
  readonly #ids = new Set<string>();
  #lookAgain = true;
  #ended = false;
  #waiting: ((result: IteratorResult<Changed, undefined>) => void) | null = null;

  constructor(private readonly onEnd: () => void) {}

  offer(ids: readonly string[]): void {
    for (const id of ids) this.#ids.add(id);
    if (this.#ids.size > MAX_IDS) this.lookAgain();
    else this.#hand();
  }

  lookAgain(): void {
    this.#ids.clear();
    this.#lookAgain = true;
    this.#hand();
  }

  next(): Promise<IteratorResult<Changed, undefined>> {
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#hand();
    });
  }

  return(): Promise<IteratorResult<Changed, undefined>> {
    if (!this.#ended) {
      this.#ended = true;
      this.onEnd();
      this.#waiting?.({ done: true, value: undefined });
      this.#waiting = null;
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #hand(): void {
    if (!this.#waiting || (this.#ids.size === 0 && !this.#lookAgain)) return;
    // Ids are random: sorted by them, the order in which things happened is not told.
    const value = { ids: this.#lookAgain ? [] : [...this.#ids].sort(), lookAgain: this.#lookAgain };
    this.#ids.clear();
    this.#lookAgain = false;
    const resolve = this.#waiting;
    this.#waiting = null;
    resolve({ done: false, value });
  }
}
