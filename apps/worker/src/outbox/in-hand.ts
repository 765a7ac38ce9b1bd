/**
 * Tasks that this process goes on with by itself, without a way through the queue: so many of a kind at once, so many waiting,
 * and no more than that. What does not fit goes the longer way.
 */
import type { OutboxKind } from '#platform';
import type { OpenTask } from './ledger.js';

/** More would only wait here what another worker could do. */
const MOST_WAITING = 64;

export class InHand {
  readonly #waiting: OpenTask[] = [];
  readonly #running = new Map<OpenTask, Promise<void>>();
  #stopping = false;

  constructor(
    private readonly width: Readonly<Record<OutboxKind, number>>,
    /** Must not throw. */
    private readonly run: (task: OpenTask) => Promise<void>,
  ) {}

  room(): number {
    return this.#stopping ? 0 : Math.max(0, MOST_WAITING - this.#waiting.length);
  }

  /** How many of a kind could begin at once. */
  idle(kind: OutboxKind): number {
    if (this.#stopping) return 0;
    const waiting = this.#waiting.filter((task) => task.kind === kind).length;
    return Math.max(0, this.#widthLeft(kind) - waiting);
  }

  add(tasks: readonly OpenTask[]): void {
    this.#waiting.push(...tasks);
    this.#next();
  }

  /** Finishes what runs. What still waits is another worker's as soon as this process is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#waiting.length = 0;
    await Promise.all(this.#running.values());
  }

  #next(): void {
    for (let at = 0; at < this.#waiting.length;) {
      const task = this.#waiting[at];
      if (!task || this.#widthLeft(task.kind) === 0) at += 1;
      else this.#begin(this.#waiting.splice(at, 1)[0] ?? task);
    }
  }

  #begin(task: OpenTask): void {
    const running = this.run(task).finally(() => {
      this.#running.delete(task);
      this.#next();
    });
    this.#running.set(task, running);
  }

  #widthLeft(kind: OutboxKind): number {
    let left = this.width[kind];
    for (const { kind: other } of this.#running.keys()) if (other === kind) left -= 1;
    return Math.max(0, left);
  }
}
