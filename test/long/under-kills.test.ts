/**
 * Guarantee 2 for as long as it takes: other kills in every run, from a seed that is said before they begin.
 * `AMPARO_SEED=… npm run test:long` plays one again.
 */
import { describe, it } from '@jest/globals';
import { seedOr } from '../support/kill-plan.js';
import { neitherLostNorDoubled } from '../support/neither-lost-nor-doubled.js';
import { startRedis } from '../support/redis.js';

const BOTH = { 'api-0': 15, 'api-1': 15, 'worker-0': 25, 'worker-1': 25, database: 20 } as const;
const HOUR_MS = 3_600_000;

function announced(queue: string): number {
  const seed = seedOr(Date.now() % 2 ** 31);
  process.stderr.write(`${queue}: AMPARO_SEED=${String(seed)}\n`);
  return seed;
}

describe('guarantee: under a hundred kills', () => {
  it(
    'nothing is lost or doubled with the queue in PostgreSQL',
    () => neitherLostNorDoubled(announced('PostgreSQL'), BOTH),
    HOUR_MS,
  );

  it(
    'nothing is lost or doubled with the queue in Redis, which forgets everything ten times',
    async () => {
      const redis = await startRedis();
      try {
        await neitherLostNorDoubled(announced('Redis'), { ...BOTH, redis: 10 }, redis);
      } finally {
        await redis.stop();
      }
    },
    HOUR_MS,
  );
});
