import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, type CallOutcome, type Decision } from '#crypto';
import { openTask } from '#crypto/open';
import { newId, type MemberId } from '#kernel';
import { PrismaService } from '#platform';
import { AnswerStore } from '#alerts';
import { TestDeployment, type TestWorker } from '../../test/deployment.js';
import type { TestMember } from '../../test/world.js';

const HOUR = 3_600_000;
/** Of a U1 report under the default policy. */
const REASSESS = 4 * HOUR;

interface AlertRow {
  id: string;
  report_id: string;
  state: string;
  round: number;
  again: string | null;
  next_step: number;
  ticket: string;
  acknowledged_by: string | null;
  progress: string | null;
}
interface TaskRow {
  id: string;
  kind: string;
  subject: string;
  desk: string;
  state: string;
  sealed: Buffer;
}

let deployment: TestDeployment;
let worker: TestWorker;
let db: PrismaService;
let answers: AnswerStore;
const contact = { id: newId(), name: 'Invented Contact', phone: '+51 900 000 000', languages: ['shp'] };

beforeAll(async () => {
  deployment = await TestDeployment.begin();
  const { roster, organisations } = deployment.world;
  // The shelter has no software: one person with a telephone.
  await deployment.publish({
    roster: {
      organisations: roster.organisations.map((organisation) =>
        organisation.id === organisations.shelter
          ? { ...organisation, ext: { contacts: [contact] } }
          : organisation,
      ),
      members: roster.members.filter(({ handle }) => handle !== 'host'),
    },
  });
  worker = deployment.worker();
  db = new PrismaService(deployment.database.apiUrl, { applicationName: 'test-api', poolSize: 6 });
  answers = new AnswerStore(db);
});
afterAll(async () => {
  await db.$disconnect();
  await deployment.end();
});
beforeEach(() => deployment.forgetReports());

const alert = () => deployment.one<AlertRow>('alert');
const actionSeconds = (): number => HOUR / 1000;
const proof = () => ({ statement: randomBytes(64), signature: randomBytes(64), actionSeconds });

/** As the api does once it has verified the signature. */
async function answer(member: TestMember, decision: Decision) {
  const [notice] = await deployment.rows<{ id: string; alert_id: string }>(
    'select id, alert_id from notice where member_id = $1 order by step desc limit 1',
    [member.id],
  );
  if (!notice) throw new Error('nobody told this member');
  const signed = { noticeId: notice.id, alertId: notice.alert_id, member: member.id as MemberId, decision };
  return answers.answer({ ...signed, ...proof() }, deployment.now);
}
async function call(task: TaskRow, outcome: CallOutcome, by = deployment.world.people.coordinator) {
  const { id } = await alert();
  const signed = { taskId: task.id, alertId: id, subject: task.subject, member: by.id as MemberId, outcome };
  return answers.recordCall({ ...signed, ...proof() }, deployment.now);
}
/** The job of that kind, at its time. */
async function timer(kind: 'promise' | 'claim', at: TestWorker = worker): Promise<string> {
  const [named] = await deployment.rows<{ ticket: string | null }>(
    kind === 'promise'
      ? 'select promise_ticket as ticket from alert'
      : 'select claim_ticket as ticket from triage_item',
  );
  const jobs = await deployment.open(kind);
  // The one that is in force; where none is, one that was.
  const job = jobs.find(({ ticket }) => ticket === named?.ticket) ?? jobs.at(-1);
  if (!job) throw new Error(`no ${kind} job`);
  if (job.due_at > deployment.now) deployment.now = job.due_at;
  return run(kind, job, at);
}
function run(
  kind: 'promise' | 'claim',
  job: { id: string; ref: string; ticket: string | null },
  at: TestWorker,
) {
  const { id: outbox, ref, ticket } = job;
  return kind === 'promise'
    ? at.promise.keep({ outbox, alertId: ref, ticket })
    : at.promise.endClaim({ outbox, reportId: ref, ticket });
}
/** The newest step of the ladder, as its own job takes it. */
async function climb(): Promise<string> {
  const { id, ticket } = await alert();
  const [job] = await deployment.rows<{ id: string; due_at: Date }>(
    `select id, due_at from outbox where kind = 'escalate' and ticket = $1 and done_at is null`,
    [ticket],
  );
  if (!job) throw new Error('the ladder has no open job');
  if (job.due_at > deployment.now) deployment.now = job.due_at;
  return worker.escalation.escalate({ outbox: job.id, alertId: id, ticket });
}
const tasks = () => deployment.rows<TaskRow>('select * from task order by created_at, kind');
const notices = () => deployment.count('notice');
async function raised(): Promise<void> {
  await deployment.raise(worker);
  await climb();
}
async function claimed(by: TestMember): Promise<void> {
  const ticket = newId();
  const until = new Date(deployment.now.getTime() + HOUR);
  await deployment.rows('update triage_item set holder = $1, claim_expires_at = $2, claim_ticket = $3', [
    by.id,
    until,
    ticket,
  ]);
  const { report_id: report } = await alert();
  await deployment.rows(
    `insert into outbox (id, kind, ref, ticket, due_at) values ($1, 'claim', $2, $3, $4)`,
    [newId(), report, ticket, until],
  );
}

