/** What a queue must do, whichever is behind it. Nobody waits by the clock: a test waits for the job that it expects. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { newId } from '#kernel';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { redisIsHere, startRedis, type TestRedis } from '../../../test/support/redis.js';
import { migrateDatabase } from './migrate.js';
import type { QueuesConfig, QueueTask } from './queue-port.js';
import { createQueues, type QueueJob, type Queues } from './queue.js';

interface World {
  readonly config: QueuesConfig;
  /** Every byte that the queue's server holds, as text. */
  contents(): Promise<string>;
  close(): Promise<void>;
}

async function onPostgres(): Promise<World> {
  const database: TestDatabase = await freshDatabase();
  return {
    config: { databaseUrl: database.workerUrl },
    contents: async () => {
      const client = new pg.Client({ connectionString: database.adminUrl });
      await client.connect();
      const tables = await client.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'bullmq'`,
      );
      const rows: string[] = [];
      for (const { name } of tables.rows) {
        rows.push(JSON.stringify((await client.query(`select t::text from ${name} t`)).rows));
      }
      await client.end();
      return rows.join('\n');
    },
    close: () => database.drop(),
  };
}

async function onRedis(): Promise<World> {
  const redis: TestRedis = await startRedis();
  return {
    config: { databaseUrl: 'postgresql://unused.invalid/none', redisUrl: redis.url },
    contents: async () => {
      const client = new Redis(redis.url);
      const found: string[] = [];
      for (const key of await client.keys('*')) {
        found.push(key);
        switch (await client.type(key)) {
          case 'hash':
            found.push(JSON.stringify(await client.hgetall(key)));
            break;
          case 'stream':
            found.push(JSON.stringify(await client.xrange(key, '-', '+')));
            break;
          case 'list':
            found.push(JSON.stringify(await client.lrange(key, 0, -1)));
            break;
          case 'zset':
            found.push(JSON.stringify(await client.zrange(key, '0', '-1')));
            break;
          default:
            found.push((await client.get(key).catch(() => '')) ?? '');
        }
      }
      client.disconnect();
      return found.join('\n');
    },
    close: () => redis.stop(),
  };
}

describe('the queue in PostgreSQL', () => {
  it("outlives another migration: what the worker made for itself there stands in nobody's way", async () => {
    const database = await freshDatabase();
    const queues = createQueues({ databaseUrl: database.workerUrl });
    await queues.addBulk([job()]);
    expect(await migrateDatabase({ ownerUrl: database.migrateUrl })).toMatchObject({ applied: [] });
    await queues.addBulk([job()]);
    await queues.close();
    await database.drop();
  });
});

const backends = [
  { backend: 'postgres', open: onPostgres, here: true },
  { backend: 'redis', open: onRedis, here: redisIsHere() },
] as const;

const job = (more: Partial<QueueJob> = {}): QueueJob => ({
  id: newId(),
  tries: 0,
  kind: 'triage',
  ref: newId(),
  ticket: null,
  delayMs: 0,
  ...more,
});

/** Collects tasks and lets a test wait until so many have come. */
function collector(): {
  handle: (task: QueueTask) => Promise<void>;
  seen: QueueTask[];
  until(n: number): Promise<void>;
} {
  const seen: QueueTask[] = [];
  const waiting: { n: number; resolve: () => void }[] = [];
  return {
    seen,
    handle: (task) => {
      seen.push(task);
      for (const { n, resolve } of waiting) if (seen.length >= n) resolve();
      return Promise.resolve();
    },
    until: (n) =>
      new Promise((resolve) => {
        if (seen.length >= n) resolve();
        else waiting.push({ n, resolve });
      }),
  };
}

for (const { backend, open, here } of backends) {
  (here ? describe : describe.skip)(`the queue on ${backend}`, () => {
    let world: World;
    let queues: Queues;
    beforeAll(async () => {
      world = await open();
      queues = createQueues({ ...world.config, lockMs: 3_000 });
    }, 30_000);
    afterAll(async () => {
      await queues.close();
      await world.close();
    });

    it('says which backend it is', () => {
      expect(queues.backend).toBe(backend);
    });

    it('hands every job to the handler of its kind, with its ids and nothing else', async () => {
      const triage = collector();
      const escalate = collector();
      const workers = [queues.worker('triage', triage.handle), queues.worker('escalate', escalate.handle)];
      const [first, second] = [job(), job({ kind: 'escalate', ticket: newId() })];
      await queues.addBulk([first, second]);
      await Promise.all([triage.until(1), escalate.until(1)]);
      await Promise.all(workers.map((worker) => worker.close()));
      expect(triage.seen).toEqual([{ outbox: first.id, ref: first.ref, ticket: null }]);
      expect(escalate.seen).toEqual([{ outbox: second.id, ref: second.ref, ticket: second.ticket }]);
    }, 20_000);

    it('takes a job that is there already only once', async () => {
      const once = job();
      const marker = job();
      await queues.addBulk([once, once]);
      await queues.addBulk([once]);
      await queues.addBulk([marker]);
      const { handle, seen, until } = collector();
      const worker = queues.worker('triage', handle, { concurrency: 1 });
      await until(2);
      await worker.close();
      expect(seen.map((task) => task.outbox).sort()).toEqual([once.id, marker.id].sort());
    }, 20_000);

    it('takes the same id again after the job has ended', async () => {
      const again = job();
      const { handle, seen, until } = collector();
      const worker = queues.worker('triage', handle);
      await queues.addBulk([again]);
      await until(1);
      // Closing waits for the job to be put away.
      await worker.close();
      await queues.addBulk([again]);
      const second = queues.worker('triage', handle);
      await until(2);
      await second.close();
      expect(seen.map((task) => task.outbox)).toEqual([again.id, again.id]);
    }, 20_000);

    it('takes a row that is handed over again while its last job hangs with a worker', async () => {
      const row = job();
      let free: () => void = () => undefined;
      const hanging = new Promise<void>((resolve) => (free = resolve));
      const first = collector();
      const stuck = queues.worker('triage', async (task) => {
        await first.handle(task);
        await hanging;
      });
      await queues.addBulk([row]);
      await first.until(1);
      const second = collector();
      const alive = queues.worker('triage', second.handle);
      await queues.addBulk([row, { ...row, tries: 1 }]);
      // Whichever of the two takes it: the first try counts once, the second as well.
      await Promise.race([first.until(2), second.until(1)]);
      free();
      await Promise.all([stuck.close(), alive.close()]);
      expect([...first.seen, ...second.seen].map((task) => task.outbox)).toEqual([row.id, row.id]);
    }, 20_000);

    it('keeps a delayed job until its time', async () => {
      const [late, soon] = [job({ kind: 'escalate', delayMs: 1_200 }), job({ kind: 'escalate' })];
      const { handle, seen, until } = collector();
      const worker = queues.worker('escalate', handle);
      await worker.ready();
      const from = Date.now();
      await queues.addBulk([late, soon]);
      await until(2);
      const took = Date.now() - from;
      await worker.close();
      expect(seen.map((task) => task.outbox)).toEqual([soon.id, late.id]);
      expect(took).toBeGreaterThanOrEqual(1_100);
    }, 20_000);

    it('tries again when a handler fails, and keeps nothing of what the error said', async () => {
      const flaky = job({ kind: 'deliver' });
      const secret = 'https://partner.example/hook?token=words';
      let attempts = 0;
      const { handle, until } = collector();
      let between = '';
      const worker = queues.worker('deliver', async (task) => {
        attempts += 1;
        if (attempts < 3) throw new Error(secret);
        between = await world.contents();
        await handle(task);
      });
      await queues.addBulk([flaky]);
      await until(1);
      await worker.close();
      expect(attempts).toBe(3);
      // The look inside sees the job, so it would have seen the error.
      expect(between).toContain(flaky.id);
      expect(between).not.toContain('partner.example');
      expect(between).not.toContain('queue.db-test');
    }, 20_000);

    it('keeps nothing of a finished job but its id in a bounded list of events', async () => {
      const done = job();
      const { handle, until } = collector();
      const worker = queues.worker('triage', handle);
      await queues.addBulk([done]);
      await until(1);
      await worker.close();
      expect(await world.contents()).not.toContain(done.ref);
    }, 20_000);

    it('gives the job of a worker that died to another', async () => {
      const orphan = job({ kind: 'deliver' });
      const taken = collector();
      const dying = createQueues({ ...world.config, lockMs: 3_000 });
      dying.worker('deliver', async (task) => {
        await taken.handle(task);
        await new Promise(() => undefined);
      });
      await queues.addBulk([orphan]);
      await taken.until(1);
      await dying.close({ wait: false });
      const { handle, seen, until } = collector();
      const heir = queues.worker('deliver', handle);
      await until(1);
      await heir.close();
      expect(seen.map((task) => task.outbox)).toEqual([orphan.id]);
    }, 40_000);
  });
}
