/** Which rows are handed over next, and to whom: fairly, whatever the clocks say, and at once when a worker dies. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { PrismaClient } from './database.js';
import { after, MemoryQueue, OutboxFixture, START } from './outbox.fixture.js';
import type { OutboxRelay, RelayOptions } from './outbox-relay.js';

let fixture: OutboxFixture;
let worker: PrismaClient;
beforeAll(async () => {
  // One connection: what it read is known when it is asked.
  fixture = await OutboxFixture.begin(1);
  worker = fixture.worker;
});
afterAll(() => fixture.end());
afterEach(() => fixture.forget());

const relay = (queue: MemoryQueue, more: Partial<RelayOptions> = {}): OutboxRelay =>
  fixture.relay(queue, more);
const insert: OutboxFixture['insert'] = (...what) => fixture.insert(...what);

describe('a flood', () => {
  it('of five thousand reports through one channel does not delay the one that comes through another', async () => {
    await fixture.flood(5_000, after(-60_000), 7);
    const queue = new MemoryQueue();
    const one = relay(queue, { heldPerWorker: 12 });
    expect(await one.drainOnce()).toBe(12);
    const [other = ''] = await insert(1, START, { lane: 9 });
    // No room before one is done: then the next in turn is the other channel's, however many were there before it.
    expect(await one.drainOnce()).toBe(0);
    await worker.outbox.update({ where: { id: queue.jobs[0]?.id ?? '' }, data: { doneAt: fixture.now } });
    expect(await one.drainOnce()).toBe(1);
    expect(queue.jobs.at(-1)?.id).toBe(other);
  }, 30_000);

  it('never has more reports in the queue than so many for each worker, and goes on as they are done', async () => {
    await insert(40);
    const queue = new MemoryQueue();
    const one = relay(queue, { heldPerWorker: 12 });
    expect([await one.drainOnce(), await one.drainOnce()]).toEqual([12, 0]);
    await worker.outbox.updateMany({ where: { enqueuedAt: { not: null } }, data: { doneAt: fixture.now } });
    expect(await one.drainOnce()).toBe(12);
  });

  it('of reports that nobody can handle stops the others for ten seconds at most', async () => {
    await insert(12, after(-60_000));
    const queue = new MemoryQueue();
    const one = relay(queue, { heldPerWorker: 12 });
    await one.drainOnce();
    const [good = ''] = await insert(1);
    fixture.now = after(10_001);
    expect(await one.drainOnce()).toBe(1);
    expect(queue.jobs.at(-1)?.id).toBe(good);
  });

  it('is looked through by an index, not row by row, with a hundred thousand waiting', async () => {
    await fixture.flood(100_000, START, 1, 40);
    const queue = new MemoryQueue();
    const one = relay(queue, { heldPerWorker: 40 });
    const before = await readByScan();
    expect(await one.drainOnce()).toBe(40);
    expect(new Set(queue.jobs.map(({ id }) => id)).size).toBe(40);
    expect(await readByScan()).toBe(before);
    // What the count would show otherwise.
    await worker.$queryRaw`select count(*) from outbox where ticket is null`;
    expect(await readByScan()).toBeGreaterThanOrEqual(before + 100_000);
  }, 60_000);
});

/** How many rows of the outbox this connection ever read one after the other. */
async function readByScan(): Promise<number> {
  await worker.$queryRaw`select true as flushed from pg_stat_force_next_flush()`;
  const [row] = await worker.$queryRaw<{ rows: bigint }[]>`
    select seq_tup_read as rows from pg_stat_user_tables where relname = 'outbox'`;
  return Number(row?.rows);
}

describe('a clock that was wrong', () => {
  it('an hour ahead when it dated a row makes nobody wait that hour', async () => {
    const hour = 3_600_000;
    await insert(1, after(hour + 60_000), { kind: 'escalate', madeAt: after(hour) });
    await insert(1, after(60_000), { kind: 'escalate', madeAt: START });
    const queue = new MemoryQueue();
    expect(await relay(queue).drainOnce()).toBe(0);
    // Its handler decides how long it really has to wait; the row that was dated rightly is left alone.
    expect(await relay(queue).redateOnce()).toBe(1);
    expect(queue.jobs.map(({ delayMs }) => delayMs)).toEqual([0]);
    expect(await relay(queue).redateOnce()).toBe(0);
  });

  it('a day ahead when it dated a row does not keep a lost job lost for that day', async () => {
    const day = 86_400_000;
    await insert(1, after(day + 2_000), { kind: 'escalate', madeAt: after(day) });
    const queue = new MemoryQueue();
    await relay(queue).redateOnce();
    queue.jobs.length = 0;
    expect(await relay(queue).sweepOnce()).toBe(0);
    fixture.now = after(10_001);
    expect(await relay(queue).sweepOnce()).toBe(1);
    expect(queue.jobs.map(({ delayMs }) => delayMs)).toEqual([0]);
  });

  it('a day ahead when a report came in does not keep its lost job lost for that day', async () => {
    // The api writes no more than its own clock: nothing of the row tells that it was wrong.
    await insert(1, after(86_400_000), { kind: 'triage' });
    const queue = new MemoryQueue();
    expect(await relay(queue).drainOnce()).toBe(1);
    queue.jobs.length = 0;
    fixture.now = after(10_001);
    expect(await relay(queue).sweepOnce()).toBe(1);
    expect(queue.jobs.map(({ delayMs }) => delayMs)).toEqual([0]);
  });

  it('when it marked a row as handed over does not keep that row from being overdue', async () => {
    await insert(1);
    const queue = new MemoryQueue();
    fixture.now = after(3_600_000);
    await relay(queue).drainOnce();
    fixture.now = after(0);
    expect(await relay(queue).sweepOnce()).toBe(1);
    expect(await relay(queue).sweepOnce()).toBe(0);
  });
});

