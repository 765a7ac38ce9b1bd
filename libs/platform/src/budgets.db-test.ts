import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from '#crypto';
import { newId } from '#kernel';
import { type ApiDatabase, apiDatabase } from '../../../test/support/api-database.js';
import { Budgets, type Taken } from './budgets.js';
import type { PrismaService } from './database.js';

const START = new Date('2026-03-04T05:41:10.000Z').getTime();
const MINUTE = 60_000;

describe('a budget of a hundred in a minute', () => {
  let ground: ApiDatabase;
  let db: ApiDatabase['db'];
  let admin: ApiDatabase['admin'];
  let now = START;
  let key: string;

  beforeAll(async () => {
    ground = await apiDatabase();
    ({ db, admin } = ground);
  });
  afterAll(() => ground.end());
  beforeEach(() => {
    now = START;
    key = newId();
  });

  const secret = new Uint8Array(32).fill(7);
  const perMinute = {
    channel: 100,
    worked: 100,
    session: 100,
    desk: 100,
    mailbox: 100,
    'first-visit': 3,
    feed: 100,
    keyring: 100,
    'sign-in': 100,
    file: 100,
  };
  /** As another api process would have it, with a clock of its own. */
  const process = (clock = () => now, on: Pick<PrismaService, '$queryRaw' | '$executeRaw'> = db) =>
    new Budgets(on, { perMinute, secret }, () => new Date(clock()));
  const take = async (budgets: Budgets, times: number): Promise<Taken[]> =>
    Promise.all(Array.from({ length: times }, () => budgets.take('channel', key)));
  const passed = (outcomes: readonly Taken[]): number => outcomes.filter(({ ok }) => ok).length;

  it('is a hundred, however many ask at one moment, and says when it begins anew', async () => {
    const outcomes = await take(process(), 150);
    expect(passed(outcomes)).toBe(100);
    const refused = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.retryAfterSeconds]));
    expect(refused).toHaveLength(50);
    // 50 seconds are left of this minute; a crowd is spread over a few more.
    expect(refused.every((seconds) => seconds >= 50 && seconds < 54)).toBe(true);
  });

  it('is shared by all processes, but for what each of them has leased', async () => {
    const processes = [process(), process()];
    let total = 0;
    for (let round = 0; round < 30; round += 1)
      for (const one of processes) total += passed(await take(one, 5));
    expect(total).toBe(100);
  });

  it('takes whoever comes back when told', async () => {
    const budgets = process();
    await take(budgets, 100);
    const [refused] = await take(budgets, 1);
    now += (refused?.ok === false ? refused.retryAfterSeconds : 0) * 1000;
    expect(passed(await take(budgets, 150))).toBe(100);
  });

  it('asks the database once for many, not for each', async () => {
    let statements = 0;
    const counting = {
      $queryRaw: (...args: Parameters<PrismaService['$queryRaw']>) => {
        statements += 1;
        return db.$queryRaw(...args);
      },
      $executeRaw: db.$executeRaw.bind(db),
    } as unknown as PrismaService;
    const budgets = process(undefined, counting);
    for (let times = 0; times < 10; times += 1) await take(budgets, 10);
    expect(statements).toBe(20);
    await take(budgets, 50);
    await take(budgets, 50);
    expect(statements).toBe(21);
  });

  it("keeps one channel's flood away from another's", async () => {
    const budgets = process();
    await take(budgets, 500);
    expect(await budgets.take('channel', newId())).toEqual({ ok: true });
  });

  it('holds whole when it is smaller than a lease', async () => {
    const budgets = process();
    const outcomes = await Promise.all(Array.from({ length: 9 }, () => budgets.take('first-visit', 'all')));
    expect(passed(outcomes)).toBe(3);
  });

  it.each([
    ['back', -3 * 86_400_000],
    ['forward', 3 * 86_400_000],
  ])('locks nobody out when a clock jumps %s and returns', async (_, jump) => {
    const [steady, jumping] = [process(), process()];
    await take(steady, 100);
    now += jump;
    expect(passed(await take(jumping, 1))).toBe(1);
    now -= jump;
    now += MINUTE;
    expect(passed(await take(steady, 1))).toBe(1);
    expect(passed(await take(jumping, 1))).toBe(1);
  });

  it('is counted together by processes whose clocks differ by seconds', async () => {
    const ahead = process(() => now + MINUTE);
    const behind = process();
    const total = passed(await take(ahead, 60)) + passed(await take(behind, 60));
    expect(total).toBe(100);
  });

  it('spends what was leased while the database is away, and then says that it cannot answer', async () => {
    const state = { away: false };
    const flaky = {
      $queryRaw: (...args: Parameters<PrismaService['$queryRaw']>) =>
        state.away
          ? Promise.reject(Object.assign(new Error('away'), { code: 'P1001' }))
          : db.$queryRaw(...args),
      $executeRaw: db.$executeRaw.bind(db),
    } as unknown as PrismaService;
    const budgets = process(undefined, flaky);
    await take(budgets, 1);
    state.away = true;
    now += MINUTE;
    expect(passed(await take(budgets, 4))).toBe(4);
    await expect(budgets.take('channel', key)).rejects.toThrow('away');
    state.away = false;
    expect(passed(await take(budgets, 1))).toBe(1);
  });

  it('names no session and no mailbox in its rows, and forgets them after minutes', async () => {
    await admin.query('delete from budget');
    const budgets = process();
    const token = randomBytes(32);
    await budgets.take('session', token);
    const { rows } = await admin.query<{ key: string }>('select key from budget');
    expect(rows[0]?.key).toMatch(/^session:[0-9a-f]{24}$/);
    expect(rows[0]?.key).not.toContain(Buffer.from(token).toString('hex').slice(0, 8));
    expect(await budgets.forget()).toBe(0);
    now += 3 * MINUTE;
    expect(await budgets.forget()).toBe(1);
  });
});
