import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady } from '#crypto';
import { drawSizeClass, drawTending, drawWait, realChance } from './cover.js';
import { runCovers } from './run-covers.js';

beforeAll(() => cryptoReady());

/** Hours that pass as soon as somebody sleeps, and a desk that shows what was made one batch later. */
function desk(start: Date) {
  let now = start.getTime();
  const covers: { reportId: string; since: Date; tendedAt: number | null }[] = [];
  const batchMs = 300_000;
  const acts = {
    made: [] as number[],
    make: () => {
      acts.made.push(now);
      const since = new Date((Math.floor(now / batchMs) + 1) * batchMs);
      covers.push({ reportId: `cover ${String(covers.length)}`, since, tendedAt: null });
      return Promise.resolve(true);
    },
    waiting: () =>
      Promise.resolve(covers.filter(({ since, tendedAt }) => tendedAt === null && since.getTime() <= now)),
    tend: (id: string) => {
      for (const cover of covers) if (cover.reportId === id) cover.tendedAt = now;
      return Promise.resolve(true);
    },
  };
  const plan = {
    perDay: 24 as number | null,
    until: new Date(now + 100 * 3_600_000),
    batchMs,
    answerMs: 3_600_000,
    clock: () => new Date(now),
    chance: realChance,
    sleep: (ms: number) => {
      now += ms;
      return Promise.resolve();
    },
  };
  return { acts, plan, covers };
}

describe('cover reports', () => {
  it('come about as often as asked, at times of which the last one tells nothing', () => {
    const waits = Array.from({ length: 4_000 }, () => drawWait(24, realChance));
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(mean / 3_600_000).toBeGreaterThan(0.9);
    expect(mean / 3_600_000).toBeLessThan(1.1);
    // Of those that lasted an hour, as many last another as lasted the first.
    const lasted = waits.filter((wait) => wait > 3_600_000);
    const again = lasted.filter((wait) => wait > 7_200_000).length / lasted.length;
    expect(Math.abs(again - lasted.length / waits.length)).toBeLessThan(0.08);
  });

  it('have the sizes of what waits', () => {
    const drawn = [0, 0, 0, 0];
    for (let at = 0; at < 2_000; at += 1) {
      const size = drawSizeClass([0, 0, 984, 0], realChance);
      drawn[size] = (drawn[size] ?? 0) + 1;
    }
    expect(drawn[2]! / 2_000).toBeGreaterThan(0.95);
    expect(drawSizeClass([0, 0, 0, 0], () => 0.999_999)).toBe(3);
    expect(drawSizeClass([], () => 0.000_001)).toBe(0);
  });

  it('are tended at a time of which nobody can say that it is a machine’s, always before they are due', () => {
    const [now, due] = [new Date(0), new Date(3_600_000)];
    const times = Array.from({ length: 500 }, () => drawTending(now, due, realChance).getTime());
    expect(Math.max(...times)).toBeLessThan(3_600_000);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
    expect(new Set(times).size).toBeGreaterThan(300);
  });

  it('are all tended before the run ends, none after its answer was due', async () => {
    const { acts, plan, covers } = desk(new Date('2026-03-02T10:00:00Z'));
    const { made, tended } = await runCovers(acts, plan);
    expect(made).toBeGreaterThan(50);
    expect(tended).toBe(made);
    for (const { since, tendedAt } of covers) {
      expect(tendedAt).not.toBeNull();
      expect(tendedAt!).toBeLessThan(since.getTime() + 3_600_000);
    }
    expect(Math.max(...acts.made)).toBeLessThan(plan.until.getTime());
  });

  it('that a colleague left are tended too; one alone is made at once', async () => {
    const { acts, plan, covers } = desk(new Date('2026-03-02T10:00:00Z'));
    covers.push({ reportId: 'left', since: new Date('2026-03-02T10:00:00Z'), tendedAt: null });
    expect(await runCovers(acts, { ...plan, perDay: null })).toEqual({ made: 1, tended: 2 });
  });

  it('end when nobody answers any more', async () => {
    const { acts, plan } = desk(new Date('2026-03-02T10:00:00Z'));
    const away = { ...acts, waiting: () => Promise.resolve(null) };
    expect(await runCovers(away, { ...plan, perDay: null })).toEqual({ made: 1, tended: 0 });
  });
});
