/**
 * The outbox: what must still happen is written in the same transaction as what has happened. A row holds opaque ids only, and
 * ends (`done_at`) in the transaction that commits its effect, not when it is handed to the queue.
 */
import { newId } from '#kernel';
import type { PrismaClient } from './database.js';

export const OUTBOX_KINDS = [
  'triage',
  'escalate',
  'deliver',
  'compare',
  'raise',
  'promise',
  'claim',
  'probe',
  'try-channels',
  'amend-feeds',
  'call-desk',
] as const;
export type OutboxKind = (typeof OUTBOX_KINDS)[number];
export const OUTBOX_CHANNEL = 'amparo_outbox';

export interface OutboxInput {
  readonly kind: OutboxKind;
  /** The report, alert, delivery, trial or silence that it is about. */
  readonly ref: string;
  /** Fencing ticket, where the kind has one. */
  readonly ticket?: string | null;
  readonly dueAt: Date;
  /** When it is written, by the clock that computed `dueAt`. */
  readonly madeAt?: Date;
}

export interface OutboxRow {
  readonly id: string;
  readonly kind: OutboxKind;
  readonly ref: string;
  readonly ticket: string | null;
  readonly dueAt: Date;
  readonly madeAt: Date | null;
}

/** For `createMany`: the api may insert rows and not read them, so nothing may be returned. */
export function outboxRow({ kind, ref, ticket = null, dueAt, madeAt }: OutboxInput): OutboxRow {
  return { id: newId(), kind, ref, ticket, dueAt, madeAt: madeAt ?? null };
}

/**
 * Wakes the relay after a commit. NOTIFY inside the accepting transaction takes a lock that all commits share and costs two
 * thirds of the throughput (measured): so it is sent apart, and many calls become one. A lost poke costs a second: the relay polls.
 */
export class OutboxNotifier {
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Pick<PrismaClient, '$executeRawUnsafe'>,
    private readonly gatherMs = 5,
  ) {}

  poke(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.sending = this.sending.then(() => this.send());
    }, this.gatherMs);
  }

  /** Sends what was asked for and waits until it is sent. */
  async close(): Promise<void> {
    if (this.timer) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.sending = this.sending.then(() => this.send());
    }
    await this.sending;
  }

  private async send(): Promise<void> {
    try {
      await this.db.$executeRawUnsafe(`notify ${OUTBOX_CHANNEL}`);
    } catch {
      // The row is committed; the relay finds it with its next look.
    }
  }
}
