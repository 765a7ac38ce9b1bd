import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { OutboxNotifier } from './outbox.js';
import { MemoryQueue, OutboxFixture, START, after } from './outbox.fixture.js';
import type { OutboxRelay, RelayOptions } from './outbox-relay.js';
import type { PrismaClient } from './database.js';

let fixture: OutboxFixture;
let worker: PrismaClient;
beforeAll(async () => {
  fixture = await OutboxFixture.begin();
  worker = fixture.worker;
});
afterAll(() => fixture.end());
afterEach(() => fixture.forget());

const relay = (queue: MemoryQueue, more: Partial<RelayOptions> = {}): OutboxRelay =>
  fixture.relay(queue, more);
const insert: OutboxFixture['insert'] = (...what) => fixture.insert(...what);

describe('the relay', () => {
  it('hands over what is due, and of what is due later only the next seconds, with the delay', async () => {
    const [due = ''] = await insert(1, after(-5_000), { kind: 'escalate' });
    const [soon = ''] = await insert(1, after(5_000), { kind: 'escalate' });
    await insert(1, after(5_001), { kind: 'escalate' });
    const queue = new MemoryQueue();
    expect(await relay(queue).drainOnce()).toBe(2);
    expect(queue.jobs.map(({ id, delayMs }) => [id, delayMs])).toEqual([
      [due, 0],
      [soon, 5_000],
    ]);
    expect(await relay(queue).drainOnce()).toBe(0);
    expect(await worker.outbox.count({ where: { enqueuedAt: START } })).toBe(2);
    fixture.now = after(1);
    expect(await relay(queue).drainOnce()).toBe(1);
  });

  it('hands a report over at once, whatever the clock of the api that took it in', async () => {
    await insert(1, after(3_600_000));
    const queue = new MemoryQueue();
    expect(await relay(queue).drainOnce()).toBe(1);
    expect(queue.jobs[0]?.delayMs).toBe(0);
  });

  it('carries opaque ids and nothing else', async () => {
    await insert(1);
    const queue = new MemoryQueue();
    await relay(queue).drainOnce();
    expect(Object.keys(queue.jobs[0] ?? {}).sort()).toEqual([
      'delayMs',
      'id',
      'kind',
      'ref',
      'ticket',
      'tries',
    ]);
  });

  it('takes at most a batch, oldest first', async () => {
    const late = await insert(3, after(1_000));
    const early = await insert(3, after(-1_000));
    const queue = new MemoryQueue();
    const one = relay(queue, { batch: 3 });
    expect(await one.drainOnce()).toBe(3);
    expect(queue.jobs.map((job) => job.id).sort()).toEqual([...early].sort());
    expect(await one.drainOnce()).toBe(3);
    expect(
      queue.jobs
        .slice(3)
        .map((job) => job.id)
        .sort(),
    ).toEqual([...late].sort());
  });

  it('never hands a row over twice at a time, however many relays run', async () => {
    const ids = await insert(60);
    const queue = new MemoryQueue();
    // Each batch is held until the other relays have looked as well.
    let arrived = 0;
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    queue.before = async () => {
      if (++arrived === 3) open();
      await gate;
    };
    const counts = await Promise.all([1, 2, 3].map(() => relay(queue, { batch: 20 }).drainOnce()));
    expect(counts).toEqual([20, 20, 20]);
    expect(queue.jobs.map((job) => job.id).sort()).toEqual([...ids].sort());
  });

  it('leaves the rows as they were when the queue refuses', async () => {
    const ids = await insert(2);
    const queue = new MemoryQueue();
    queue.refusing = true;
    await expect(relay(queue).drainOnce()).rejects.toThrow('the queue is away');
    queue.refusing = false;
    expect(await relay(queue).drainOnce()).toBe(2);
    expect(queue.jobs.map((job) => job.id).sort()).toEqual([...ids].sort());
  });

  it('hands over again what an emptied queue forgot, each time after twice as long up to eighty seconds, and stops when it is done', async () => {
    const [id = ''] = await insert(1, after(5_000), { kind: 'escalate' });
    const queue = new MemoryQueue();
    const one = relay(queue);
    await one.drainOnce();
    queue.jobs.length = 0;
    // Neither before its time nor right after it: the first job may still be on its way.
    for (const ms of [0, 5_000, 15_000]) {
      fixture.now = after(ms);
      expect(await one.sweepOnce()).toBe(0);
    }
    const again = [15_001, 35_002, 75_003, 155_004, 235_005, 315_006, 395_007, 475_008];
    for (const ms of again) {
      fixture.now = after(ms - 1);
      expect(await one.sweepOnce()).toBe(0);
      fixture.now = after(ms);
      expect(await one.sweepOnce()).toBe(1);
    }
    expect(queue.jobs.map((job) => job.id)).toEqual(again.map(() => id));
    await worker.outbox.update({ where: { id }, data: { doneAt: fixture.now } });
    fixture.now = after(10_000_000);
    expect(await one.sweepOnce()).toBe(0);
  });

  it('forgets a row an hour after it was done, and never one that is not', async () => {
    const [done = '', open = ''] = await insert(2);
    await worker.outbox.update({ where: { id: done }, data: { doneAt: START } });
    fixture.now = after(3_599_000);
    expect(await relay(new MemoryQueue()).forgetOnce()).toBe(0);
    fixture.now = after(3_601_000);
    expect(await relay(new MemoryQueue()).forgetOnce()).toBe(1);
    expect((await worker.outbox.findMany({ select: { id: true } })).map((row) => row.id)).toEqual([open]);
  });
});

