import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openNotice } from '#crypto/open';
import { newId } from '#kernel';
import { TestDeployment, type TestWorker } from '../../test/deployment.js';
import type { TestMember } from '../../test/world.js';

let deployment: TestDeployment;
let worker: TestWorker;
beforeAll(async () => {
  deployment = await TestDeployment.begin();
  worker = deployment.worker();
});
afterAll(() => deployment.end());
beforeEach(() => deployment.forgetReports());

interface NoticeRow {
  id: string;
  member_id: string;
  step: number;
  ticket: string;
  state: string;
  sealed: Buffer;
}
interface AlertRow {
  state: string;
  next_step: number;
  ticket: string;
  due_at: Date | null;
}

const notices = () => deployment.rows<NoticeRow>('select * from notice order by step, member_id');
const told = async (): Promise<string[]> => {
  const rows = await notices();
  const names = Object.entries(deployment.world.people).map(([name, { id }]) => [id, name] as const);
  return rows.map((row) => `${String(row.step)} ${new Map(names).get(row.member_id) ?? 'stranger'}`).sort();
};
const readBy = (member: TestMember, notice: NoticeRow) =>
  openNotice(member.keys.seal.secretKey, notice.sealed, deployment.world.directory.servers.dispatchSign);

/** As the api does when somebody accepts. */
const acknowledge = (alertId: string, member: TestMember) =>
  deployment.rows(
    `update alert set state = 'accepted', acknowledged_at = $2, acknowledged_by = $3, due_at = null where id = $1`,
    [alertId, deployment.now, member.id],
  );

