/**
 * The queue is only the clock: it says "look at this now", with opaque ids. The database is the truth. One port, two backends of
 * BullMQ behind it (queue-postgres.ts, queue-redis.ts, what they share in queue-port.ts), one suite of tests for both.
 */
import { failureCode } from './failure-code.js';
import type { Logger } from './logger.js';
import { OUTBOX_KINDS, type OutboxKind } from './outbox.js';
import type { AnyQueue, QueuesConfig, QueueTask, RunJob } from './queue-port.js';
import { postgresBackend } from './queue-postgres.js';
import { redisBackend } from './queue-redis.js';

export interface QueueJob {
  /** The outbox row's id. */
  readonly id: string;
  /** How often it was handed over before: the same one added twice while it is there changes nothing. */
  readonly tries: number;
  readonly kind: OutboxKind;
  readonly ref: string;
  readonly ticket: string | null;
  readonly delayMs: number;
}

/** Must be safe to run twice, late, or alongside itself. */
export type QueueHandler = (task: QueueTask) => Promise<unknown>;

export interface JobQueue {
  addBulk(jobs: readonly QueueJob[]): Promise<void>;
  close(): Promise<void>;
}

export interface JobWorker {
  /** Resolves when it takes jobs. */
  ready(): Promise<void>;
  /** Waits for the jobs under way; without `wait` they go to another worker once this one has been silent for a while. */
  close(options?: { readonly wait?: boolean }): Promise<void>;
}

export interface Queues {
  readonly backend: 'postgres' | 'redis';
  /** Jobs of any kind, each to the queue of its kind. */
  addBulk(jobs: readonly QueueJob[]): Promise<void>;
  queue(kind: OutboxKind): JobQueue;
  worker(kind: OutboxKind, handler: QueueHandler, options?: { readonly concurrency?: number }): JobWorker;
  close(options?: { readonly wait?: boolean }): Promise<void>;
}

/** Quick tries for what passes by itself; after them the relay's sweep brings the job back for as long as it is not done. */
const ATTEMPTS = 5;
const jobOptions = {
  attempts: ATTEMPTS,
  backoff: { type: 'exponential', delay: 500 },
  // A finished job says when something happened: nothing of it stays.
  removeOnComplete: true,
  removeOnFail: true,
} as const;

export function createQueues(config: QueuesConfig): Queues {
  const backend = config.redisUrl === undefined ? postgresBackend(config) : redisBackend(config.redisUrl);
  const queues = new Map<OutboxKind, AnyQueue>();
  const workers: JobWorker[] = [];
  const onError = (error: unknown): void =>
    config.log?.warn('queue connection', { error, backend: backend.name });

  const open = (kind: OutboxKind): AnyQueue => {
    const known = queues.get(kind);
    if (known) return known;
    const made = backend.newQueue(kind);
    made.on('error', onError);
    queues.set(kind, made);
    return made;
  };

  const addTo = async (kind: OutboxKind, jobs: readonly QueueJob[]): Promise<void> => {
    await open(kind).addBulk(
      jobs.map(({ id, tries, ref, ticket, delayMs }) => ({
        name: kind,
        data: { outbox: id, ref, ticket } satisfies QueueTask,
        opts: { ...jobOptions, jobId: jobIdOf(id, tries), delay: Math.max(0, Math.round(delayMs)) },
      })),
    );
  };

  return {
    backend: backend.name,
    addBulk: async (jobs) => {
      for (const kind of OUTBOX_KINDS) {
        const mine = jobs.filter((job) => job.kind === kind);
        if (mine.length > 0) await addTo(kind, mine);
      }
    },
    queue: (kind) => ({
      addBulk: (jobs) => addTo(kind, jobs),
      close: async () => {
        await queues.get(kind)?.close();
        queues.delete(kind);
      },
    }),
    worker: (kind, handler, { concurrency = 4 } = {}) => {
      const lockDuration = config.lockMs ?? 5_000;
      const run: RunJob = (job) => guarded(handler, job, kind, config.log);
      const made = backend.newWorker(kind, run, {
        concurrency,
        lockDuration,
        stalledInterval: Math.max(1_000, Math.floor(lockDuration / 3)),
        maxStalledCount: ATTEMPTS,
        // After a lost connection: the queue's own fifteen seconds are a long time for whoever waits.
        runRetryDelay: 500,
      });
      made.on('error', onError);
      const worker: JobWorker = {
        ready: async () => {
          await made.waitUntilReady();
        },
        close: ({ wait = true } = {}) => made.close(!wait),
      };
      workers.push(worker);
      return worker;
    },
    close: async (options) => {
      await Promise.all(workers.map((worker) => worker.close(options)));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
}

/**
 * A name of its own for each time that a row is handed over. The queue's looks for dead workers go by the clocks of the workers: one
 * that was a day ahead keeps it from looking until tomorrow, and a job of the same name would be taken for the one that hangs there.
 */
const jobIdOf = (id: string, tries: number): string => `${id}.${String(tries)}`;

/** The queue keeps the message and the stack of what a handler throws, and shows them to whoever can read it: a code only. */
async function guarded(
  handler: QueueHandler,
  job: Parameters<RunJob>[0],
  kind: OutboxKind,
  log: Logger | undefined,
): Promise<void> {
  const { outbox, ref, ticket } = job.data as QueueTask;
  try {
    await handler({ outbox, ref, ticket });
  } catch (error) {
    const failure = new Error(failureCode(error));
    failure.stack = failure.message;
    log?.warn('job failed', { kind, outbox, attempt: job.attemptsMade + 1, error });
    throw failure;
  }
}
