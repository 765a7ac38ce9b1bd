/** Something that is done again and again, one at a time, with a pause between; a round that fails is followed by the next. */
export class Rounds {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = true;

  constructor(
    private readonly everyMs: number,
    private readonly round: () => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The first round begins at once. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#next(0);
  }

  /** Finishes the round under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #next(afterMs: number): void {
    this.#timer = setTimeout(() => {
      this.#running = this.round()
        .catch(this.onError)
        .then(() => {
          if (!this.#stopped) this.#next(this.everyMs);
        });
    }, afterMs);
  }
}
