import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { acknowledgementStatement, hash, MESSAGE_BYTES, randomBytes, sign, type Decision } from '#crypto';
import { newId } from '#kernel';
import type { PublicationService } from '#people';
import { DEFAULT_POLICY } from '#policy/files';
import { actorOf } from '../../../test/support/actor.js';
import { type ApiDatabase, apiDatabase } from '../../../test/support/api-database.js';
import { testDeployment, type Person, type TestDeployment } from '../../../test/support/deployment.js';
import { AlertsService } from './alerts.service.js';
import { AlertStore } from './prisma-alert.store.js';
import { AnswerStore } from './prisma-answer.store.js';

const now = new Date('2026-03-04T05:41:07.123Z');

interface TestNotice {
  readonly id: string;
  readonly alertId: string;
  readonly ticket: string;
  readonly digest: Uint8Array;
}

describe('notices and answers', () => {
  let ground: ApiDatabase;
  let deployment: TestDeployment;
  let db: ApiDatabase['db'];
  let admin: ApiDatabase['admin'];
  let alerts: AlertsService;

  beforeAll(async () => {
    ground = await apiDatabase();
    ({ db, admin } = ground);
    deployment = await testDeployment();
    const publications = {
      require: () => Promise.resolve({ policy: DEFAULT_POLICY }),
    } as unknown as PublicationService;
    alerts = new AlertsService(new AlertStore(db), new AnswerStore(db), publications, () => now);
  });
  afterAll(() => ground.end());
  beforeEach(async () => {
    await admin.query('delete from audit_event');
  });

  const actor = (name: Person) => actorOf(deployment, name);
  async function alert(state = 'escalating'): Promise<string> {
    const id = newId();
    await admin.query(
      `insert into alert (id, report_id, plan, state, next_step, due_at, ticket, created_at) values ($1, $2, '{}', $3, 1, $4, $5, $4)`,
      [id, newId(), state, now, newId()],
    );
    return id;
  }
  async function notice(alertId: string, name: Person, createdAt = now, step = 0): Promise<TestNotice> {
    const sealed = randomBytes(MESSAGE_BYTES);
    const made = { id: newId(), alertId, ticket: newId(), digest: hash(sealed) };
    await admin.query(
      `insert into notice (id, alert_id, member_id, step, ticket, sealed, digest, state, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'queued', $8)`,
      [made.id, alertId, deployment.members[name].id, step, made.ticket, sealed, made.digest, createdAt],
    );
    return made;
  }
  function signedAnswer(name: Person, about: TestNotice, decision: Decision, key = name) {
    const statement = acknowledgementStatement({
      alertId: about.alertId,
      noticeDigest: about.digest,
      ticket: about.ticket,
      decision,
      at: new Date('2026-03-04T05:41:00Z'),
    });
    const signature = sign('acknowledgement', statement, deployment.members[key].keys.sign.secretKey);
    return { noticeId: about.id, decision, statement, signature };
  }
  const answer = (name: Person, about: TestNotice, decision: Decision) =>
    alerts.acknowledge(actor(name), signedAnswer(name, about, decision));
  const alertRow = async (id: string) =>
    (
      await admin.query<{ state: string; acknowledged_by: string | null; due_at: Date | null }>(
        'select state, acknowledged_by, due_at from alert where id = $1',
        [id],
      )
    ).rows[0]!;

  it("are a member's own, newest first, in pages", async () => {
    const id = await alert();
    const times = [0, 1, 1, 2].map((ms) => new Date(now.getTime() + ms));
    const made: TestNotice[] = [];
    for (const [step, at] of times.entries()) made.push(await notice(id, 'adela', at, step));
    await notice(id, 'alia');
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 6; pages += 1) {
      const page = await alerts.inbox(actor('adela'), { size: 1, after });
      seen.push(...page.edges.map((edge) => edge.node.id));
      if (!page.pageInfo.hasNextPage) break;
      after = page.edges[0]!.node.id;
    }
    expect(seen).toHaveLength(4);
    expect([...seen].sort()).toEqual(made.map((one) => one.id).sort());
    expect([seen[0], seen[3]]).toEqual([made[3]!.id, made[0]!.id]);
    // Another member's notice as a cursor is no cursor.
    const foreign = await notice(id, 'bruno');
    expect((await alerts.inbox(actor('adela'), { size: 5, after: foreign.id })).edges).toEqual([]);
  });

  it("are opened by their recipient; missing and another's are the same", async () => {
    const own = await notice(await alert(), 'alia');
    expect(await alerts.open(actor('alia'), own.id)).toBe(true);
    expect(await alerts.open(actor('alia'), own.id)).toBe(true);
    expect(await alerts.open(actor('ana'), own.id)).toBe(false);
    expect(await alerts.open(actor('ana'), newId())).toBe(false);
    const { rows } = await admin.query(`select kind from audit_event where kind = 'notice.opened'`);
    expect(rows).toHaveLength(1);
  });

  it('stop the ladder with the first signed acceptance, and record it once', async () => {
    const own = await notice(await alert(), 'alia');
    const signed = signedAnswer('alia', own, 'ACCEPT');
    const once = { ok: true, alertId: own.alertId, late: false };
    expect(await alerts.acknowledge(actor('alia'), signed)).toEqual(once);
    expect(await alerts.acknowledge(actor('alia'), signed)).toEqual(once);
    expect(await alertRow(own.alertId)).toEqual({
      state: 'accepted',
      acknowledged_by: deployment.members.alia.id,
      due_at: null,
    });
    const { rows } = await admin.query(
      'select statement, signature, late from acknowledgement where notice_id = $1',
      [own.id],
    );
    expect(rows).toHaveLength(1);
    expect(new Uint8Array(rows[0].signature)).toEqual(signed.signature);
    expect((await admin.query(`select 1 from audit_event where kind = 'alert.acknowledged'`)).rowCount).toBe(
      1,
    );
  });

  it('let one of two who accept at the same moment be first, and tell the other', async () => {
    const id = await alert();
    const [one, two] = [await notice(id, 'alia'), await notice(id, 'ana')];
    const outcomes = await Promise.all([answer('alia', one, 'ACCEPT'), answer('ana', two, 'ACCEPT')]);
    expect(outcomes.map((outcome) => outcome.ok && outcome.late).sort()).toEqual([false, true]);
    expect((await alertRow(id)).state).toBe('accepted');
  });

  it('go on after a refusal, and take an acceptance after the ladder has ended as late', async () => {
    const id = await alert();
    const [one, two] = [await notice(id, 'alia'), await notice(id, 'ana')];
    expect(await answer('alia', one, 'DECLINE')).toMatchObject({ ok: true, late: false });
    expect((await alertRow(id)).state).toBe('escalating');
    await admin.query(`update alert set state = 'exhausted' where id = $1`, [id]);
    expect(await answer('ana', two, 'ACCEPT')).toMatchObject({ ok: true, late: true });
    expect(await answer('ana', two, 'ACTING')).toMatchObject({ ok: true });
    expect(await answer('alia', one, 'DONE')).toEqual({ ok: false, reason: 'not-accepted' });
  });

  it('make the worker look at once whether the next are to be told, when somebody declines, with the ticket of that moment', async () => {
    const id = await alert();
    const own = await notice(id, 'alia');
    const jobs = async () =>
      (
        await admin.query<{ ticket: string; due_at: Date }>(
          `select o.ticket, o.due_at, o.ticket = a.ticket as fenced from outbox o join alert a on a.id = o.ref
           where o.kind = 'escalate' and o.ref = $1`,
          [id],
        )
      ).rows;
    expect(await jobs()).toEqual([]);
    await answer('alia', own, 'DECLINE');
    await answer('alia', own, 'DECLINE');
    expect(await jobs()).toMatchObject([{ due_at: now, fenced: true }]);
    await answer('alia', own, 'ACCEPT');
    await answer('ana', await notice(id, 'ana'), 'DECLINE');
    // Somebody has accepted: nobody else is told, whoever declines.
    expect(await jobs()).toHaveLength(1);
  });

  it("are answered only with one's own signature, over this very notice", async () => {
    const id = await alert();
    const [own, other] = [await notice(id, 'alia'), await notice(id, 'ana')];
    const acknowledge = (input: ReturnType<typeof signedAnswer>) => alerts.acknowledge(actor('alia'), input);
    const good = signedAnswer('alia', own, 'ACCEPT');
    expect(await acknowledge(signedAnswer('alia', own, 'ACCEPT', 'ana'))).toEqual({
      ok: false,
      reason: 'signature',
    });
    expect(await acknowledge({ ...good, signature: randomBytes(63) })).toEqual({
      ok: false,
      reason: 'signature',
    });
    for (const wrong of [
      { ...good, decision: 'DECLINE' as const },
      { ...signedAnswer('alia', { ...own, ticket: newId() }, 'ACCEPT') },
      { ...signedAnswer('alia', { ...own, alertId: newId() }, 'ACCEPT') },
      { ...signedAnswer('alia', { ...own, digest: other.digest }, 'ACCEPT') },
      { ...good, statement: new Uint8Array(0) },
      { ...good, statement: randomBytes(5000) },
    ])
      expect(await acknowledge(wrong)).toEqual({ ok: false, reason: 'statement' });
    for (const noticeId of [other.id, newId()])
      expect(await acknowledge({ ...good, noticeId })).toEqual({ ok: false, reason: 'not-available' });
    expect((await alertRow(id)).state).toBe('escalating');
  });
});