describe('an acceptance', () => {
  it('without a sign of help by the re-assessment falls back to nobody, and all who were told are told again at once', async () => {
    const { coordinator, lawyer } = deployment.world.people;
    const startedAt = deployment.now.getTime();
    await raised();
    await answer(lawyer, 'ACCEPT');
    expect(await climb().catch(() => 'no job')).toBe('acknowledged');
    expect(await timer('promise')).toBe('again');
    expect(deployment.now.getTime()).toBe(startedAt + REASSESS);
    expect(await alert()).toMatchObject({
      state: 'escalating',
      round: 1,
      again: 'no-progress',
      acknowledged_by: null,
    });
    const before = await notices();
    expect(await climb()).toBe('notified');
    const told = await deployment.rows<{ member_id: string }>('select member_id from notice where step = 1');
    expect(told.map(({ member_id }) => member_id).sort()).toEqual([coordinator.id, lawyer.id].sort());
    expect(await notices()).toBe(before + 2);
    // Whoever was given up for silent and comes after all is believed, and nobody else is paged.
    expect((await answer(lawyer, 'ACTING')).decision).toMatchObject({ kind: 'accepted' });
    expect(await alert()).toMatchObject({ state: 'accepted', progress: 'ACTING' });
    expect(await climb()).toBe('acknowledged');
    expect(await deployment.open('promise')).toEqual([]);
  });

  it('with a sign of help is never taken back, whenever its timer comes', async () => {
    await raised();
    await answer(deployment.world.people.lawyer, 'ACCEPT');
    await answer(deployment.world.people.lawyer, 'ACTING');
    expect(await timer('promise')).toBe('over');
    deployment.later(100 * 24 * HOUR);
    expect(await alert()).toMatchObject({ state: 'accepted', round: 0, progress: 'ACTING' });
  });

  it('is not taken back early: its timer waits, and a clock that ran ahead keeps nobody waiting for ever', async () => {
    await raised();
    await answer(deployment.world.people.lawyer, 'ACCEPT');
    const early = await deployment.theOpen('promise');
    expect(await run('promise', early, worker)).toBe('waiting');
    expect((await deployment.theOpen('promise')).due_at).toEqual(early.due_at);
    await deployment.rows(`update alert set progress_due_at = '2099-01-01'`);
    expect(await run('promise', await deployment.theOpen('promise'), worker)).toBe('waiting');
    expect((await deployment.theOpen('promise')).due_at.getUTCFullYear()).toBe(2026);
  });

  it('that is withdrawn, where nobody else has accepted, is open again before the reply, and the others are paged at once', async () => {
    const { lawyer } = deployment.world.people;
    await raised();
    await answer(lawyer, 'ACCEPT');
    await answer(lawyer, 'DECLINE');
    expect(await alert()).toMatchObject({ state: 'escalating', again: 'withdrawn', acknowledged_by: null });
    expect(await timer('promise')).toBe('again');
    expect(await climb()).toBe('notified');
    expect(await deployment.count('notice where step = 1')).toBe(2);
    expect((await answer(lawyer, 'ACCEPT')).decision.kind).toBe('accepted');
  });

  it('rests on the other one where two had accepted, who is asked for a sign in turn', async () => {
    const { lawyer, coordinator } = deployment.world.people;
    await raised();
    await answer(lawyer, 'ACCEPT');
    expect((await answer(coordinator, 'ACCEPT')).late).toBe(true);
    await answer(lawyer, 'DECLINE');
    expect(await alert()).toMatchObject({ state: 'accepted', acknowledged_by: coordinator.id });
    expect(await timer('promise')).toBe('again');
  });

  it('an old signature counts once: laid before the api again, it silences nobody', async () => {
    const { lawyer } = deployment.world.people;
    await raised();
    const [notice] = await deployment.rows<{ id: string; alert_id: string }>(
      'select id, alert_id from notice where member_id = $1',
      [lawyer.id],
    );
    const member = lawyer.id as MemberId;
    const signed = {
      noticeId: notice!.id,
      alertId: notice!.alert_id,
      member,
      decision: 'ACCEPT' as const,
      ...proof(),
    };
    await answers.answer(signed, deployment.now);
    await timer('promise');
    expect((await answers.answer(signed, deployment.now)).decision.kind).toBe('repeated');
    expect(await alert()).toMatchObject({ state: 'escalating' });
  });
});

