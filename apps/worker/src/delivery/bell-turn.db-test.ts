import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openNotice } from '#crypto/open';
import { EXERCISE } from '#vocabulary';
import type { Receiver } from '../../test/receiver.js';
import { webhookTo } from '../../test/world.js';
import { TestDeployment, type TestWorker } from '../../test/deployment.js';
import type { ReportOptions } from '../../test/world.js';

let deployment: TestDeployment;
let worker: TestWorker;
let receiver: Receiver;
beforeAll(async () => {
  deployment = await TestDeployment.begin();
  worker = deployment.worker();
});
afterAll(() => deployment.end());
beforeEach(async () => {
  await deployment.forgetReports();
  receiver = await deployment.listenFor(deployment.world.people.lawyer);
});
afterEach(() => receiver.close());

const U2 = { imminence: 'recent' } as const;
const windowMs = (): number => deployment.world.policy.storms.windowSeconds * 1000;

/** An alert whose first step has been taken. */
async function raised(routing: ReportOptions['routing'] = {}, by = worker): Promise<string> {
  const alertId = await deployment.raise(by, { routing: { ...U2, ...routing } });
  await deployment.climb(by, alertId);
  return alertId;
}
/** What came of every bell that is due. */
async function ringAll(by = worker): Promise<string[]> {
  const outcomes: string[] = [];
  for (const job of await deployment.open('deliver'))
    if (job.due_at <= deployment.now) outcomes.push(await deployment.ring(by, job));
  return outcomes;
}
const tokens = async (): Promise<number> =>
  (await deployment.rows('select distinct bundle from alert where bundle is not null')).length;
const end = (alertId: string) =>
  deployment.rows(`update alert set state = 'accepted', acknowledged_at = $2, due_at = null where id = $1`, [
    alertId,
    deployment.now,
  ]);

