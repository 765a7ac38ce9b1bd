/**
 * Two apis and two workers on one database behave as one (DESIGN §6): whoever is asked, the answer is the same; whoever does
 * the work, it is done once.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { draft } from '../support/draft.js';
import { World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await World.begin({ apis: 2, workers: 2 });
});
afterAll(() => world.end());

describe('two apis', () => {
  it('give a report to one of two coordinators who claim it at the same moment, and both see that it is held', async () => {
    const [rosa, mateo] = await Promise.all([
      world.signIn('rosa', world.transportTo(0)),
      world.signIn('mateo', world.transportTo(1)),
    ]);
    const { reportId } = await world.submit(draft());
    await world.alertOf(reportId);
    const claims = await Promise.all([rosa, mateo].map(({ desk }) => desk.claim(reportId, 1)));
    expect(claims.filter(({ ok }) => ok)).toHaveLength(1);
    const seen = await Promise.all(
      [rosa, mateo].map(async ({ desk }) => {
        const queue = await desk.queue({ first: 20 });
        if (!queue.ok) throw new Error('the queue did not answer');
        return queue.page.entries.find((entry) => entry.reportId === reportId);
      }),
    );
    expect(seen.map((entry) => entry?.version)).toEqual([2, 2]);
    expect(seen.map((entry) => entry?.claimedByMe)).toEqual(claims.map(({ ok }) => ok));
    expect(seen.every((entry) => entry?.claimExpiresAt instanceof Date)).toBe(true);
  });

  it('know a session that the other one began, and end it for both', async () => {
    let at = 0;
    const wandering = world.transport((input, init) =>
      fetch((input as string).replace(world.origin, world.originOf(at)), init),
    );
    const luz = await world.signIn('luz', wandering);
    at = 1;
    expect((await luz.inbox.list({})).ok).toBe(true);
    await luz.session.end();
    at = 0;
    expect(await luz.inbox.list({})).toMatchObject({ ok: false, failure: { code: 'UNAUTHENTICATED' } });
  });
});