describe('two at the same moment', () => {
  it('workers take an acceptance back once', async () => {
    await raised();
    await answer(deployment.world.people.lawyer, 'ACCEPT');
    const job = await deployment.theOpen('promise');
    deployment.now = job.due_at;
    const both = await Promise.all([worker, deployment.worker()].map((one) => run('promise', job, one)));
    expect(both.sort()).toEqual(['again', 'over']);
    expect(await alert()).toMatchObject({ round: 1 });
    expect(
      await deployment.count(
        `outbox where kind = 'escalate' and done_at is null and due_at <= '${deployment.now.toISOString()}'`,
      ),
    ).toBe(2);
    expect(await deployment.count(`audit_event where kind = 'alert.resumed'`)).toBe(1);
  });

  it('whoever says "I act" while it is taken back is believed, and nobody is paged', async () => {
    await raised();
    await answer(deployment.world.people.lawyer, 'ACCEPT');
    const job = await deployment.theOpen('promise');
    deployment.now = job.due_at;
    const commit = await deployment.holdRow('alert', (await alert()).id, `progress = 'ACTING'`);
    const running = run('promise', job, worker);
    await deployment.untilWaiting(1);
    await commit();
    expect(await running).toBe('over');
    expect(await alert()).toMatchObject({ state: 'accepted', round: 0 });
  });

  it('a claim that is renewed while it ends does not end', async () => {
    const { coordinator } = deployment.world.people;
    await raised();
    await claimed(coordinator);
    await answer(coordinator, 'ACCEPT');
    const job = await deployment.theOpen('claim');
    deployment.now = job.due_at;
    const { report_id: report } = await alert();
    const commit = await deployment.holdRow(
      'triage_item',
      report,
      `claim_ticket = '${newId()}'`,
      'report_id',
    );
    const running = run('claim', job, worker);
    await deployment.untilWaiting(1);
    await commit();
    expect(await running).toBe('over');
    expect(await alert()).toMatchObject({ state: 'accepted', round: 0 });
  });
});

describe('a claim that runs out', () => {
  it('takes with it what its holder had accepted and not begun', async () => {
    const { coordinator } = deployment.world.people;
    await raised();
    await claimed(coordinator);
    await answer(coordinator, 'ACCEPT');
    expect(await timer('claim')).toBe('again');
    expect(await alert()).toMatchObject({ state: 'escalating', again: 'claim-ended', round: 1 });
    expect(await climb()).toBe('notified');
    // The timer of the acceptance that is no more finds another ticket.
    deployment.later(REASSESS);
    expect(await timer('promise')).toBe('over');
  });

  it.each<[string, (people: TestDeployment['world']['people']) => Promise<unknown>]>([
    [
      'an acceptance with a sign of help',
      async (people) => {
        await answer(people.coordinator, 'ACCEPT');
        await answer(people.coordinator, 'ACTING');
      },
    ],
    ['what somebody else has accepted', (people) => answer(people.lawyer, 'ACCEPT')],
    ['a ladder that is going on anyway', () => Promise.resolve()],
  ])('leaves alone %s', async (_, before) => {
    await raised();
    await claimed(deployment.world.people.coordinator);
    await before(deployment.world.people);
    const { state } = await alert();
    expect(await timer('claim')).toBe('over');
    expect(await alert()).toMatchObject({ state, round: 0 });
  });
});