describe('a row that is handed over again', () => {
  it('goes under another try, so that a job that hangs in the queue cannot stand in its way', async () => {
    const [id = ''] = await insert(1);
    const queue = new MemoryQueue();
    const one = relay(queue);
    await one.drainOnce();
    fixture.now = after(10_001);
    await one.sweepOnce();
    expect(queue.jobs.map((job) => [job.id, job.tries])).toEqual([
      [id, 0],
      [id, 1],
    ]);
  });

  it('goes at once when a clock a day ahead both dated it and handed it over', async () => {
    const day = 86_400_000;
    await insert(1, after(day + 2_000), { kind: 'escalate', madeAt: after(day) });
    const queue = new MemoryQueue();
    fixture.now = after(day);
    await relay(queue).drainOnce();
    fixture.now = after(0);
    expect(await relay(queue).sweepOnce()).toBe(1);
    // Its handler decides how long it really has to wait. In the queue it would lie until tomorrow, and nobody would look again.
    expect(queue.jobs.map(({ delayMs }) => delayMs)).toEqual([2_000, 0]);
  });
});

describe('a worker that is idle', () => {
  const idleFor = (count: number, taken: string[]) => ({
    room: () => 0,
    idle: () => Math.max(0, count - taken.length),
    take: (rows: readonly { id: string }[]) => void taken.push(...rows.map((row) => row.id)),
    adopt: () => undefined,
  });

  it('begins reports by itself, one of each channel before the second of any; the rest go through the queue', async () => {
    const many = await insert(6, START, { lane: 3 });
    const [one = ''] = await insert(1, after(1_000), { lane: 7 });
    const [queue, taken] = [new MemoryQueue(), [] as string[]];
    const idle = relay(queue, { life: 51, pollMs: 3_600_000 });
    await idle.start(idleFor(2, taken));
    await queue.until(5);
    await idle.stop();
    expect(taken).toHaveLength(2);
    expect(taken).toContain(one);
    expect([...taken, ...queue.jobs.map(({ id }) => id)].sort()).toEqual([...many, one].sort());
    const marked = await worker.outbox.findMany({ where: { worker: 51 }, select: { id: true, tries: true } });
    expect(marked.map(({ id, tries }) => [id, tries]).sort()).toEqual(taken.map((id) => [id, 1]).sort());
  });

  it('leaves to the queue, which knows how to wait, what failed once', async () => {
    const [id = ''] = await insert(1);
    await worker.outbox.update({ where: { id }, data: { tries: 1 } });
    const [queue, taken] = [new MemoryQueue(), [] as string[]];
    const idle = relay(queue, { pollMs: 3_600_000 });
    await idle.start(idleFor(4, taken));
    await queue.until(1);
    await idle.stop();
    expect([taken, queue.jobs.map((job) => job.id)]).toEqual([[], [id]]);
  });

  it('begins each report once, however many are idle', async () => {
    const ids = await insert(40);
    const taken: string[] = [];
    const both = [61, 62].map((life) => relay(new MemoryQueue(), { life, pollMs: 20, heldPerWorker: 0 }));
    await Promise.all(both.map((one) => one.start(idleFor(40, taken))));
    for (let looks = 0; looks < 500 && taken.length < 40; looks += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await Promise.all(both.map((one) => one.stop()));
    expect([...taken].sort()).toEqual([...ids].sort());
  });
});

describe('what a worker had in hand', () => {
  it('is taken up by another as soon as its connection ends, by one of many, and not before', async () => {
    const [id = ''] = await insert(1, START, { kind: 'deliver' });
    const dying = relay(new MemoryQueue(), { life: 41, pollMs: 3_600_000 });
    await dying.start();
    await worker.outbox.update({ where: { id }, data: { enqueuedAt: START, worker: 41 } });
    const adopted: string[] = [];
    const heirs = [42, 43].map((life) => relay(new MemoryQueue(), { life, sweepEveryMs: 20, pollMs: 20 }));
    const heir = {
      room: () => 8,
      idle: () => 0,
      take: () => undefined,
      adopt: (rows: readonly { id: string }[]) => void adopted.push(...rows.map((row) => row.id)),
    };
    await Promise.all(heirs.map((one) => one.start(heir)));
    expect(await heirs[0]?.inheritOnce()).toBe(0);
    await dying.stop();
    for (let looks = 0; looks < 500 && adopted.length === 0; looks += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await Promise.all(heirs.map((one) => one.stop()));
    expect(adopted).toEqual([id]);
    expect([42, 43]).toContain((await worker.outbox.findUniqueOrThrow({ where: { id } })).worker);
  }, 20_000);
});
