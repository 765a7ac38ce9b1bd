import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { callStatement, hash, MESSAGE_BYTES, randomBytes, sign, type CallOutcome } from '#crypto';
import { newId } from '#kernel';
import type { PublicationService } from '#people';
import { EventHub, type LiveEvents } from '#platform';
import { DEFAULT_POLICY } from '#policy/files';
import { actorOf } from '../../../test/support/actor.js';
import { type ApiDatabase, apiDatabase } from '../../../test/support/api-database.js';
import { testDeployment, type Person, type TestDeployment } from '../../../test/support/deployment.js';
import { AnswerStore } from './prisma-answer.store.js';
import { TaskStore } from './prisma-task.store.js';
import { TaskChanges } from './task-changes.js';
import { TasksService } from './tasks.service.js';

const NOON = new Date('2026-03-04T12:00:00.000Z');
const at = (minutes: number): Date => new Date(NOON.getTime() + minutes * 60_000);

interface TestTask {
  readonly id: string;
  readonly alertId: string;
  readonly ticket: string;
  readonly digest: Uint8Array;
  readonly subject: string;
}

let ground: ApiDatabase;
let deployment: TestDeployment;
let store: TaskStore;
let tasks: TasksService;
let now = NOON;
beforeAll(async () => {
  ground = await apiDatabase();
  deployment = await testDeployment();
  const publications = {
    require: () => Promise.resolve({ policy: DEFAULT_POLICY }),
  } as unknown as PublicationService;
  store = new TaskStore(ground.db);
  tasks = new TasksService(store, new AnswerStore(ground.db), publications, () => now);
});
afterAll(() => ground.end());
beforeEach(async () => {
  now = NOON;
  await ground.admin.query('truncate task, alert, triage_item, acknowledgement, audit_event cascade');
});

const actor = (name: Person) => actorOf(deployment, name);

/** An alert of a report of this desk, or of both (`all`), and one call to make for it. */
async function task(
  more: {
    desk?: string;
    reportDesk?: string;
    kind?: string;
    dueAt?: Date;
    visibleAt?: Date;
    alertState?: string;
  } = {},
): Promise<TestTask> {
  const { desk = 'triage', reportDesk = desk, kind = 'call', dueAt = at(15), visibleAt = NOON } = more;
  const [reportId, alertId, sealed] = [newId(), newId(), randomBytes(MESSAGE_BYTES)];
  const unsorted = reportDesk === 'all';
  await ground.admin.query(
    `insert into triage_item (report_id, desk, unsorted, urgency, rank, state, ack_due_at, action_due_at, reassess_at, version, queued_at, visible_at)
     values ($1, $2, $3, $4, 2, 'open', $5, $5, $5, 1, $5, $6)`,
    [reportId, reportDesk, unsorted, unsorted ? null : 2, NOON, visibleAt],
  );
  await ground.admin.query(
    `insert into alert (id, report_id, plan, state, next_step, due_at, ticket, created_at)
     values ($1, $2, '{}', $3, 1, $4, $5, $4)`,
    [alertId, reportId, more.alertState ?? 'escalating', NOON, newId()],
  );
  const made = { id: newId(), alertId, ticket: newId(), digest: hash(sealed), subject: newId() };
  await ground.admin.query(
    `insert into task (id, alert_id, desk, kind, subject, step, ticket, sealed, epoch, digest, state, due_at, created_at)
     values ($1, $2, $3, $4, $5, 0, $6, $7, 1, $8, 'open', $9, $10)`,
    [made.id, alertId, desk, kind, made.subject, made.ticket, sealed, made.digest, dueAt, NOON],
  );
  return made;
}

function signed(name: Person, about: TestTask, outcome: CallOutcome, key = name) {
  const { alertId, digest: taskDigest, ticket } = about;
  const statement = callStatement({ alertId, taskDigest, ticket, outcome, at: NOON });
  const signature = sign('call', statement, deployment.members[key].keys.sign.secretKey);
  return { taskId: about.id, outcome, statement, signature };
}
const record = (name: Person, about: TestTask, outcome: CallOutcome) =>
  tasks.record(actor(name), signed(name, about, outcome));
const listed = async (name: Person, onlyNeeded = true) => {
  const page = await tasks.list(actor(name), { size: 10, after: null }, onlyNeeded);
  return page.edges.map(({ node }) => node);
};
const alertState = async ({ alertId }: TestTask): Promise<string | undefined> => {
  const sql = 'select state from alert where id = $1';
  return (await ground.admin.query<{ state: string }>(sql, [alertId])).rows[0]?.state;
};

