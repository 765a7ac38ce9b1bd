/** Guarantee 3 in one sentence, for any seed: what people saw of a run of chaos, judged. */
import { expect } from '@jest/globals';
import type { TestRedis } from '../redis.js';
import { alertsUnderChaos } from './alerts-under-chaos.js';
import { planChaos, type ChaosSize } from './chaos-plan.js';

export async function endWell(seed: number, size: ChaosSize, redis?: TestRedis): Promise<void> {
  const plan = planChaos(seed, size);
  const { wrong, witnessed } = await alertsUnderChaos(plan, redis);
  // A failure names what plays it again.
  expect({ seed, plan, wrong }).toEqual({ seed, plan, wrong: [] });
  // Or what was judged would say nothing: there were answers, there was silence, and doors were rung.
  const { acceptances, reports, rings } = witnessed;
  expect(acceptances.length).toBeGreaterThan(2);
  expect(reports.length - acceptances.length).toBeGreaterThan(2);
  expect(rings.length).toBeGreaterThan(reports.length);
}
