/** Where everybody who was told has said that they cannot come, waiting for the next step helps nobody. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
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
  await deployment.climb(worker, alertId);
});

const told = async () =>
  (await deployment.rows<{ member_id: string }>('select distinct member_id from notice')).map(
    (row) => row.member_id,
  );
const nextStep = async () => (await deployment.one<{ next_step: number }>('alert')).next_step;

/** What the api writes of a refusal, and the job that it leaves for the worker. */
async function decline(member: string): Promise<string> {
  await deployment.rows(`update notice set state = 'declined' where member_id = $1`, [member]);
  const { ticket } = await deployment.one<{ ticket: string }>('alert');
  const outbox = newId();
  await deployment.rows(
    `insert into outbox (id, kind, ref, ticket, due_at) values ($1, 'escalate', $2, $3, $4)`,
    [outbox, alertId, ticket, deployment.now],
  );
  return worker.escalation.escalate({ outbox, alertId, ticket });
}

describe('when people decline', () => {
  it('the next are told as soon as nobody is left who might accept, and not before', async () => {
    const { due_at: due } = await deployment.one<{ due_at: Date }>('alert');
    const [last, ...others] = await told();
    expect(others.length).toBeGreaterThan(0);
    for (const member of others) expect(await decline(member)).toBe('waiting');
    expect(await deployment.one('alert')).toMatchObject({ next_step: 1, due_at: due });
    expect(await decline(last!)).toBe('notified');
    expect(deployment.now < due).toBe(true);
    expect(await nextStep()).toBe(2);
    // Those of the new step have not answered: it has its time.
    expect((await deployment.one<{ due_at: Date }>('alert')).due_at > deployment.now).toBe(true);
  });

  it('the job of the ordinary time finds another ticket: no step is taken twice', async () => {
    const [ordinary] = await deployment.open('escalate');
    for (const member of await told()) await decline(member);
    expect(await nextStep()).toBe(2);
    deployment.now = ordinary!.due_at;
    const { id: outbox, ticket } = ordinary!;
    expect(await worker.escalation.escalate({ outbox, alertId, ticket })).toBe('stale');
    expect(await nextStep()).toBe(2);
  });

  it('somebody who is still to be called may say yes', async () => {
    await deployment.rows(
      `insert into task (id, alert_id, desk, kind, subject, step, ticket, sealed, epoch, digest, state, due_at, created_at)
       values ($1, $2, 'triage', 'call', $1, 0, $1, decode(repeat('00', 4096), 'hex'), 1, decode(repeat('00', 32), 'hex'), 'open', $3, $3)`,
      [newId(), alertId, deployment.now],
    );
    const everybody = await told();
    for (const member of everybody) expect(await decline(member)).toBe('waiting');
    await deployment.rows(`update task set state = 'done', outcome = 'REACHED_DECLINED', calls = 1`);
    expect(await decline(everybody[0]!)).toBe('notified');
  });

  it('an ally whom nothing reaches does not keep the others waiting', async () => {
    const { id: unreachable } = deployment.world.people.lawyer;
    const others = (await told()).filter((member) => member !== unreachable);
    await deployment.rows(`update notice set state = 'unreachable', step = -1 where member_id = $1`, [
      unreachable,
    ]);
    const [last, ...before] = others;
    for (const member of before) expect(await decline(member)).toBe('waiting');
    expect(await decline(last!)).toBe('notified');
  });
});