describe('a queue that does not answer', () => {
  it('costs the relay one bounded wait, and no row', async () => {
    await insert(1);
    const queue = new MemoryQueue();
    queue.before = () => new Promise(() => undefined);
    await expect(relay(queue, { queueTimeoutMs: 50 }).drainOnce()).rejects.toThrow('it took too long');
    queue.before = () => Promise.resolve();
    expect(await relay(queue).drainOnce()).toBe(1);
  });
});

describe('a running relay', () => {
  const never = 3_600_000;

  it('wakes at a poke from another process, long before its next look', async () => {
    const queue = new MemoryQueue();
    const one = relay(queue, { pollMs: never });
    await insert(1);
    await one.start();
    await queue.until(1);
    const notifier = new OutboxNotifier(fixture.api);
    await insert(1);
    notifier.poke();
    await queue.until(2);
    await notifier.close();
    await one.stop();
    expect(queue.jobs).toHaveLength(2);
  });

  it('finds rows without any poke', async () => {
    const queue = new MemoryQueue();
    const one = relay(queue, { pollMs: 20 });
    await one.start();
    await insert(3);
    await queue.until(3);
    await one.stop();
    expect(queue.jobs).toHaveLength(3);
  });

  it('listens again after its connection was cut, and looks at what came meanwhile', async () => {
    const queue = new MemoryQueue();
    const one = relay(queue, { pollMs: never });
    await insert(1);
    await one.start();
    await queue.until(1);
    const admin = new pg.Client({ connectionString: fixture.database.adminUrl });
    await admin.connect();
    const listening = `select pid from pg_stat_activity where application_name = 'amparo-relay' and state = 'idle'
      and query like 'listen%' and datname = current_database()`;
    let cut = 0;
    for (let tries = 0; tries < 200 && cut === 0; tries++) {
      cut = (await admin.query(`select pg_terminate_backend(pid) from (${listening}) as l`)).rowCount ?? 0;
    }
    await admin.end();
    expect(cut).toBe(1);
    await insert(1);
    await queue.until(2);
    await one.stop();
  });

  it('goes on after the queue was away', async () => {
    const queue = new MemoryQueue();
    queue.refusing = true;
    let refused: () => void = () => undefined;
    const first = new Promise<void>((resolve) => (refused = resolve));
    queue.before = () => {
      refused();
      return Promise.resolve();
    };
    await insert(1);
    const one = relay(queue, { pollMs: 20 });
    await one.start();
    await first;
    queue.refusing = false;
    await queue.until(1);
    await one.stop();
    expect(queue.jobs).toHaveLength(1);
  });

  it('hands over what is waiting before it stops, and nothing after', async () => {
    const queue = new MemoryQueue();
    const one = relay(queue, { pollMs: never, batch: 2 });
    await one.start();
    await insert(5);
    await one.stop();
    expect(queue.jobs).toHaveLength(5);
    await insert(1);
    one.poke();
    await one.stop();
    expect(queue.jobs).toHaveLength(5);
  });
});