describe('calls that a desk makes', () => {
  it('are listed by when they are due, page after page, to their own desk', async () => {
    const [late, soon, other] = [
      await task({ dueAt: at(60) }),
      await task(),
      await task({ desk: 'safeguarding' }),
    ];
    expect((await listed('ana')).map(({ id }) => id)).toEqual([soon.id, late.id]);
    expect((await listed('sara')).map(({ id }) => id)).toEqual([other.id]);
    const first = await tasks.list(actor('bruno'), { size: 1, after: null }, true);
    const second = await tasks.list(actor('bruno'), { size: 1, after: soon.id }, true);
    expect([first, second].flatMap(({ edges }) => edges.map(({ node }) => node.id))).toEqual([
      soon.id,
      late.id,
    ]);
    expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
  });

  it('of a report whose batch has not come are not there yet, for anybody and anything', async () => {
    const hidden = await task({ reportDesk: 'all', visibleAt: at(5) });
    expect(await listed('ana')).toEqual([]);
    expect(await tasks.take(actor('ana'), hidden.id)).toBeNull();
    expect(await record('ana', hidden, 'REACHED_ACCEPTED')).toEqual({ ok: false, reason: 'not-available' });
    now = at(5);
    expect((await listed('ana')).map(({ id }) => id)).toEqual([hidden.id]);
  });

  it('which somebody else’s desk makes cannot be told from those that do not exist', async () => {
    const theirs = await task({ desk: 'safeguarding' });
    const missing = { ...theirs, id: newId() };
    for (const one of [theirs, missing]) {
      expect(await tasks.take(actor('ana'), one.id)).toBeNull();
      expect(await record('ana', one, 'NO_ANSWER')).toEqual({ ok: false, reason: 'not-available' });
    }
  });

  it('are not needed any more once somebody has accepted, and stay to be read', async () => {
    expect(await record('ana', await task(), 'REACHED_ACCEPTED')).toMatchObject({ ok: true });
    expect(await listed('ana')).toEqual([]);
    expect(await listed('ana', false)).toHaveLength(1);
  });
});

describe('taking a call', () => {
  it('keeps a colleague from making it for a quarter of an hour, and no longer', async () => {
    const one = await task();
    expect(await tasks.take(actor('ana'), one.id)).toEqual({ kind: 'taken', until: at(15) });
    expect(await tasks.take(actor('bruno'), one.id)).toEqual({ kind: 'held' });
    expect(await listed('ana')).toMatchObject([{ state: 'taken', takenByMe: true, takenUntil: at(15) }]);
    expect(await listed('bruno')).toMatchObject([{ state: 'taken', takenByMe: false }]);
    now = at(15);
    expect(await listed('bruno')).toMatchObject([{ state: 'open', takenByMe: false, takenUntil: null }]);
    expect(await tasks.take(actor('bruno'), one.id)).toEqual({ kind: 'taken', until: at(30) });
  });

  it('is won by one of two who tap at the same moment, and leaves one trace', async () => {
    const one = await task();
    const outcomes = await Promise.all(
      (['ana', 'bruno'] as const).map((who) => tasks.take(actor(who), one.id)),
    );
    expect(outcomes.map((outcome) => outcome?.kind).sort()).toEqual(['held', 'taken']);
    const trace = await ground.admin.query(`select 1 from audit_event where kind = 'task.taken'`);
    expect(trace.rowCount).toBe(1);
  });
});