describe('a storm of reports of one happening', () => {
  it('rings once, counts in every notice, and keeps every alert, ladder and notice', async () => {
    for (let n = 0; n < 5; n += 1) await raised();
    expect((await ringAll()).sort()).toEqual(['bundled', 'bundled', 'bundled', 'bundled', 'delivered']);
    expect(receiver.rings).toHaveLength(1);
    expect(await deployment.count("alert where state = 'escalating'")).toBe(5);
    expect(await deployment.open('escalate')).toHaveLength(5);
    const { lawyer } = deployment.world.people;
    const notices = await deployment.rows<{ sealed: Buffer }>(
      'select sealed from notice where member_id = $1 order by id',
      [lawyer.id],
    );
    const bundles = notices.map(({ sealed }) => {
      const opened = openNotice(
        lawyer.keys.seal.secretKey,
        sealed,
        deployment.world.directory.servers.dispatchSign,
      );
      return (opened.ok ? opened.notice.body : null) as {
        bundle: { id: string; count: number; since: string };
      };
    });
    expect(bundles.map(({ bundle }) => bundle.count).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(bundles.map(({ bundle }) => bundle.id)).size).toBe(1);
    expect(bundles.every(({ bundle }) => bundle.since === '2026-03-02T10:00:00Z')).toBe(true);
  });

  it('rings once more when the window is over and new ones had come, and not a third time', async () => {
    await raised();
    expect(await ringAll()).toEqual(['delivered']);
    deployment.later(1_000);
    await raised();
    await raised();
    expect(await ringAll()).toEqual(['put-off', 'put-off']);
    expect(receiver.rings).toHaveLength(1);
    deployment.later(windowMs());
    expect((await ringAll()).sort()).toEqual(['bundled', 'delivered']);
    expect(receiver.rings).toHaveLength(2);
    expect(await deployment.open('deliver')).toEqual([]);
  });

  it('rings for each where a life may hang on it', async () => {
    for (let n = 0; n < 3; n += 1) await raised({ imminence: 'now' });
    expect(await ringAll()).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it.each<[string, ReportOptions['routing']]>([
    ['another place', { department: '2501' }],
    ['another act', { acts: ['THR_DEATH', 'HAR_STALK'] }],
    ['another target', { targets: ['FAM'] }],
    ['another need', { needs: ['CS_LEGAL', 'CS_RELOCATION'] }],
    ['a raiser', { raisers: ['CHILD'] }],
    ['a higher urgency', { urgency: 'U1' }],
    ['another consent', { consent: { tiers: ['T2', 'T4'], named: [] } }],
    ['an exclusion', { exclusions: ['00000000-0000-4000-8000-000000000000'] }],
    ['a drill', { ext: EXERCISE }],
  ])('never swallows one with %s', async (_, routing) => {
    await raised();
    await raised(routing);
    expect(await ringAll()).toEqual(['delivered', 'delivered']);
    expect(receiver.rings).toHaveLength(2);
  });

  it('takes for one what differs only in how it is told', async () => {
    await raised({ acts: ['THR_DEATH', 'HAR_STALK'], language: 'spa' });
    await raised({ acts: ['HAR_STALK', 'THR_DEATH'], language: 'shp' });
    expect(await tokens()).toBe(1);
  });

  it('rings for the next one at once when the bell before reached nobody', async () => {
    receiver.answer = { status: 400 };
    await raised();
    await raised();
    const [first, second] = await deployment.open('deliver');
    for (let job = first; job;) {
      const outcome = await deployment.ring(worker, job);
      job =
        outcome === 'retry'
          ? (await deployment.open('deliver')).find(({ ref }) => ref === first?.ref)
          : undefined;
    }
    receiver.answer = { status: 204 };
    expect(await deployment.ring(worker, second!)).toBe('delivered');
  });

  it('rings once when two workers ring for two of its alerts at the same moment', async () => {
    const other = deployment.worker();
    for (let round = 0; round < 5; round += 1) {
      await deployment.forgetReports();
      await deployment.setChannels(
        deployment.world.people.lawyer,
        webhookTo(`http://${receiver.address}/hook`),
      );
      await raised();
      await raised();
      receiver.rings.length = 0;
      const jobs = await deployment.open('deliver');
      const both = await Promise.all(jobs.map((job, at) => deployment.ring(at === 0 ? worker : other, job)));
      expect(both.filter((outcome) => outcome === 'delivered')).toHaveLength(1);
      expect(receiver.rings).toHaveLength(1);
    }
  });

  it('is one turn when two workers see the same old one', async () => {
    const other = deployment.worker();
    await raised();
    await ringAll();
    deployment.later(1_000);
    await raised();
    await raised();
    await ringAll();
    deployment.later(windowMs());
    receiver.rings.length = 0;
    const jobs = await deployment.open('deliver');
    // Neither can take the turn before both have seen it.
    const commit = await deployment.holdRow(
      'bell_turn',
      deployment.world.people.lawyer.id,
      'step = step',
      'member_id',
    );
    const both = Promise.all(jobs.map((job, at) => deployment.ring(at === 0 ? worker : other, job)));
    await deployment.untilWaiting(2);
    await commit();
    expect((await both).filter((outcome) => outcome === 'delivered')).toHaveLength(1);
    expect(receiver.rings).toHaveLength(1);
  });

  it('knows its own turn again after a worker died between taking it and ringing', async () => {
    await raised();
    const job = await deployment.theOpen('deliver');
    await deployment.rows(
      `insert into bell_turn (member_id, bundle, step, notice_id, rung_at)
       select n.member_id, a.bundle, n.step, n.id, $1 from notice n join alert a on a.id = n.alert_id
       join delivery d on d.notice_id = n.id`,
      [deployment.now],
    );
    expect(await deployment.ring(worker, job)).toBe('delivered');
  });

  it('leaves no token and no turn behind when its last alert has ended', async () => {
    const [one, two] = [await raised(), await raised()];
    await ringAll();
    await end(one);
    expect(await tokens()).toBe(1);
    expect(await deployment.count('bell_turn')).toBe(1);
    await Promise.all([end(two), deployment.climb(worker, one).catch(() => null)]);
    expect(await tokens()).toBe(0);
    expect(await deployment.count('bell_turn')).toBe(0);
  });

  it('bundles what nobody could sort only with its own batch', async () => {
    const batch = async (): Promise<string> => {
      await deployment.raise(worker, { mode: 'safeguarding' });
      const [row] = await deployment.rows<{ bundle: Buffer }>(
        'select bundle from alert order by due_at desc limit 1',
      );
      return row!.bundle.toString('hex');
    };
    const first = await batch();
    expect(await batch()).toBe(first);
    deployment.later(3_600_000);
    expect(await batch()).not.toBe(first);
  });
});
