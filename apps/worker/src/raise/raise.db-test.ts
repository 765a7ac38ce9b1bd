import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_POLICY } from '#policy/files';
import { TestDeployment, type OutboxRow, type TestWorker } from '../../test/deployment.js';

let deployment: TestDeployment;
let worker: TestWorker;
beforeAll(async () => {
  deployment = await TestDeployment.begin();
  worker = deployment.worker();
});
afterAll(() => deployment.end());
beforeEach(() => deployment.forgetReports());

interface Item {
  rank: number;
  raised_at: Date | null;
  raise_at: Date;
  visible_at: Date;
  action_due_at: Date;
}
const item = () => deployment.one<Item>('triage_item');
const alert = () => deployment.one<{ state: string; next_step: number; ticket: string; plan: Plan }>('alert');
interface Plan {
  readonly steps: unknown[];
}

/** Runs the open look, whatever its time, and moves the clock there first. */
async function look(by: TestWorker = worker): Promise<string> {
  const job = await deployment.theOpen('raise');
  if (job.due_at > deployment.now) deployment.now = job.due_at;
  return run(job, by);
}
const run = (job: OutboxRow, by: TestWorker = worker) =>
  by.raise.raise({ outbox: job.id, reportId: job.ref });

const claim = (member: { id: string }, forMs: number) =>
  deployment.rows('update triage_item set holder = $1, claim_expires_at = $2', [
    member.id,
    new Date(deployment.now.getTime() + forMs),
  ]);
const HOUR = 3_600_000;

describe('the first page of an unsorted report', () => {
  it('comes with its batch, never with its receipt', async () => {
    const alertId = await deployment.raise(worker, { mode: 'humans-only' });
    const { visible_at } = await item();
    const page = await deployment.theOpen('escalate');
    expect(page.due_at).toEqual(visible_at);
    // Somebody who can write into the queue, or a clock that differs, brings the job early.
    const early = await worker.escalation.escalate({ outbox: page.id, alertId, ticket: page.ticket });
    expect(early).toBe('waiting');
    expect((await deployment.theOpen('escalate')).due_at).toEqual(visible_at);
    expect(await deployment.climb(worker, alertId)).toBe('notified');
    deployment.later(1_234);
    const made = await deployment.rows<{ created_at: Date }>('select distinct created_at from notice');
    expect(made).toEqual([{ created_at: visible_at }]);
  });
});

