/** What a queue must bear that is neither up nor down: a worker that stands still, a server that is full, one that is slow. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { until } from '../../../test/support/until.js';
import { createDatabase, type PrismaClient } from './database.js';
import { outboxRow } from './outbox.js';
import { OutboxRelay, type RelayOptions } from './outbox-relay.js';
import { QUEUE_SERVERS, queueJob, type QueueServer } from './queue-servers.fixture.js';
import { createQueues, type Queues } from './queue.js';

const LOCK_MS = 1_500;
/** Well past the time after which its job goes to another. */
const BLOCKED_MS = 7_000;

interface Said {
  readonly begun?: string;
  readonly ended?: string;
  readonly effects?: number;
}

/** A process whose event loop stands still in the middle of its first job. */
async function blockedWorker({ config }: QueueServer): Promise<{ child: ChildProcess; said: Said[] }> {
  const child = fork('libs/platform/src/queue-blocked.fixture.ts', {
    execArgv: ['--conditions=source', '--import', './test/support/typescript.mjs'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: config.databaseUrl,
      ...(config.redisUrl === undefined ? {} : { REDIS_URL: config.redisUrl }),
      LOCK_MS: String(LOCK_MS),
      BLOCKED_MS: String(BLOCKED_MS),
    },
  });
  const said: Said[] = [];
  child.on('message', (message) => said.push(message as Said));
  await once(child, 'message');
  return { child, said };
}

for (const { backend, open, here } of QUEUE_SERVERS) {
  (here ? describe : describe.skip)(`the queue on ${backend}`, () => {
    let server: QueueServer;
    let queues: Queues;
    let db: PrismaClient;
    beforeAll(async () => {
      server = await open();
      queues = createQueues({ ...server.config, lockMs: LOCK_MS });
      db = createDatabase(server.config.databaseUrl, { applicationName: 'test-worker', poolSize: 4 });
    }, 60_000);
    afterAll(async () => {
      await queues.close();
      await db.$disconnect();
      await server.close();
    }, 60_000);

    const relay = (more: Partial<RelayOptions> = {}) =>
      new OutboxRelay({
        db,
        databaseUrl: server.config.databaseUrl,
        queues,
        clock: () => new Date(),
        overdueMs: 2_000,
        sweepEveryMs: 200,
        pollMs: 100,
        ...more,
      });
    async function row(kind: 'triage' | 'deliver' | 'compare'): Promise<string> {
      const made = outboxRow({ kind, ref: newId(), dueAt: new Date() });
      await db.outbox.createMany({ data: [made] });
      return made.id;
    }
    /** As handlers do: the effect and the end of its row are one, so that a second time changes nothing. */
    const effect = async (id: string): Promise<number> =>
      (await db.outbox.updateMany({ where: { id, doneAt: null }, data: { doneAt: new Date() } })).count;
    const waiting = async (id: string) =>
      (await db.outbox.findFirst({ where: { id }, select: { enqueuedAt: true } }))?.enqueuedAt === null;

    it('gives the job of a worker that stands still to another; its effect is there once, and both work on', async () => {
      const { child, said } = await blockedWorker(server);
      const id = await row('deliver');
      await queues.addBulk([queueJob({ id, kind: 'deliver' })]);
      await until('the worker that will stand still', () => said.find(({ begun }) => begun === id) ?? null);
      const heirs: number[] = [];
      const heir = queues.worker('deliver', async ({ outbox }) => void heirs.push(await effect(outbox)));
      await until('the heir', () => heirs.length > 0 || null);
      expect(said.some(({ ended }) => ended === id)).toBe(false);
      await until('the one that stood still', () => said.find(({ ended }) => ended === id) ?? null);
      expect(heirs).toEqual([1]);
      expect(said.find(({ ended }) => ended === id)?.effects).toBe(0);
      await heir.close();
      const next = await row('deliver');
      await queues.addBulk([queueJob({ id: next, kind: 'deliver' })]);
      await until('its next job', () => said.find(({ ended }) => ended === next) ?? null);
      child.disconnect();
      await once(child, 'exit');
    }, 60_000);

    it('says that it is full at once; the report stays in the outbox and is taken once when there is room', async () => {
      const effects: number[] = [];
      const worker = queues.worker('triage', async ({ outbox }) => void effects.push(await effect(outbox)));
      await worker.ready();
      const makeRoom = await server.fill();
      await expect(queues.addBulk([queueJob()])).rejects.toThrow();
      const id = await row('triage');
      const carrying = relay();
      await carrying.start();
      await expect(carrying.drainOnce()).rejects.toThrow();
      expect(await waiting(id)).toBe(true);
      expect(effects).toEqual([]);
      await makeRoom();
      await until('the report', () => effects.includes(1) || null);
      await carrying.stop();
      await worker.close();
      expect(effects.filter((count) => count === 1)).toHaveLength(1);
    }, 60_000);

    it('may be slow without end: nobody waits longer for it than was said, no row stays locked, nothing is done twice', async () => {
      const effects: number[] = [];
      const id = await row('compare');
      const letGo = await server.hold();
      const carrying = relay({ queueTimeoutMs: 300 });
      const from = performance.now();
      await expect(carrying.drainOnce()).rejects.toMatchObject({ code: 'amparo.too-late' });
      expect(performance.now() - from).toBeLessThan(5_000);
      await db.$queryRaw`select 1 from outbox where id = ${id}::uuid for update nowait`;
      expect(await waiting(id)).toBe(true);
      await letGo();
      await carrying.start();
      const worker = queues.worker('compare', async ({ outbox }) => void effects.push(await effect(outbox)));
      await until('the job', () => effects.includes(1) || null);
      await carrying.stop();
      await worker.close();
      expect(effects.filter((count) => count === 1)).toHaveLength(1);
    }, 60_000);
  });
}
