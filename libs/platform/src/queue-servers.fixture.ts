/** A queue's server of a test's own, PostgreSQL or Redis, and what can befall it. */
import { Redis } from 'ioredis';
import pg from 'pg';
import { newId } from '#kernel';
import { ownServer, type OwnServer } from '../../../test/support/own-server.js';
import { redisIsHere, startRedis } from '../../../test/support/redis.js';
import type { QueuesConfig } from './queue-port.js';
import type { QueueJob } from './queue.js';

export interface QueueServer {
  readonly config: QueuesConfig;
  /** Every connection of the queue ends at this moment; the server lives. Answers how many there were. */
  cut(): Promise<number>;
  /** kill -9. */
  kill(): Promise<void>;
  /** It takes nothing more, as when its memory or its disk is full, until the returned function is called. */
  fill(): Promise<() => Promise<void>>;
  /** It answers nobody who uses the queue, with every connection open, until the returned function is called. */
  hold(): Promise<() => Promise<void>>;
  start(): Promise<void>;
  close(): Promise<void>;
}

async function asAdmin({ adminUrl }: OwnServer, statements: readonly string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  for (const statement of statements) await admin.query(statement);
  await admin.end();
}

async function postgres(): Promise<QueueServer> {
  const server = await ownServer();
  return {
    config: { databaseUrl: server.workerUrl },
    cut: async () => {
      const admin = new pg.Client({ connectionString: server.adminUrl });
      await admin.connect();
      const cut = await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'amparo_worker'`,
      );
      await admin.end();
      return cut.rowCount ?? 0;
    },
    kill: () => server.kill(),
    fill: async () => {
      await asAdmin(server, [
        `create function bullmq.full() returns trigger language plpgsql as
           $$ begin raise exception 'no space' using errcode = 'disk_full'; end $$`,
        'create trigger full_disk before insert on bullmq.job for each statement execute function bullmq.full()',
      ]);
      return () => asAdmin(server, ['drop function bullmq.full() cascade']);
    },
    hold: async () => {
      const admin = new pg.Client({ connectionString: server.adminUrl });
      await admin.connect();
      await admin.query('begin');
      await admin.query('lock table bullmq.job in access exclusive mode');
      return async () => {
        await admin.query('commit');
        await admin.end();
      };
    },
    start: () => server.start(),
    close: () => server.drop(),
  };
}

async function redis(): Promise<QueueServer> {
  const server = await startRedis();
  const { workerUrl: databaseUrl, drop } = await ownServer();
  return {
    config: { databaseUrl, redisUrl: server.url },
    cut: async () => {
      const admin = new Redis(server.url);
      const cut = await admin.call('client', 'kill', 'skipme', 'yes');
      admin.disconnect();
      return Number(cut);
    },
    kill: () => server.kill(),
    fill: async () => {
      const admin = new Redis(server.url);
      await admin.config('SET', 'maxmemory', '1');
      return async () => {
        await admin.config('SET', 'maxmemory', '0');
        admin.disconnect();
      };
    },
    hold: async () => {
      const admin = new Redis(server.url);
      await admin.call('client', 'pause', '60000', 'WRITE');
      return async () => {
        await admin.call('client', 'unpause');
        admin.disconnect();
      };
    },
    start: () => server.start(),
    close: async () => {
      await server.stop();
      await drop();
    },
  };
}

/** One suite for both. */
export const QUEUE_SERVERS = [
  { backend: 'postgres', open: postgres, here: true },
  { backend: 'redis', open: redis, here: redisIsHere() },
] as const;

export const queueJob = (more: Partial<QueueJob> = {}): QueueJob => ({
  id: newId(),
  kind: 'triage',
  ref: newId(),
  ticket: null,
  delayMs: 0,
  ...more,
});
