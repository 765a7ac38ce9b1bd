/** Says after a commit what changed, in one statement for many changes; what cannot be said is owed as "look again". */
import type { PrismaClient } from './database.js';
import { encodeEvents, EVENT_CHANNEL, isWithoutId, LOOK_AGAIN, NO_ID, type Topic } from './events.js';

export interface NotifierOptions {
  readonly gatherMs?: number;
  /** Of ids that wait to be said. Beyond it "look again" says the same with less. */
  readonly maxPending?: number;
  readonly retryMs?: number;
}

/** Never part of the transaction that it speaks of: that would cost all commits a shared lock, and tell what may be undone. */
export class EventNotifier {
  private pending = new Map<Topic, Set<string>>();
  private count = 0;
  private missed = false;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> = Promise.resolve();
  private closed = false;
  private readonly gatherMs: number;
  private readonly maxPending: number;
  private readonly retryMs: number;

  constructor(
    private readonly db: Pick<PrismaClient, '$executeRaw'>,
    options: NotifierOptions = {},
  ) {
    this.gatherMs = options.gatherMs ?? 20;
    this.maxPending = options.maxPending ?? 1_000;
    this.retryMs = options.retryMs ?? 1_000;
  }

  /** `id` is a row's random id; without one it says that something of this kind changed. */
  tell(topic: Topic, id: string = NO_ID): void {
    if (this.closed || this.missed) return;
    const ids = this.pending.get(topic) ?? new Set();
    this.pending.set(topic, ids);
    const named = isWithoutId(topic) ? NO_ID : id;
    if (!ids.has(named)) this.count += 1;
    ids.add(named);
    if (this.count > this.maxPending) this.lookAgain();
    this.schedule(this.gatherMs);
  }

  /** Says what waits and ends. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    this.sending = this.sending.then(() => this.send());
    await this.sending;
  }

  private lookAgain(): void {
    this.pending.clear();
    this.count = 0;
    this.missed = true;
  }

  private schedule(afterMs: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.sending = this.sending.then(() => this.send());
    }, afterMs);
  }

  private async send(): Promise<void> {
    const messages = this.missed ? [LOOK_AGAIN] : encodeEvents(this.pending);
    this.pending = new Map();
    this.count = 0;
    this.missed = false;
    try {
      for (const message of messages) {
        await this.db.$executeRaw`select pg_notify(${EVENT_CHANNEL}, ${message})`;
      }
    } catch {
      // What could not be said is owed until it can: a screen that shows too little looks like calm.
      this.lookAgain();
      if (!this.closed) this.schedule(this.retryMs);
    }
  }
}
