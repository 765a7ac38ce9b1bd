/** What one report leaves behind when everything happened exactly once, up to the first step of its ladder. */
import { expect } from '@jest/globals';
import type { TestDeployment } from '../../apps/worker/test/deployment.js';

export async function tookEffectOnce(deployment: TestDeployment): Promise<void> {
  expect(await deployment.count('triage_item')).toBe(1);
  expect(await deployment.count('alert')).toBe(1);
  expect(await deployment.count('notice')).toBe(3);
  expect(await deployment.count('notice where step = 0')).toBe(3);
  expect(await deployment.count(`outbox where kind = 'triage' and done_at is not null`)).toBe(1);
  expect(await deployment.count(`outbox where kind = 'escalate' and done_at is null`)).toBe(1);
  const trace = await deployment.rows<{ kind: string; n: string }>(
    'select kind, count(*) as n from audit_event group by kind',
  );
  expect(Object.fromEntries(trace.map(({ kind, n }) => [kind, n]))).toMatchObject({
    'report.triaged': '1',
    'alert.raised': '1',
    'alert.advanced': '1',
  });
}
