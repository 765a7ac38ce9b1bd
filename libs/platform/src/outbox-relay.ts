/**
 * Carries outbox rows to the queue, and keeps it shallow: of what is due later, only the next seconds; of reports, a few for
 * each worker, in turn among channels. Reports that its own process can begin at once do not need the queue and go to it straight.
 * Several relays may run at once. A row is handed over again when its time is long past and
 * it is not done: an emptied queue, a job that gave up and a machine that died lose nothing. Handlers must therefore be safe
 * to run twice.
 */
import type { Clock } from '#kernel';
import type { PrismaClient } from './database.js';
import { Listener } from './listener.js';
import type { Logger } from './logger.js';
import { OUTBOX_CHANNEL, OUTBOX_KINDS } from './outbox.js';
import {
  claimByLanes,
  claimDue,
  type ClaimedRow,
  claimMisdated,
  claimOrphans,
  claimOverdue,
  glance,
  takeByLanes,
} from './outbox-claims.js';
import type { Queues } from './queue.js';
import { within } from './within.js';
import { holdLife, newLife, readLives } from './worker-life.js';

export interface RelayOptions {
  readonly db: PrismaClient;
  /** For the connection that listens. */
  readonly databaseUrl: string;
  readonly queues: Pick<Queues, 'addBulk'>;
  readonly clock: Clock;
  readonly log?: Logger | undefined;
  /** The number of this process (worker-life.ts); one of its own when none is given. */
  readonly life?: number;
  readonly batch?: number;
  readonly pollMs?: number;
  /** How long after its time an unfinished row is handed over again. */
  readonly overdueMs?: number;
  readonly sweepEveryMs?: number;
  readonly queueTimeoutMs?: number;
  /** How long a finished row is kept: its times would say more than anyone needs. */
  readonly keepDoneMs?: number;
  /** Reports handed over and not done, for each worker that lives. */
  readonly heldPerWorker?: number;
}

/**
 * Takes new reports while it is idle, and what dead workers had in hand; without one everything goes through the queue, later.
 */
export interface Heir {
  /** How many tasks it can take now. */
  room(): number;
  /** How many reports it could begin at once. */
  idle(): number;
  take(rows: readonly ClaimedRow[]): void;
  adopt(rows: readonly ClaimedRow[]): void;
}

/** What is due later stays in the database: delays inside the queue go by the machine's clock, which may be set. */
const HORIZON_MS = 5_000;
/** Clocks of machines that work together differ; one that is further ahead is wrong. */
const CLOCK_TOLERANCE_MS = 5_000;

/** A report is due from the moment that it is there, whatever clock the api had that took it in. */
const atOnce = (): number => 0;

export class OutboxRelay {
  private readonly batch: number;
  private readonly pollMs: number;
  private readonly overdueMs: number;
  private readonly sweepEveryMs: number;
  private readonly keepDoneMs: number;
  private readonly heldPerWorker: number;
  private readonly life: number;
  private readonly listener: Listener;
  private heir: Heir | undefined;
  private workers = 1;
  private wake: () => void = () => undefined;
  private poked = false;
  private stopping = false;
  private running: Promise<void> | undefined;

  constructor(private readonly options: RelayOptions) {
    this.batch = options.batch ?? 200;
    this.pollMs = options.pollMs ?? 1_000;
    this.overdueMs = options.overdueMs ?? 10_000;
    this.sweepEveryMs = options.sweepEveryMs ?? 1_000;
    this.keepDoneMs = options.keepDoneMs ?? 3_600_000;
    this.heldPerWorker = options.heldPerWorker ?? 12;
    this.life = options.life ?? newLife();
    const look = (): void => {
      this.poke();
    };
    this.listener = new Listener({
      url: options.databaseUrl,
      channel: OUTBOX_CHANNEL,
      applicationName: 'amparo-relay',
      onConnect: (client) => holdLife(client, this.life),
      onMessage: look,
      onGap: look,
      log: options.log,
    });
  }

  /** Resolves when the others can see that this process lives, or when the first try to tell them failed. */
  async start(heir?: Heir): Promise<void> {
    if (this.running) return;
    this.heir = heir;
    await this.listener.start();
    this.running = this.run();
  }

  /** Look now instead of at the next second. */
  poke(): void {
    this.poked = true;
    this.wake();
  }

  /** Finishes the batch under way, hands over what is waiting, and hands over no more. */
  async rest(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
  }

  /** After the last task in hand: the others then see that this process is gone. */
  async stop(): Promise<void> {
    await this.rest();
    await this.listener.stop();
  }