describe('the record of a call', () => {
  it('is the answer of whoever was called, under the signature of whoever called', async () => {
    const one = await task();
    await tasks.take(actor('ana'), one.id);
    expect(await record('bruno', one, 'REACHED_ACCEPTED')).toEqual({ ok: false, reason: 'held' });
    expect(await record('ana', one, 'NO_ANSWER')).toEqual({ ok: true, alertId: one.alertId, late: false });
    expect(await alertState(one)).toBe('escalating');
    expect(await listed('ana')).toMatchObject([{ state: 'open', outcome: 'NO_ANSWER', calls: 1 }]);
    expect(await record('bruno', one, 'REACHED_ACCEPTED')).toMatchObject({ ok: true, late: false });
    expect(await alertState(one)).toBe('accepted');
    const { rows } = await ground.admin.query(
      `select member_id, recorded_by, decision, late from acknowledgement where task_id = $1 and decision = 'ACCEPT'`,
      [one.id],
    );
    const [subject, recordedBy] = [one.subject, deployment.members.bruno.id];
    expect(rows).toEqual([{ member_id: subject, recorded_by: recordedBy, decision: 'ACCEPT', late: false }]);
  });

  it('where a coordinator chose whom to call is the coordinator’s own answer', async () => {
    const one = await task({ kind: 'decide' });
    expect(await record('ana', one, 'REACHED_ACCEPTED')).toMatchObject({ ok: true });
    const { rows } = await ground.admin.query('select member_id from acknowledgement where task_id = $1', [
      one.id,
    ]);
    expect(rows).toEqual([{ member_id: deployment.members.ana.id }]);
  });

  it('that comes after the ladder has ended is late, recorded and shown', async () => {
    const one = await task({ alertState: 'exhausted' });
    expect(await record('ana', one, 'REACHED_ACCEPTED')).toMatchObject({ ok: true, late: true });
    expect(await record('ana', one, 'REACHED_ACTING')).toMatchObject({ ok: true });
  });

  it('says nobody acts who never accepted', async () => {
    expect(await record('ana', await task(), 'REACHED_ACTING')).toEqual({
      ok: false,
      reason: 'not-accepted',
    });
  });

  it('counts only for this very task, this outcome and the caller’s own key', async () => {
    const [one, other] = [await task(), await task()];
    const good = signed('ana', one, 'REACHED_ACCEPTED');
    const outcomeOf = (input: typeof good) => tasks.record(actor('ana'), input);
    for (const wrong of [
      { ...good, outcome: 'REACHED_DECLINED' as const },
      { ...signed('ana', { ...one, ticket: newId() }, 'REACHED_ACCEPTED') },
      { ...signed('ana', { ...one, alertId: other.alertId }, 'REACHED_ACCEPTED') },
      { ...signed('ana', { ...one, digest: other.digest }, 'REACHED_ACCEPTED') },
      { ...good, taskId: other.id },
      { ...good, statement: new Uint8Array(0) },
      { ...good, statement: randomBytes(5000) },
    ])
      expect(await outcomeOf(wrong)).toEqual({ ok: false, reason: 'statement' });
    for (const wrong of [
      signed('ana', one, 'REACHED_ACCEPTED', 'bruno'),
      { ...good, signature: randomBytes(63) },
    ])
      expect(await outcomeOf(wrong)).toEqual({ ok: false, reason: 'signature' });
    expect(await alertState(one)).toBe('escalating');
    expect(await outcomeOf(good)).toMatchObject({ ok: true });
  });
});

describe('whoever watches the calls of a desk', () => {
  const heard = (ids: Partial<LiveEvents['ids']>): LiveEvents => {
    const none = { q: [], a: [], n: [], t: [] };
    return { ids: { ...none, ...ids }, lookAgain: false } as unknown as LiveEvents;
  };

  /** A hub whose news this test tells itself. */
  class TestHub extends EventHub {
    readonly #told = new Set<(events: LiveEvents) => void>();
    override on(handler: (events: LiveEvents) => void) {
      this.#told.add(handler);
      return () => void this.#told.delete(handler);
    }
    tell(events: LiveEvents): void {
      for (const handler of this.#told) handler(events);
    }
  }

  async function watching(name: Person) {
    const hub = new TestHub();
    const changes = new TaskChanges(store, hub, () => now);
    const news = changes.watch(actor(name))[Symbol.asyncIterator]();
    // Nothing is missed between the last look and the watch.
    expect((await news.next()).value).toEqual({ ids: [], lookAgain: true });
    return { hub, news };
  }

  it('is told of a task and of an alert’s tasks, of their own desk and no other', async () => {
    const [mine, ofAlert, theirs] = [await task(), await task(), await task({ desk: 'safeguarding' })];
    const { hub, news } = await watching('ana');
    hub.tell(heard({ t: [mine.id, theirs.id], a: [ofAlert.alertId, theirs.alertId] }));
    const { value } = await news.next();
    expect(value).toEqual({ ids: [mine.id, ofAlert.id].sort(), lookAgain: false });
    await news.return?.();
  });

  it('hears nothing of what only others may see, or of a report whose batch has not come', async () => {
    const [theirs, hidden, mine] = [
      await task({ desk: 'safeguarding' }),
      await task({ reportDesk: 'all', visibleAt: at(5) }),
      await task(),
    ];
    const { hub, news } = await watching('ana');
    hub.tell(heard({ t: [theirs.id, hidden.id, newId()] }));
    hub.tell(heard({ t: [mine.id] }));
    expect((await news.next()).value).toEqual({ ids: [mine.id], lookAgain: false });
    await news.return?.();
  });

  it('is told to look again where news may have been missed, or the database does not answer', async () => {
    const { hub, news } = await watching('sara');
    hub.tell({ ...heard({}), lookAgain: true });
    expect((await news.next()).value).toMatchObject({ lookAgain: true });
    hub.tell(heard({ t: ['not an id'] }));
    expect((await news.next()).value).toMatchObject({ lookAgain: true });
    await news.return?.();
  });
});
