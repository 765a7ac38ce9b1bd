/** What the queue asks of a backend, and nothing that one backend has and the other lacks. */
import type { JobsOptions } from 'bullmq';
import type { Logger } from './logger.js';

/** What a handler gets. */
export interface QueueTask {
  readonly outbox: string;
  readonly ref: string;
  readonly ticket: string | null;
}

export interface QueuesConfig {
  /** Under the worker's role. Used when there is no `redisUrl`. */
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  readonly log?: Logger | undefined;
  /** After this silence of a worker its job goes to another; 5,000 when not said. */
  readonly lockMs?: number;
}

/** What differs between the backends: how a BullMQ queue and a BullMQ worker are made, and what must be closed last. */
export interface Backend {
  readonly name: 'postgres' | 'redis';
  newQueue(name: string): AnyQueue;
  newWorker(name: string, run: RunJob, options: SharedWorkerOptions): AnyWorker;
  close(): Promise<void>;
}

/** The part of BullMQ's classes that is used, the same whatever is behind them. */
export interface AnyQueue {
  addBulk(jobs: { name: string; data: QueueTask; opts: JobsOptions }[]): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface AnyWorker {
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(force: boolean): Promise<void>;
}

export type RunJob = (job: { readonly data: unknown; readonly attemptsMade: number }) => Promise<void>;

export interface SharedWorkerOptions {
  readonly concurrency: number;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
  readonly runRetryDelay: number;
}
