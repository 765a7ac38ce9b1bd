/**
 * Guarantee 3 under everything at once, for seconds and always the same: kill -9 of worker, api, auditor, database and Redis, doors
 * that stall and fail, clocks that jump an hour and a day, people who answer or do not. `AMPARO_SEED=… npm test -- system
 * chaos/alerts` plays another; test/long plays it for minutes.
 */
import { describe, it } from '@jest/globals';
import type { ChaosSize } from '../support/chaos/chaos-plan.js';
import { endWell } from '../support/chaos/end-well.js';
import { seedOr } from '../support/kill-plan.js';
import { redisIsHere, startRedis } from '../support/redis.js';

const RUNS: readonly { queue: 'PostgreSQL' | 'Redis'; here: boolean; seed: number; size: ChaosSize }[] = [
  {
    queue: 'PostgreSQL',
    here: true,
    seed: 19_880_922,
    size: {
      deaths: { 'api-0': 1, 'worker-0': 1, 'worker-1': 1, 'auditor-0': 1, database: 1 },
      jumps: 4,
      moods: 6,
      reports: 10,
    },
  },
  {
    queue: 'Redis',
    here: redisIsHere(),
    seed: 20_010_331,
    size: {
      deaths: { 'api-1': 1, 'worker-0': 1, 'worker-1': 1, redis: 1 },
      jumps: 4,
      moods: 5,
      reports: 10,
    },
  },
];

for (const { queue, here, seed, size } of RUNS) {
  (here ? describe : describe.skip)(
    `guarantee: alerts under everything at once, with the queue in ${queue},`,
    () => {
      it('end answered, or unanswered and shown: no step skipped, nobody told twice, nothing after a yes', async () => {
        const redis = queue === 'Redis' ? await startRedis() : undefined;
        try {
          await endWell(seedOr(seed), size, redis);
        } finally {
          await redis?.stop();
        }
      }, 900_000);
    },
  );
}