  /** Hands over one batch of new rows: reports while there is room for them, the rest when it is due; answers how many. */
  async drainOnce(): Promise<number> {
    const { db, clock } = this.options;
    const now = clock().getTime();
    const since = new Date(now - this.overdueMs);
    const until = new Date(now + HORIZON_MS);
    let handed = await this.takeOnce();
    const { reports, others, inHand } = await glance(db, OUTBOX_KINDS, since, until);
    const room = Math.min(this.batch, this.heldPerWorker * this.workers - inHand);
    if (others) handed += await this.handOver((tx) => claimDue(tx, OUTBOX_KINDS, until, this.batch));
    if (reports && room > 0) handed += await this.handOver((tx) => claimByLanes(tx, since, room), atOnce);
    return handed;
  }

  /**
   * New reports that this process can begin at once do not go through the queue: somebody waits for an answer. The queue has what
   * is more than that, for whichever worker is free first.
   */
  async takeOnce(): Promise<number> {
    const { db, clock } = this.options;
    const limit = this.heir?.idle() ?? 0;
    if (!this.heir || limit === 0) return 0;
    const now = clock();
    const handedSince = new Date(now.getTime() - this.overdueMs);
    const rows = await takeByLanes(db, { life: this.life, handedSince, limit }, now);
    if (rows.length > 0) this.heir.take(rows);
    return rows.length;
  }

  /** Hands over again one batch of rows that should have been done, or that a wrong clock handed over; answers how many. */
  sweepOnce(): Promise<number> {
    // At once also where a clock that ran ahead dated the row: waiting for its day in the queue, nobody would look at it any more.
    return this.handOver(
      (tx, now) => claimOverdue(tx, OUTBOX_KINDS, now, this.overdueMs, this.batch),
      atOnce,
    );
  }

  /** Hands over at once what a clock dated that runs no more as it did; answers how many. */
  async redateOnce(): Promise<number> {
    return this.handOver(
      (tx, now) => claimMisdated(tx, new Date(now.getTime() + CLOCK_TOLERANCE_MS), this.batch),
      atOnce,
    );
  }

  /** Takes up what dead workers had in hand; answers how many. */
  async inheritOnce(): Promise<number> {
    const { db, clock } = this.options;
    const lives = await readLives(db);
    this.workers = Math.max(1, lives.length);
    const room = this.heir?.room() ?? 0;
    if (!this.heir || room === 0) return 0;
    const rows = await claimOrphans(db, { heir: this.life, lives, limit: room }, clock());
    if (rows.length > 0) this.heir.adopt(rows);
    return rows.length;
  }

  /** Forgets rows whose effect was committed long ago; answers how many. */
  forgetOnce(): Promise<number> {
    const cut = new Date(this.options.clock().getTime() - this.keepDoneMs);
    return this.options.db.$executeRaw`
      delete from outbox where id in (
        select id from outbox where kind = any(${[...OUTBOX_KINDS]}) and done_at < ${cut}
        limit ${this.batch} for update skip locked)`;
  }

  private async handOver(
    claim: (tx: Pick<PrismaClient, '$queryRaw'>, now: Date) => Promise<ClaimedRow[]>,
    delayOf = (row: ClaimedRow, now: Date): number => Math.max(0, row.due_at.getTime() - now.getTime()),
  ): Promise<number> {
    return this.options.db.$transaction(async (tx) => {
      const now = this.options.clock();
      const rows = await claim(tx, now);
      if (rows.length === 0) return 0;
      // Before the mark, and while the rows are locked: a queue that refuses leaves them as they were. A crash between the two
      // hands them over twice, under the same ids.
      const adding = this.options.queues.addBulk(
        rows.map((row) => ({
          id: row.id,
          kind: row.kind,
          tries: row.tries,
          ref: row.ref,
          ticket: row.ticket,
          delayMs: delayOf(row, now),
        })),
      );
      // An unreachable queue may never answer: the rows must not stay locked, nor the process be unable to stop.
      await within(this.options.queueTimeoutMs ?? 10_000, adding);
      const ids = rows.map((row) => row.id);
      await tx.$executeRaw`
        update outbox set enqueued_at = ${now}, tries = least(tries + 1, 100) where id = any(${ids}::uuid[])`;
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
        await this.look(() => this.inheritOnce());
        await this.look(() => this.sweepOnce());
        await this.look(() => this.redateOnce());
        await this.look(() => this.forgetOnce());
      }
      if (!full) await this.pause();
    }
    for (let batches = 0; batches < 20 && (await this.look(() => this.drainOnce())); batches++);
  }

  /** True when there may be more. */
  private async look(once: () => Promise<number>): Promise<boolean> {
    try {
      return (await once()) >= this.batch;
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
