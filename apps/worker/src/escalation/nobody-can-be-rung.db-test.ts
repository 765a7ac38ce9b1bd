/** An ally who has set no channel finds a notice when they look, which may be next week: a step that tells only such allies is not waited for. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OwnChannel } from '#crypto';
import { TestDeployment, type TestWorker } from '../../test/deployment.js';

let deployment: TestDeployment;
let worker: TestWorker;
let alertId: string;
beforeAll(async () => {
  deployment = await TestDeployment.begin();
  worker = deployment.worker();
});
afterAll(() => deployment.end());
beforeEach(async () => {
  await deployment.forgetReports();
  alertId = await deployment.raise(worker);
});

const sms: OwnChannel = { kind: 'sms', number: '+51900000000' };
const ALLIES_ALONE = 2;

/** Up to the step of the policy that tells allies and nobody else. */
async function climbToTheAllies(): Promise<void> {
  for (let step = 0; step <= ALLIES_ALONE; step += 1)
    expect(await deployment.climb(worker, alertId)).toBe('notified');
}
const ladder = () => deployment.one<{ next_step: number; due_at: Date }>('alert');
const alliesTold = async () => {
  const { host, lawyer } = deployment.world.people;
  const rows = await deployment.rows<{ member_id: string; state: string }>(
    'select member_id, state from notice where step = $1',
    [ALLIES_ALONE],
  );
  expect(rows.map(({ member_id }) => member_id).sort()).toEqual([host.id, lawyer.id].sort());
  return rows.map(({ state }) => state);
};
const calls = async () =>
  (await deployment.rows<{ subject: string }>(`select subject from task where kind = 'unreachable'`))
    .map(({ subject }) => subject)
    .sort();

describe('a step that tells only allies', () => {
  it('is not waited for when none of them can be rung: the next people are told at once, and a person whom to call', async () => {
    await climbToTheAllies();
    expect(await alliesTold()).toEqual(['unreachable', 'unreachable']);
    const { due_at: planned } = await ladder();
    expect(planned > deployment.now).toBe(true);
    const [job, ...more] = await deployment.open('escalate');
    expect(more).toEqual([]);
    expect(job!.due_at).toEqual(deployment.now);

    expect(await deployment.climb(worker, alertId)).toBe('notified');
    expect(deployment.now < planned).toBe(true);
    const { host, lawyer, coordinator } = deployment.world.people;
    expect(await calls()).toEqual([host.id, lawyer.id].sort());
    const rung = await deployment.rows<{ member_id: string }>('select member_id from notice where step = 3');
    expect(rung.map(({ member_id }) => member_id)).toContain(coordinator.id);
    // Those of the new step have their time.
    expect((await ladder()).due_at > deployment.now).toBe(true);
    const [{ due_at: next } = { due_at: planned }] = await deployment.open('escalate');
    expect(next > deployment.now).toBe(true);
  });

  it('keeps its time where nobody comes after it, and a person is shown at once whom to call', async () => {
    await deployment.rows(
      `update alert set plan = jsonb_set(plan::jsonb, '{steps}', jsonb_path_query_array(plan::jsonb, '$.steps[0 to 2]'))`,
    );
    await climbToTheAllies();
    const { due_at: planned } = await ladder();
    expect(await deployment.climb(worker, alertId)).toBe('waiting');
    expect(deployment.now < planned).toBe(true);
    const { host, lawyer } = deployment.world.people;
    expect(await calls()).toEqual([host.id, lawyer.id].sort());
    expect(await ladder()).toMatchObject({ due_at: planned });
    expect(await deployment.climb(worker, alertId)).toBe('exhausted');
    expect(deployment.now >= planned).toBe(true);
  });

  it('has its time when one of them can be rung', async () => {
    await deployment.setChannels(deployment.world.people.lawyer, [sms]);
    await climbToTheAllies();
    expect(await alliesTold()).toEqual(['queued', 'queued']);
    const [job] = await deployment.open('escalate');
    expect(job!.due_at).toEqual((await ladder()).due_at);
    expect(job!.due_at > deployment.now).toBe(true);
    expect(await calls()).toEqual([]);
  });

  it('leaves a trace of each whom nothing rings, and of nobody whom something does', async () => {
    await climbToTheAllies();
    const trace = () => deployment.rows(`select from audit_event where kind = 'notice.unreachable'`);
    expect(await trace()).toHaveLength(2);
    await deployment.forgetReports();
    await deployment.setChannels(deployment.world.people.lawyer, [sms]);
    alertId = await deployment.raise(worker);
    await climbToTheAllies();
    expect(await trace()).toEqual([]);
  });
});

describe('a step that a desk hears of', () => {
  it('has its time though nobody has set a channel: a small office looks at its queue', async () => {
    await deployment.climb(worker, alertId);
    const [job] = await deployment.open('escalate');
    expect(job!.due_at > deployment.now).toBe(true);
    expect(await deployment.count('delivery')).toBe(0);
    const states = await deployment.rows<{ state: string }>('select distinct state from notice');
    expect(states).toEqual([{ state: 'queued' }]);
    expect(await calls()).toEqual([]);
  });
});
