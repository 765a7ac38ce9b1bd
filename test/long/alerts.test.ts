/**
 * Guarantee 3 under everything at once, for minutes: other chaos in every run, from a seed that is said before it begins.
 * `AMPARO_SEED=… npm run test:long` plays one again.
 */
import { describe, it } from '@jest/globals';
import { endWell } from '../support/chaos/end-well.js';
import { seedOr } from '../support/kill-plan.js';
import { startRedis } from '../support/redis.js';

const DEATHS = {
  'api-0': 12,
  'api-1': 12,
  'worker-0': 30,
  'worker-1': 30,
  'auditor-0': 10,
  database: 15,
} as const;
const REST = { jumps: 60, moods: 100, reports: 160 } as const;
const HOUR_MS = 3_600_000;

function announced(queue: string): number {
  const seed = seedOr(Date.now() % 2 ** 31);
  process.stderr.write(`${queue}: AMPARO_SEED=${String(seed)}\n`);
  return seed;
}

describe('guarantee: alerts under minutes of everything at once', () => {
  it(
    'end answered, or unanswered and shown, with the queue in PostgreSQL',
    () => endWell(announced('PostgreSQL'), { deaths: DEATHS, ...REST }),
    HOUR_MS,
  );

  it(
    'end answered, or unanswered and shown, with the queue in Redis, which forgets everything ten times',
    async () => {
      const redis = await startRedis();
      try {
        await endWell(announced('Redis'), { deaths: { ...DEATHS, redis: 10 }, ...REST }, redis);
      } finally {
        await redis.stop();
      }
    },
    HOUR_MS,
  );
});