describe('an unsorted report that nobody has taken', () => {
  it('stands first at its deadline and pages the desks again at once, with a trace', async () => {
    const alertId = await deployment.raise(worker, { mode: 'safeguarding' });
    await deployment.climb(worker, alertId);
    const before = await alert();
    expect(await look()).toBe('raised');
    expect(await item()).toMatchObject({ rank: 1, raised_at: deployment.now });
    const { ticket } = await alert();
    expect(ticket).not.toBe(before.ticket);
    const page = (await deployment.open('escalate')).find((row) => row.ticket === ticket)!;
    expect(page.due_at).toEqual(deployment.now);
    expect(await worker.escalation.escalate({ outbox: page.id, alertId, ticket: page.ticket })).toBe(
      'notified',
    );
    const trace = await deployment.rows(
      `select body->>'paged' as paged from audit_event where kind = 'report.raised'`,
    );
    expect(trace).toEqual([{ paged: 'true' }]);
    expect(await deployment.open('raise')).toEqual([]);
  });

  it('leaves the step that was planned before to nobody: its ticket is old', async () => {
    const alertId = await deployment.raise(worker, { mode: 'humans-only' });
    const planned = await deployment.theOpen('escalate');
    await look();
    const stale = await worker.escalation.escalate({ outbox: planned.id, alertId, ticket: planned.ticket });
    expect(stale).toBe('stale');
    expect(await deployment.count('notice')).toBe(0);
  });

  it('takes an exhausted ladder up again for one more round, which ends too', async () => {
    const alertId = await deployment.raise(worker, { mode: 'humans-only' });
    const outcomes: string[] = [];
    for (let jobs = 0; jobs < 20 && outcomes.at(-1) !== 'exhausted'; jobs += 1)
      outcomes.push(await deployment.climb(worker, alertId));
    const { plan } = await alert();
    const told = await deployment.count('notice');
    expect(await look()).toBe('raised');
    expect(await alert()).toMatchObject({ state: 'escalating', next_step: plan.steps.length });
    const again: string[] = [];
    for (let jobs = 0; jobs < 20 && again.at(-1) !== 'exhausted'; jobs += 1)
      again.push(await deployment.climb(worker, alertId));
    expect(again).toEqual(outcomes);
    expect(await deployment.count('notice')).toBe(2 * told);
    expect(await deployment.open('raise')).toEqual([]);
  });

  it('rings nobody after an acknowledgement, and still stands first', async () => {
    const alertId = await deployment.raise(worker, { mode: 'humans-only' });
    await deployment.climb(worker, alertId);
    await deployment.rows(
      `update alert set state = 'accepted', acknowledged_at = $1, due_at = null, acknowledged_by = $2`,
      [deployment.now, deployment.world.people.coordinator.id],
    );
    const told = await deployment.count('notice');
    expect(await look()).toBe('raised');
    expect(await alert()).toMatchObject({ state: 'accepted' });
    expect((await item()).rank).toBe(1);
    expect(await deployment.climb(worker, alertId)).toBe('acknowledged');
    expect(await deployment.count('notice')).toBe(told);
  });

  it('is raised once, when two workers look at the same moment and when the job comes again', async () => {
    await deployment.raise(worker, { mode: 'humans-only' });
    const job = await deployment.theOpen('raise');
    deployment.now = job.due_at;
    const other = deployment.worker();
    const both = await Promise.all([run(job), run(job, other)]);
    expect(both.sort()).toEqual(['over', 'raised']);
    expect(await run(job)).toBe('over');
    expect(await deployment.count(`audit_event where kind = 'report.raised'`)).toBe(1);
    expect(
      await deployment.count(
        `outbox where kind = 'escalate' and done_at is null and due_at = '${job.due_at.toISOString()}'`,
      ),
    ).toBe(1);
  });

  it('is raised late rather than never, after a crash or a clock that jumped forward', async () => {
    await deployment.raise(worker, { mode: 'humans-only' });
    const job = await deployment.theOpen('raise');
    deployment.now = new Date(job.due_at.getTime() + 9 * HOUR);
    expect(await run(job)).toBe('raised');
  });

  it('looks again in time when a clock jumped back', async () => {
    await deployment.raise(worker, { mode: 'humans-only' });
    const job = await deployment.theOpen('raise');
    deployment.now = new Date(job.due_at.getTime() - 30 * 24 * HOUR);
    expect(await run(job)).toBe('waiting');
    const waits = (await deployment.theOpen('raise')).due_at.getTime() - deployment.now.getTime();
    expect(waits).toBe(DEFAULT_POLICY.unsorted.ackSeconds * 1000);
  });
});

describe('an unsorted report that somebody holds', () => {
  it('is looked at again when the claim runs out', async () => {
    await deployment.raise(worker, { mode: 'humans-only' });
    const job = await deployment.theOpen('raise');
    deployment.now = job.due_at;
    await claim(deployment.world.people.coordinator, 600_000);
    expect(await run(job)).toBe('waiting');
    expect((await deployment.theOpen('raise')).due_at).toEqual(new Date(deployment.now.getTime() + 600_000));
    expect(await look()).toBe('raised');
  });

  it('cannot be kept down for ever by somebody who goes on claiming it', async () => {
    await deployment.raise(worker, { mode: 'safeguarding' });
    const { action_due_at: actionDueAt } = await item();
    let outcome = '';
    for (let looks = 0; looks < 20 && outcome !== 'raised'; looks += 1) {
      await claim(deployment.world.people.coordinator, 100 * HOUR);
      outcome = await look();
    }
    expect(outcome).toBe('raised');
    expect(deployment.now).toEqual(actionDueAt);
  });

  it('is free when its holder may hold no claims', async () => {
    await deployment.raise(worker, { mode: 'humans-only' });
    await claim(deployment.world.people.host, 9 * HOUR);
    expect(await look()).toBe('raised');
  });

  it('is seen to be claimed by somebody who claims at this very moment', async () => {
    await deployment.raise(worker, { mode: 'humans-only' });
    const job = await deployment.theOpen('raise');
    deployment.now = job.due_at;
    const until = new Date(deployment.now.getTime() + 60_000).toISOString();
    const commit = await deployment.holdRow(
      'triage_item',
      job.ref,
      `holder = '${deployment.world.people.coordinator.id}', claim_expires_at = '${until}'`,
      'report_id',
    );
    const running = run(job);
    await deployment.untilWaiting(1);
    await commit();
    expect(await running).toBe('waiting');
    expect((await item()).rank).toBe(2);
  });
});

describe('a sorted report', () => {
  it('waits for no batch and is never raised', async () => {
    await deployment.raise(worker);
    expect(await deployment.open('raise')).toEqual([]);
    expect(await deployment.one('triage_item')).toMatchObject({ visible_at: deployment.now, raise_at: null });
  });
});
