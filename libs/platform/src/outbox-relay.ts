/**
 * Carries outbox rows to the queue. Several relays may run at once: a row is locked while it is handed over, so that no two hand it
 * over at the same time. A row is handed over again when its time is long past and it is not done: an emptied queue, a job that
 * gave up and a machine that died lose nothing. Handlers must therefore be safe to run twice.
 */
import type { Clock } from '#kernel';
import type { PrismaClient } from './database.js';
import { Listener } from './listener.js';
import type { Logger } from './logger.js';
import { OUTBOX_CHANNEL, type OutboxKind } from './outbox.js';
import type { Queues } from './queue.js';
import { within } from './within.js';

export interface RelayOptions {
  readonly db: PrismaClient;
  /** For the connection that listens. */
  readonly databaseUrl: string;
  readonly queues: Pick<Queues, 'addBulk'>;
  readonly clock: Clock;
  readonly log?: Logger | undefined;
  readonly batch?: number;
  readonly pollMs?: number;
  /** How long after its time an unfinished row is handed over again. */
  readonly overdueMs?: number;
  readonly sweepEveryMs?: number;
  readonly queueTimeoutMs?: number;
  /** How long a finished row is kept: its times would say more than anyone needs. */
  readonly keepDoneMs?: number;
}

interface PendingRow {
  readonly id: string;
  readonly kind: OutboxKind;
  readonly ref: string;
  readonly ticket: string | null;
  readonly due_at: Date;
}

export class OutboxRelay {
  private readonly batch: number;
  private readonly pollMs: number;
  private readonly overdueMs: number;
  private readonly sweepEveryMs: number;
  private readonly keepDoneMs: number;
  private readonly listener: Listener;
  private wake: () => void = () => undefined;
  private poked = false;
  private stopping = false;
  private running: Promise<void> | undefined;

  constructor(private readonly options: RelayOptions) {
    this.batch = options.batch ?? 200;
    this.pollMs = options.pollMs ?? 1_000;
    this.overdueMs = options.overdueMs ?? 30_000;
    this.sweepEveryMs = options.sweepEveryMs ?? 5_000;
    this.keepDoneMs = options.keepDoneMs ?? 3_600_000;
    const look = (): void => {
      this.poke();
    };
    this.listener = new Listener({
      url: options.databaseUrl,
      channel: OUTBOX_CHANNEL,
      applicationName: 'amparo-relay',
      onMessage: look,
      onGap: look,
      log: options.log,
    });
  }

  start(): void {
    this.running ??= this.run();
    this.listener.start();
  }

  /** Look now instead of at the next second. */
  poke(): void {
    this.poked = true;
    this.wake();
  }

  /** Finishes the batch under way, hands over what is waiting, and ends. */
  async stop(): Promise<void> {
    if (this.stopping) return this.running;
    this.stopping = true;
    this.wake();
    await this.listener.stop();
    await this.running;
  }

  /** Hands over one batch of new rows, due or future; answers how many. */
  drainOnce(): Promise<number> {
    return this.handOver(
      (tx, limit) => tx.$queryRaw<PendingRow[]>`
        select id, kind, ref, ticket, due_at from outbox
        where done_at is null and enqueued_at is null
        order by due_at limit ${limit} for update skip locked`,
    );
  }

  /** Hands over again one batch of rows that should have been done; answers how many. */
  sweepOnce(): Promise<number> {
    const cut = new Date(this.options.clock().getTime() - this.overdueMs);
    return this.handOver(
      (tx, limit) => tx.$queryRaw<PendingRow[]>`
        select id, kind, ref, ticket, due_at from outbox
        where done_at is null and enqueued_at < ${cut} and due_at < ${cut}
        order by due_at limit ${limit} for update skip locked`,
    );
  }

  /** Forgets rows whose effect was committed long ago; answers how many. */
  forgetOnce(): Promise<number> {
    const cut = new Date(this.options.clock().getTime() - this.keepDoneMs);
    return this.options.db.$executeRaw`
      delete from outbox where id in (
        select id from outbox where done_at < ${cut} limit ${this.batch} for update skip locked)`;
  }

  private async handOver(
    claim: (tx: Pick<PrismaClient, '$queryRaw'>, limit: number) => Promise<PendingRow[]>,
  ): Promise<number> {
    return this.options.db.$transaction(async (tx) => {
      const rows = await claim(tx, this.batch);
      if (rows.length === 0) return 0;
      const now = this.options.clock();
      // Before the mark, and while the rows are locked: a queue that refuses leaves them as they were. A crash between the two
      // hands them over twice, under the same ids.
      const adding = this.options.queues.addBulk(
        rows.map(({ id, kind, ref, ticket, due_at: due }) => {
          return { id, kind, ref, ticket, delayMs: Math.max(0, due.getTime() - now.getTime()) };
        }),
      );
      // An unreachable queue may never answer: the rows must not stay locked, nor the process be unable to stop.
      await within(this.options.queueTimeoutMs ?? 10_000, adding);
      const ids = rows.map((row) => row.id);
      await tx.outbox.updateMany({ where: { id: { in: ids } }, data: { enqueuedAt: now } });
      return rows.length;
    });
  }

  private async run(): Promise<void> {
    let sweepAt = 0;
    while (!this.stopping) {
      this.poked = false;
      const full = await this.look(() => this.drainOnce());
      // The machine's own clock: when to look is no decision about anyone.
      if (performance.now() >= sweepAt) {
        sweepAt = performance.now() + this.sweepEveryMs;
        await this.look(() => this.sweepOnce());
        await this.look(() => this.forgetOnce());
      }
      if (!full) await this.pause();
    }
    for (let batches = 0; batches < 20 && (await this.look(() => this.drainOnce())); batches++);
  }

  /** True when there may be more. */
  private async look(once: () => Promise<number>): Promise<boolean> {
    try {
      return (await once()) === this.batch;
    } catch (error) {
      this.options.log?.warn('outbox relay', { error });
      return false;
    }
  }

  private async pause(): Promise<void> {
    if (this.poked || this.stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.pollMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }
}
