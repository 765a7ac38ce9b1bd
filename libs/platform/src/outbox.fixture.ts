/** An outbox with rows, a relay on it, and a clock that the test moves. */
import { newId } from '#kernel';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { createDatabase, type PrismaClient } from './database.js';
import { type OutboxKind, outboxRow } from './outbox.js';
import { OutboxRelay, type RelayOptions } from './outbox-relay.js';
import type { QueueJob } from './queue.js';

export const START = new Date('2026-03-01T12:00:00.000Z');
export const after = (ms: number): Date => new Date(START.getTime() + ms);

/** A queue that remembers, and lets a test wait for so many jobs. */
export class MemoryQueue {
  readonly jobs: QueueJob[] = [];
  refusing = false;
  /** Called before each batch is taken. */
  before: () => Promise<void> = () => Promise.resolve();
  private waiting: { n: number; resolve: () => void }[] = [];

  async addBulk(jobs: readonly QueueJob[]): Promise<void> {
    await this.before();
    if (this.refusing) throw new Error('the queue is away');
    this.jobs.push(...jobs);
    for (const { n, resolve } of this.waiting) if (this.jobs.length >= n) resolve();
  }

  until(n: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.jobs.length >= n) resolve();
      else this.waiting.push({ n, resolve });
    });
  }
}

interface Inserted {
  readonly kind?: OutboxKind;
  readonly lane?: number;
  readonly madeAt?: Date;
}

export class OutboxFixture {
  now = START;

  private constructor(
    readonly database: TestDatabase,
    readonly api: PrismaClient,
    readonly worker: PrismaClient,
  ) {}

  /** `poolSize`: of the worker's role. */
  static async begin(poolSize = 8): Promise<OutboxFixture> {
    const database = await freshDatabase();
    const api = createDatabase(database.apiUrl, { applicationName: 'test-api', poolSize: 4 });
    const worker = createDatabase(database.workerUrl, { applicationName: 'test-worker', poolSize });
    return new OutboxFixture(database, api, worker);
  }

  async end(): Promise<void> {
    await Promise.all([this.api.$disconnect(), this.worker.$disconnect()]);
    await this.database.drop();
  }

  async forget(): Promise<void> {
    this.now = START;
    await this.worker.outbox.deleteMany();
  }

  /** As many reports in the queue as come, unless the test is about that. */
  relay(queue: MemoryQueue, more: Partial<RelayOptions> = {}): OutboxRelay {
    return new OutboxRelay({
      db: this.worker,
      databaseUrl: this.database.workerUrl,
      queues: queue,
      clock: () => this.now,
      heldPerWorker: 1_000,
      ...more,
    });
  }

  async insert(count: number, dueAt = START, more: Inserted = {}): Promise<string[]> {
    const { kind = 'triage', lane = 0, ...dated } = more;
    const rows = Array.from({ length: count }, () => ({
      ...outboxRow({ kind, ref: newId(), dueAt, ...dated }),
      lane,
    }));
    await this.api.outbox.createMany({ data: rows });
    return rows.map((row) => row.id);
  }

  /** Reports by the thousand, spread over so many lanes from `lane` on. */
  async flood(count: number, dueAt: Date, lane: number, lanes = 1): Promise<void> {
    await this.worker.$executeRaw`
      insert into outbox (id, kind, ref, due_at, lane)
      select gen_random_uuid(), 'triage', gen_random_uuid(), ${dueAt}, ${lane}::int + n % ${lanes}::int
      from generate_series(1, ${count}::int) n`;
  }
}