describe('the ladder of an alert', () => {
  it('tells the desk and the allies that policy and consent name, each under their own key', async () => {
    const alertId = await deployment.raise(worker);
    expect(await deployment.climb(worker, alertId)).toBe('notified');
    expect(await told()).toEqual(['0 coordinator', '0 host', '0 lawyer']);
    const { people, directory } = deployment.world;
    const mine = (await notices()).find((row) => row.member_id === people.lawyer.id)!;
    const opened = readBy(people.lawyer, mine);
    expect(opened).toMatchObject({
      ok: true,
      notice: {
        alertId,
        purpose: 'alert',
        body: {
          alertId,
          step: 0,
          ticket: mine.ticket,
          urgency: 'U1',
          needs: ['CS_LEGAL'],
          department: '25',
          deadline: '2026-03-02T10:15:00Z',
          callback: '+51 1 000 0000',
          accepted: false,
          exercise: true,
        },
      },
    });
    // Sealed to one person: not even a colleague on the same alert opens it.
    expect(readBy(people.host, mine).ok).toBe(false);
    expect(openNotice(people.lawyer.keys.seal.secretKey, mine.sealed, directory.servers.webhook).ok).toBe(
      false,
    );
    expect(mine.sealed.length).toBe(4096);
    expect(opened.ok && opened.notice.t0).toEqual(await deployment.T0());
  });

  it('climbs step by step until it is exhausted, and says so where people and auditors look', async () => {
    const alertId = await deployment.raise(worker);
    const outcomes: string[] = [];
    // The ladder is finite; twenty is more than any policy allows.
    for (let jobs = 0; jobs < 20 && outcomes.at(-1) !== 'exhausted'; jobs += 1) {
      outcomes.push(await deployment.climb(worker, alertId));
    }
    expect(outcomes).toEqual(['notified', 'notified', 'notified', 'notified', 'exhausted']);
    expect(await told()).toEqual([
      '0 coordinator',
      '0 host',
      '0 lawyer',
      '1 coordinator',
      '2 host',
      '2 lawyer',
      '3 coordinator',
      '3 host',
      '3 lawyer',
    ]);
    expect(await deployment.one<AlertRow>('alert')).toMatchObject({ state: 'exhausted', due_at: null });
    expect(await deployment.open('escalate')).toEqual([]);
    const trace = await deployment.rows<{ kind: string }>(
      `select kind from audit_event where kind = 'alert.exhausted'`,
    );
    expect(trace).toHaveLength(1);
  });

  it('stops when somebody has accepted, and never rings again', async () => {
    const alertId = await deployment.raise(worker);
    await deployment.climb(worker, alertId);
    await acknowledge(alertId, deployment.world.people.coordinator);
    expect(await deployment.climb(worker, alertId)).toBe('acknowledged');
    expect(await deployment.count('notice')).toBe(3);
    expect(await deployment.open('escalate')).toEqual([]);
  });

  it('does not tell anybody while an acceptance is being written: the later one waits and sees it', async () => {
    const alertId = await deployment.raise(worker);
    await deployment.climb(worker, alertId);
    const job = await deployment.theOpen('escalate');
    deployment.now = job.due_at;
    const commit = await deployment.holdRow('alert', alertId, `state = 'accepted', acknowledged_at = now()`);
    const running = worker.escalation.escalate({ outbox: job.id, alertId, ticket: job.ticket });
    await deployment.untilWaiting(1);
    await commit();
    expect(await running).toBe('acknowledged');
    expect(await deployment.count('notice')).toBe(3);
  });

  it('does a step once when its job comes twice, or to two workers at the same moment', async () => {
    const alertId = await deployment.raise(worker);
    const job = await deployment.theOpen('escalate');
    const other = deployment.worker();
    const task = { outbox: job.id, alertId, ticket: job.ticket };
    const both = await Promise.all([worker, other].map((one) => one.escalation.escalate(task)));
    expect(both.sort()).toEqual(['notified', 'stale']);
    expect(await worker.escalation.escalate(task)).toBe('stale');
    expect(await deployment.count('notice')).toBe(3);
    expect(await deployment.open('escalate')).toHaveLength(1);
  });

  it('does nothing for a ticket that is not the newest', async () => {
    const alertId = await deployment.raise(worker);
    const job = await deployment.theOpen('escalate');
    const forged = { outbox: job.id, alertId, ticket: newId() };
    expect(await worker.escalation.escalate(forged)).toBe('stale');
    expect(await worker.escalation.escalate({ ...forged, ticket: null })).toBe('stale');
    expect(await deployment.count('notice')).toBe(0);
  });

  it('comes back later when its job comes early', async () => {
    const alertId = await deployment.raise(worker);
    await deployment.climb(worker, alertId);
    const early = await deployment.theOpen('escalate');
    expect(await worker.escalation.escalate({ outbox: early.id, alertId, ticket: early.ticket })).toBe(
      'waiting',
    );
    expect(await deployment.count('notice')).toBe(3);
    const again = await deployment.theOpen('escalate');
    expect(again.due_at).toEqual(early.due_at);
    expect(again.id).not.toBe(early.id);
    expect(await deployment.climb(worker, alertId)).toBe('notified');
  });

  it('pages both desks for a report that nobody could sort, and tells no ally', async () => {
    const alertId = await deployment.raise(worker, { mode: 'safeguarding' });
    await deployment.climb(worker, alertId);
    expect(await told()).toEqual(['0 coordinator', '0 guardian']);
    const { guardian } = deployment.world.people;
    const mine = (await notices()).find((row) => row.member_id === guardian.id)!;
    expect(readBy(guardian, mine)).toMatchObject({
      ok: true,
      notice: { body: { urgency: null, needs: [], department: null, callback: '+51 1 000 0001' } },
    });
  });
});

