/** The queue in PostgreSQL: the default, so that one machine needs one server less. Schema `bullmq`, the worker's role only. */
import { createPostgresBackend, type PgPool, Queue, Worker } from 'bullmq';
import pg from 'pg';
import type { AnyQueue, AnyWorker, Backend, QueuesConfig } from './queue-port.js';

export function postgresBackend({ databaseUrl, log }: QueuesConfig): Backend {
  // Each worker keeps one connection to listen on; the rest is shared.
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'amparo-queue',
    // The queue is only a clock: what a crash of the database takes from it, the outbox hands over again. So nobody waits for the disk.
    options: '-c search_path=bullmq -c synchronous_commit=off',
    max: 16,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    query_timeout: 20_000,
    keepAlive: true,
  });
  // Every queue and worker listens for its errors.
  pool.setMaxListeners(100);
  pool.on('error', (error) => log?.warn('queue connection', { error, backend: 'postgres' }));
  // The queue's own description of a pool asks for an index signature that pg's class does not declare.
  const connection = pool as unknown as PgPool;
  return {
    name: 'postgres',
    newQueue: (name): AnyQueue => new Queue(name, { connection }, createPostgresBackend),
    newWorker: (name, run, options): AnyWorker =>
      new Worker(name, run, { ...options, connection }, createPostgresBackend),
    close: () => pool.end(),
  };
}
