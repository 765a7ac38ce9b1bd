/** Guarantee 2 in one sentence, for any seed: two of everything, a server of their own, kills, and the clients' count. */
import { expect } from '@jest/globals';
import { planKills, type Deaths } from './kill-plan.js';
import type { TestRedis } from './redis.js';
import { countUnderKills } from './under-kills.js';
import { World } from './world.js';

export async function neitherLostNorDoubled(seed: number, deaths: Deaths, redis?: TestRedis): Promise<void> {
  const world = await World.begin({
    apis: 2,
    workers: 2,
    ownServer: true,
    ...(redis ? { redisUrl: redis.url } : {}),
  });
  try {
    const luz = await world.signIn('luz');
    await world.ring(luz);
    const kills = planKills(seed, deaths);
    const { accepted, lost, doubled } = await countUnderKills(world, luz, kills, redis);
    expect(accepted.length).toBeGreaterThan(kills.length);
    // A failure names what plays it again.
    expect({ seed, kills, lost, doubled }).toEqual({ seed, kills, lost: [], doubled: [] });
    // The second witness: our own tables.
    expect(await world.count('report')).toBe(accepted.length);
    expect(await world.count('alert')).toBe(accepted.length);
  } finally {
    await world.end();
  }
}
