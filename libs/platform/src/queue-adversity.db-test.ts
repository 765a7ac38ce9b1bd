/** What a queue must bear, whichever is behind it: cut connections, a server that is killed, handlers that always fail. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { newId } from '#kernel';
import { ownServer } from '../../../test/support/own-server.js';
import { redisIsHere, startRedis } from '../../../test/support/redis.js';
import { until } from '../../../test/support/until.js';
import { createDatabase } from './database.js';
import { outboxRow } from './outbox.js';
import { OutboxRelay } from './outbox-relay.js';
import type { QueuesConfig } from './queue-port.js';
import { createQueues, type QueueJob, type Queues } from './queue.js';

interface Server {
  readonly config: QueuesConfig;
  /** Every connection of the queue ends at this moment; the server lives. Answers how many there were. */
  cut(): Promise<number>;
  /** kill -9. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

async function postgres(): Promise<Server> {
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
    start: () => server.start(),
    close: () => server.drop(),
  };
}

async function redis(): Promise<Server> {
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
    start: () => server.start(),
    close: async () => {
      await server.stop();
      await drop();
    },
  };
}

const job = (more: Partial<QueueJob> = {}): QueueJob => ({
  id: newId(),
  tries: 0,
  kind: 'triage',
  ref: newId(),
  ticket: null,
  delayMs: 0,
  ...more,
});

for (const { backend, open, here } of [
  { backend: 'postgres', open: postgres, here: true },
  { backend: 'redis', open: redis, here: redisIsHere() },
] as const) {
  (here ? describe : describe.skip)(`the queue on ${backend}`, () => {
    let server: Server;
    let queues: Queues;
    const seen: string[] = [];
    const came = (id: string) => until('the job', () => seen.includes(id) || null);
    beforeAll(async () => {
      server = await open();
      queues = createQueues({ ...server.config, lockMs: 3_000 });
      await queues
        .worker(
          'triage',
          ({ outbox }) => {
            seen.push(outbox);
            return Promise.resolve();
          },
          { concurrency: 1 },
        )
        .ready();
    }, 60_000);
    afterAll(async () => {
      await queues.close();
      await server.close();
    }, 60_000);

    it('gives jobs out in the order in which they came', async () => {
      const jobs = Array.from({ length: 20 }, () => job());
      await queues.addBulk(jobs);
      await came(jobs.at(-1)?.id ?? '');
      expect(seen.slice(-20)).toEqual(jobs.map(({ id }) => id));
    }, 30_000);

    it('tries five times and no more, and then takes the same job as a new one', async () => {
      const hopeless = job({ kind: 'escalate' });
      const tries: number[] = [];
      const worker = queues.worker('escalate', () => {
        tries.push(performance.now());
        return Promise.reject(new Error('never'));
      });
      await queues.addBulk([hopeless]);
      await until('the last try', () => tries.length === 5 || null);
      const waits = tries.slice(1).map((at, before) => at - (tries[before] ?? 0));
      expect(waits.map((wait, before) => wait >= 0.9 * 500 * 2 ** before)).toEqual([true, true, true, true]);
      // The relay's sweep does this: only when the five have ended does it begin anew.
      await until('a sixth try', async () => {
        await queues.addBulk([hopeless]);
        return tries.length > 5 || null;
      });
      await worker.close();
    }, 60_000);

    it('is closed only when the job under way has ended', async () => {
      let begun = false;
      let ended = false;
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      const worker = queues.worker('deliver', async () => {
        begun = true;
        await held;
        ended = true;
      });
      await queues.addBulk([job({ kind: 'deliver' })]);
      await until('the job', () => begun || null);
      const closing = worker.close().then(() => ended);
      release();
      expect(await closing).toBe(true);
    }, 30_000);

    it('goes on after every connection was cut', async () => {
      expect(await server.cut()).toBeGreaterThan(0);
      const after = job();
      await until('a queue that takes a job again', () =>
        queues.addBulk([after]).then(
          () => true,
          () => null,
        ),
      );
      await came(after.id);
    }, 60_000);

    it('goes on after its server was killed, and what it forgot comes back from the outbox, once', async () => {
      const db = createDatabase(server.config.databaseUrl, { applicationName: 'test-worker', poolSize: 4 });
      const { databaseUrl } = server.config;
      const relay = new OutboxRelay({
        db,
        databaseUrl,
        queues,
        clock: () => new Date(),
        overdueMs: 2_000,
        sweepEveryMs: 200,
      });
      const row = outboxRow({ kind: 'triage', ref: newId(), dueAt: new Date() });
      await db.outbox.createMany({ data: [row] });
      await server.kill();
      await relay.start();
      await server.start();
      await came(row.id);
      await db.outbox.updateMany({ where: { id: row.id }, data: { doneAt: new Date() } });
      await relay.stop();
      await db.$disconnect();
    }, 90_000);
  });
}