describe('somebody whom none of their channels reaches', () => {
  const silence = ({ id }: TestMember) =>
    deployment.rows(`update notice set state = 'unreachable' where member_id = $1`, [id]);

  it('is replaced by the next step, and becomes a call, once', async () => {
    const { lawyer } = deployment.world.people;
    await raised();
    await silence(lawyer);
    await climb();
    const unreachable = (await tasks()).filter(({ kind }) => kind === 'unreachable');
    expect(unreachable).toMatchObject([{ subject: lawyer.id, desk: 'triage', state: 'open' }]);
    await climb();
    expect(await deployment.count(`task where kind = 'unreachable'`)).toBe(1);
  });

  it('becomes a call also where nobody comes next, and the ladder ends no sooner for it', async () => {
    const { lawyer } = deployment.world.people;
    await raised();
    for (let step = 1; step < 4; step += 1) await climb();
    const last = await alert();
    await silence(lawyer);
    const due = await deployment.theOpen('escalate');
    const { id, ticket } = last;
    // What the delivery begins when no channel is left: the ladder is looked at at once.
    expect(await worker.escalation.escalate({ outbox: due.id, alertId: id, ticket })).toBe('waiting');
    expect(await deployment.count(`task where kind = 'unreachable'`)).toBe(1);
    expect(await alert()).toMatchObject({ state: 'escalating', next_step: last.next_step });
    expect((await deployment.theOpen('escalate')).due_at).toEqual(due.due_at);
  });
});

describe('somebody without keys', () => {
  const theTask = async (kind = 'call'): Promise<TaskRow> =>
    (await tasks()).find((task) => task.kind === kind)!;

  it('becomes one call of the desk, whoever repeats the step, and the desk alone reads whom', async () => {
    await raised();
    const made = await tasks();
    expect(made).toMatchObject([{ kind: 'call', subject: contact.id, desk: 'triage', state: 'open' }]);
    const { desks, directory } = deployment.world;
    const open = (key: Uint8Array, T0: Uint8Array) =>
      openTask(key, made[0]!.sealed, T0, directory.servers.dispatchSign);
    const T0 = await deployment.T0();
    expect(open(desks.triage.seal.secretKey, T0)).toMatchObject({
      ok: true,
      body: { kind: 'call', may: 'doorbell', callback: '+51 1 000 0000', person: { phone: contact.phone } },
    });
    expect(open(desks.safeguarding.seal.secretKey, T0).ok).toBe(false);
    expect(open(desks.triage.seal.secretKey, randomBytes(32)).ok).toBe(false);
    // The last step asks for allies again, and for a person: the call that is open stays one call.
    for (let step = 0; step < 3; step += 1) await climb();
    expect((await tasks()).map(({ kind }) => kind).sort()).toEqual(['call', 'decide']);
    expect(await deployment.dump('public')).not.toContain(contact.phone);
  });

  it('who accepts on the telephone stops the ladder, and has to be heard of again like everybody', async () => {
    await raised();
    expect(await call(await theTask(), 'REACHED_ACCEPTED')).toMatchObject({ late: false });
    expect(await alert()).toMatchObject({ state: 'accepted', acknowledged_by: contact.id });
    const [row] = await deployment.rows<object>(
      'select member_id, recorded_by, decision from acknowledgement',
    );
    const { coordinator } = deployment.world.people;
    expect(row).toEqual({ member_id: contact.id, recorded_by: coordinator.id, decision: 'ACCEPT' });
    expect(await climb()).toBe('acknowledged');
    expect(await timer('promise')).toBe('again');
    expect(await climb()).toBe('notified');
    expect((await tasks()).map(({ state }) => state)).toEqual(['done', 'open']);
  });

  it('who does not answer leaves the ladder going and the call to be tried again', async () => {
    await raised();
    expect((await call(await theTask(), 'NO_ANSWER')).decision.kind).toBe('tried');
    expect(await theTask()).toMatchObject({ state: 'open', outcome: 'NO_ANSWER', calls: 1 });
    expect(await alert()).toMatchObject({ state: 'escalating' });
    expect(await climb()).toBe('notified');
  });

  it('is called by one of two coordinators: the other is told that a colleague is at it', async () => {
    await raised();
    const task = await theTask();
    const { coordinator, guardian } = deployment.world.people;
    await deployment.rows(`update task set state = 'taken', holder = $1, taken_until = $2`, [
      coordinator.id,
      new Date(deployment.now.getTime() + 60_000),
    ]);
    expect((await call(task, 'REACHED_ACCEPTED', guardian)).decision.kind).toBe('held');
    const [one, two] = await Promise.all([call(task, 'REACHED_ACCEPTED'), call(task, 'REACHED_ACCEPTED')]);
    expect([one.decision.kind, two.decision.kind].sort()).toEqual(['accepted', 'repeated']);
    expect(await deployment.count('acknowledgement')).toBe(1);
  });
});