describe('who is never told', () => {
  it('an ally without the reporter’s consent', async () => {
    const alertId = await deployment.raise(worker, { routing: { consent: { tiers: [], named: [] } } });
    await deployment.climb(worker, alertId);
    expect(await told()).toEqual(['0 coordinator']);
  });

  it('an excluded ally, at any step', async () => {
    const exclusions = [deployment.world.organisations.lawyers];
    const alertId = await deployment.raise(worker, { routing: { exclusions } });
    for (let step = 0; step < 4; step += 1) await deployment.climb(worker, alertId);
    const names = (await told()).join(' ');
    expect(names).toContain('host');
    expect(names).not.toContain('lawyer');
  });

  it('anybody outside a report that makes no sense, or that a person must look at first', async () => {
    const malformed = await deployment.raise(worker, { rawRouting: new Uint8Array(3) });
    await deployment.climb(worker, malformed);
    expect(await told()).toEqual(['0 coordinator', '0 guardian']);
    await deployment.forgetReports();
    const quarantined = await deployment.raise(worker, { quarantine: 'channel-revoked' });
    await deployment.climb(worker, quarantined);
    expect(await told()).toEqual(['0 coordinator']);
  });

  it('a colleague whom the database invented: outside the signed roster there is no key to seal to', async () => {
    const alertId = await deployment.raise(worker);
    const ghost = newId();
    await deployment.rows(
      `update alert set plan = jsonb_set(plan, '{steps,0,targets}', plan #> '{steps,0,targets}' || $1::jsonb)`,
      [JSON.stringify([{ kind: 'ally', member: ghost }])],
    );
    await deployment.climb(worker, alertId);
    expect(await told()).toEqual(['0 coordinator', '0 host', '0 lawyer']);
  });
});

describe('what is signed after the alert was raised', () => {
  let later: TestDeployment;
  let own: TestWorker;
  beforeEach(async () => {
    later = await TestDeployment.begin();
    own = later.worker();
  });
  const toldLater = async (step: number): Promise<string[]> => {
    const rows = await later.rows<NoticeRow>('select * from notice where step = $1', [step]);
    const { people } = later.world;
    return rows
      .map((row) => Object.entries(people).find(([, { id }]) => id === row.member_id)?.[0] ?? 'stranger')
      .sort();
  };

  it('takes away who has left: the next step does not reach them', async () => {
    try {
      const alertId = await later.raise(own);
      await later.climb(own, alertId);
      await later.publish({
        roster: { members: later.world.roster.members.filter(({ handle }) => handle !== 'lawyer') },
      });
      await later.climb(own, alertId);
      await later.climb(own, alertId);
      expect(await toldLater(0)).toEqual(['coordinator', 'host', 'lawyer']);
      expect(await toldLater(2)).toEqual(['host']);
    } finally {
      await later.end();
    }
  });

  it('keeps excluding somebody who moved to an excluded organisation', async () => {
    try {
      const { organisations, roster } = later.world;
      const alertId = await later.raise(own, { routing: { exclusions: [organisations.lawyers] } });
      await later.publish({
        roster: {
          members: roster.members.map((member) =>
            member.handle === 'host' ? { ...member, organisation: organisations.lawyers } : member,
          ),
        },
      });
      await later.climb(own, alertId);
      expect(await toldLater(0)).toEqual(['coordinator']);
    } finally {
      await later.end();
    }
  });

  it('is never silence: when nobody of the plan is left, today’s desk is told', async () => {
    try {
      const { people, organisations, roster, directory } = later.world;
      const alertId = await later.raise(own, { routing: { consent: { tiers: [], named: [] } } });
      const replaced = roster.members.map((member) =>
        member.handle === 'coordinator'
          ? { ...member, rights: ['auditor' as const] }
          : member.handle === 'lawyer'
            ? { ...member, rights: ['desk:triage' as const] }
            : member,
      );
      await later.publish({
        roster: {
          members: replaced,
          duty: { triage: [people.lawyer.id], safeguarding: [people.guardian.id] },
        },
        directory: {
          desks: directory.desks.map((desk) =>
            desk.desk === 'triage'
              ? { ...desk, organisations: [organisations.federation, organisations.lawyers] }
              : desk,
          ),
        },
      });
      await later.climb(own, alertId);
      expect(await toldLater(0)).toEqual(['lawyer']);
    } finally {
      await later.end();
    }
  });
});
