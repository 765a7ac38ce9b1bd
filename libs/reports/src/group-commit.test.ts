import { describe, expect, it } from '@jest/globals';
import { GroupCommit, type GroupLimits } from './group-commit.js';

class Refused extends Error {}

const LIMITS: GroupLimits = {
  lanes: 1,
  itemsAtOnce: 4,
  bytesAtOnce: 100,
  itemsWaiting: 6,
  bytesWaiting: 1000,
};

/** Statements that end when the test says so; an item is its size in bytes. */
function setUp(limits: Partial<GroupLimits> = {}) {
  const statements: { items: readonly number[]; end: (error?: Error) => Promise<void> }[] = [];
  const group = new GroupCommit<number, string>(
    {
      commit: (items) =>
        new Promise((resolve, reject) => {
          statements.push({
            items,
            end: async (error) => {
              if (error) reject(error);
              else resolve(items.map((item) => `kept ${item}`));
              await new Promise(setImmediate);
            },
          });
        }),
      bytesOf: (item) => item,
      isRefusal: (error) => error instanceof Refused,
    },
    { ...LIMITS, ...limits },
  );
  const told = (items: readonly number[]) => Promise.allSettled(items.map((item) => group.add(item)));
  return { group, statements, told, sent: () => statements.map(({ items }) => items) };
}

describe('reports that arrive together', () => {
  it('are committed at once and alone when nobody else is there', async () => {
    const { group, statements, sent } = setUp();
    const answer = group.add(1);
    expect(sent()).toEqual([[1]]);
    await statements[0]!.end();
    expect(await answer).toBe('kept 1');
  });

  it('gather while a statement is under way, and each gets its own answer', async () => {
    const { statements, sent, told } = setUp();
    const answers = told([1, 2, 3]);
    await statements[0]!.end();
    expect(sent()).toEqual([[1], [2, 3]]);
    await statements[1]!.end();
    expect(await answers).toEqual([1, 2, 3].map((item) => ({ status: 'fulfilled', value: `kept ${item}` })));
  });

  it('go in statements of bounded length and size, in the order in which they came; one always fits', async () => {
    const { statements, sent, told } = setUp();
    void told([1, 2, 3, 4, 5, 6]);
    await statements[0]!.end();
    expect(sent()).toEqual([[1], [2, 3, 4, 5]]);
    void told([60, 60, 500]);
    await statements[1]!.end();
    await statements[2]!.end();
    await statements[3]!.end();
    expect(sent().slice(2)).toEqual([[6, 60], [60], [500]]);
  });

  it('use every lane there is', () => {
    const { sent, told } = setUp({ lanes: 2 });
    void told([1, 2, 3]);
    expect(sent()).toEqual([[1], [2]]);
  });

  it('are told to come back when too many wait, or too much; the place is free again afterwards', async () => {
    const { group, statements, told } = setUp();
    void told([1, 2, 3, 4, 5, 6, 7]);
    await expect(group.add(8)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await statements[0]!.end();
    void told([900]);
    await expect(group.add(99)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await statements[1]!.end();
    await statements[2]!.end();
    const last = group.add(999);
    await statements[3]!.end();
    await statements[4]!.end();
    expect(await last).toBe('kept 999');
  });

  it('do not suffer for a poisonous one among them', async () => {
    const { statements, told } = setUp({ itemsAtOnce: 6 });
    const answers = told([1, 2, 3, 4, 13, 5, 6]);
    await statements[0]!.end();
    for (let at = 1; at < statements.length; at += 1)
      await statements[at]!.end(statements[at]!.items.includes(13) ? new Refused() : undefined);
    expect((await answers).map(({ status }) => status)).toEqual(
      [1, 2, 3, 4, 13, 5, 6].map((item) => (item === 13 ? 'rejected' : 'fulfilled')),
    );
  });

  it('hear at once that the database is gone, those who wait behind them too; who comes later is served', async () => {
    const { group, statements, told } = setUp();
    const answers = told([1, 2, 3]);
    await statements[0]!.end(new Error('gone'));
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    const later = group.add(4);
    await statements[1]!.end();
    expect(await later).toBe('kept 4');
  });
});
