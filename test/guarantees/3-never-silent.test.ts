/**
 * Guarantee 3: an alert ends acknowledged by a person's signature, or visibly exhausted; it survives the worker's death
 * between two steps, and nothing goes on after an acknowledgement; no older policy is followed. Hours pass by moving the times in the database, so that the
 * processes under test are the real ones.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeHead, headHash, signHead, signKeyPairFromSeed } from '#crypto';
import { readPublication, readSeed } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { sendPublication } from '#sdk/publish';
import { draft } from '../support/draft.js';
import { daysPassUntil, letTimePass } from '../support/time-passes.js';
import { until, World, type Colleague } from '../support/world.js';

let world: World;
let luz: Colleague;
let rosa: Colleague;
beforeAll(async () => {
  world = await World.begin({ workerEnv: { AMPARO_AUDIT_EVERY: '1' } });
  luz = await world.signIn('luz');
  rosa = await world.signIn('rosa');
  await world.ring(luz);
});
afterAll(() => world.end());

interface AlertRow {
  readonly state: string;
  readonly next_step: number;
}
async function alertRow(alertId: string): Promise<AlertRow> {
  const { rows } = await world.admin.query<AlertRow>('select state, next_step from alert where id = $1', [
    alertId,
  ]);
  return rows[0]!;
}

const noticesOf = (alertId: string): Promise<number> => world.count('notice where alert_id = $1', alertId);

interface PlannedStep {
  readonly targets: readonly { readonly kind: string; readonly member?: string }[];
}

/** Each ally of each step was told of it, and somebody of the desk where the step asks for one; nobody twice. */
async function everyStepWasTaken(alertId: string): Promise<void> {
  const { rows: plans } = await world.admin.query<{ steps: PlannedStep[] }>(
    `select plan->'steps' as steps from alert where id = $1`,
    [alertId],
  );
  const { rows: told } = await world.admin.query<{ step: number; member: string }>(
    'select step, member_id as member from notice where alert_id = $1',
    [alertId],
  );
  for (const [step, { targets }] of plans[0]!.steps.entries()) {
    const members = told.filter((notice) => notice.step === step).map(({ member }) => member);
    expect(new Set(members).size).toBe(members.length);
    expect(members).toEqual(expect.arrayContaining(targets.flatMap(({ member }) => member ?? [])));
    if (targets.some(({ kind }) => kind !== 'ally' && kind !== 'call'))
      expect(members).toContain(world.demo.person('rosa').memberId);
  }
}

describe('guarantee: never silent', () => {
  it('climbs every step of its ladder, tells nobody twice of one, and ends visibly exhausted', async () => {
    const { reportId } = await world.submit(draft());
    const alertId = await world.alertOf(reportId);
    await until('the first step', async () => ((await alertRow(alertId)).next_step > 0 ? true : null));
    const steps: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      const before = await alertRow(alertId);
      steps.push(before.next_step);
      if (before.state === 'exhausted') break;
      // kill -9 between two steps, every other time.
      if (round % 2) {
        await world.worker.kill();
        await world.worker.start();
      }
      await daysPassUntil(world, 'the next step', async () => {
        const now = await alertRow(alertId);
        return now.next_step !== before.next_step || now.state !== before.state;
      });
    }
    const end = await alertRow(alertId);
    expect(end.state).toBe('exhausted');
    // No step was skipped.
    expect([...new Set(steps)]).toEqual(Array.from({ length: end.next_step }, (_, at) => at + 1));
    await everyStepWasTaken(alertId);
    expect(
      await world.count(`audit_event where kind = 'alert.exhausted' and body->>'alert' = $1`, alertId),
    ).toBe(1);
    const seen = await world.noticeNow(rosa, alertId);
    expect(seen?.alertState).toMatch(/exhausted/i);
  });

  it('does not go on after a signed acknowledgement, however much time passes and whoever retries', async () => {
    const { reportId } = await world.submit(draft());
    const notice = await world.notice(luz, reportId);
    const alertId = await world.alertOf(reportId);
    const [first, second] = await Promise.all([
      luz.inbox.acknowledge(notice, 'ACCEPT', { at: new Date() }),
      luz.inbox.acknowledge(notice, 'ACCEPT', { at: new Date() }),
    ]);
    expect([first.ok, second.ok]).toEqual([true, true]);
    await world.settled();
    const told = await noticesOf(alertId);
    await letTimePass(world);
    await world.settled();
    await letTimePass(world);
    await world.settled();
    expect(await noticesOf(alertId)).toBe(told);
    expect(await alertRow(alertId)).toMatchObject({ state: 'accepted' });
    expect(await world.count(`acknowledgement where alert_id = $1 and decision = 'ACCEPT'`, alertId)).toBe(1);
  });

  it('goes on after a decline', async () => {
    const { reportId } = await world.submit(draft());
    const notice = await world.notice(luz, reportId);
    const alertId = await world.alertOf(reportId);
    await until('the first step', async () => ((await alertRow(alertId)).next_step > 0 ? true : null));
    const declined = await luz.inbox.acknowledge(notice, 'DECLINE', {
      at: new Date(),
      reason: 'estoy de viaje',
    });
    expect(declined.ok).toBe(true);
    const before = await alertRow(alertId);
    expect(before.state).toBe('escalating');
    await daysPassUntil(
      world,
      'the next step',
      async () => (await alertRow(alertId)).next_step > before.next_step,
    );
  });

  it('goes on when whoever accepted is not heard of in time, and believes them when they come after all', async () => {
    const { reportId } = await world.submit(draft());
    const notice = await world.notice(luz, reportId);
    const alertId = await world.alertOf(reportId);
    expect((await luz.inbox.acknowledge(notice, 'ACCEPT', { at: new Date() })).ok).toBe(true);
    const told = await noticesOf(alertId);
    // The time by which somebody should have acted passes while the worker is dead.
    await world.worker.kill();
    await world.admin.query(`update alert set progress_due_at = now() - interval '1 minute' where id = $1`, [
      alertId,
    ]);
    await world.admin.query('delete from bullmq.job');
    await world.admin.query(
      `update outbox set due_at = now(), enqueued_at = null where kind = 'promise' and ref = $1 and done_at is null`,
      [alertId],
    );
    await world.worker.start();
    await until('another page', async () => ((await noticesOf(alertId)) > told ? true : null));
    const again = await until('the notice of it', async () => {
      const seen = await world.noticeNow(luz, alertId);
      return seen && seen.id !== notice.id ? seen : null;
    });
    expect(again.standing).toMatchObject({ state: 'ESCALATING', again: 'NO_PROGRESS' });
    expect(again.body).toMatchObject({ accepted: false, again: 'no-progress' });
    expect((await luz.inbox.acknowledge(again, 'ACTING', { at: new Date() })).ok).toBe(true);
    expect((await world.noticeNow(luz, alertId))?.standing).toMatchObject({
      state: 'ACCEPTED',
      mine: true,
      progress: 'ACTING',
    });
  });

  it('hands what nobody answers to a person: whoever is reached on the telephone answers it, with a signature', async () => {
    const { reportId } = await world.submit(draft());
    const alertId = await world.alertOf(reportId);
    await until('the first step', async () => ((await alertRow(alertId)).next_step > 0 ? true : null));
    const calls = () => world.count(`task where alert_id = $1 and kind = 'decide'`, alertId);
    for (let step = 0; step < 8 && (await calls()) === 0; step += 1) {
      const { next_step: before } = await alertRow(alertId);
      await daysPassUntil(world, 'the next step', async () => (await alertRow(alertId)).next_step > before);
    }
    const listed = await rosa.tasks.list({ first: 100 });
    const task = listed.ok && listed.tasks.find((one) => one.alertId === alertId && one.kind === 'DECIDE');
    if (!task) throw new Error('rosa was not asked');
    expect(task.body).toMatchObject({ kind: 'decide', person: null });
    expect(task.body?.proposed.map(({ organisation }) => organisation)).toContain('Justicia Ribereña');
    // An ally is told of no call, whatever they ask.
    expect((await luz.tasks.list({})).ok).toBe(false);
    expect((await rosa.tasks.take(task.id)).ok).toBe(true);
    expect(await rosa.tasks.record(task, 'NO_ANSWER', new Date())).toEqual({ ok: true, late: false });
    expect(await alertRow(alertId)).toMatchObject({ state: 'escalating' });
    expect(await rosa.tasks.record(task, 'REACHED_ACCEPTED', new Date())).toEqual({ ok: true, late: false });
    expect(await alertRow(alertId)).toMatchObject({ state: 'accepted' });
    const told = await noticesOf(alertId);
    await letTimePass(world);
    await world.settled();
    expect(await noticesOf(alertId)).toBe(told);
  });

  it('does not believe an acknowledgement that somebody else signed', async () => {
    const { reportId } = await world.submit(draft());
    const notice = await world.notice(luz, reportId);
    const tomas = await world.signIn('tomas');
    const theirs = await world.notice(tomas, reportId);
    // Tomás answers his own notice with the statement of Luz's: other digest, other signature.
    const forged = await tomas.inbox.acknowledge({ ...theirs, sealed: notice.sealed }, 'ACCEPT', {
      at: new Date(),
    });
    expect(forged.ok).toBe(false);
    expect(await alertRow(await world.alertOf(reportId))).toMatchObject({ state: 'escalating' });
  });

  it('raises a report that no machine could sort and nobody took: it stands first, and people are paged again', async () => {
    const { reportId } = await world.submit(draft({ mode: 'humans-only' }));
    const alertId = await world.alertOf(reportId);
    await until('the first page', async () => ((await noticesOf(alertId)) > 0 ? true : null));
    const told = await noticesOf(alertId);
    // Its deadline passes while the worker is dead: late is not never.
    await world.worker.kill();
    await world.admin.query(
      `update triage_item set raise_at = raise_at - interval '2 days', action_due_at = action_due_at - interval '2 days'
       where report_id = $1`,
      [reportId],
    );
    await world.admin.query('delete from bullmq.job');
    await world.admin.query(
      `update outbox set due_at = now(), enqueued_at = null where kind = 'raise' and ref = $1 and done_at is null`,
      [reportId],
    );
    await world.worker.start();
    await until('the raise', async () =>
      (await world.count('triage_item where report_id = $1 and rank = 1 and raised_at is not null', reportId))
        ? true
        : null,
    );
    await until('another page', async () => ((await noticesOf(alertId)) > told ? true : null));
    const listed = await rosa.desk.queue({ first: 100 });
    const mine = listed.ok && listed.page.entries.find((entry) => entry.reportId === reportId);
    expect(mine).toMatchObject({ raised: true, opens: { mode: 'humans-only' } });
    expect(
      await world.count(`audit_event where kind = 'report.raised' and body->>'report' = $1`, reportId),
    ).toBe(1);
  });

  it('does not follow an older policy that was put back, not even after a restart, and says so', async () => {
    const storage = fileStorage(world.dir);
    const first = await readPublication(storage);
    const { secretKey } = signKeyPairFromSeed(await readSeed(storage, 'secrets/root-1.json', 'root'));
    const head = decodeHead(first.signedHead.bytes);
    const next = {
      ...head,
      version: head.version + 1,
      previous: headHash(first.signedHead.bytes),
      issued: new Date(head.issued.getTime() + 1_000),
    };
    const signedHead = signHead(next, [secretKey]);
    expect(await sendPublication(world.transport(), { ...first, signedHead })).toEqual({ ok: true });
    const log = (): string => world.worker.output().toString();
    const verified = `"version":${String(next.version)},"msg":"publication verified"`;
    await until('the new head at the worker', () => log().includes(verified) || null);
    const taken = await world.admin.query('delete from publication where version = $1 returning *', [
      next.version,
    ]);
    const finding = `finding where kind = 'rolled-back' and cleared_at is null`;
    await until('the finding', async () => (await world.count(finding)) || null);
    for (let restart = 0; restart < 2; restart += 1) {
      await world.worker.kill();
      const before = log().length;
      await world.worker.start();
      await until('the refusal', () => log().slice(before).includes('"reason":"rolled-back"') || null);
      expect(log().slice(before)).not.toContain('publication verified');
      expect(await world.count(finding)).toBe(1);
    }
    // A report is accepted all the same, and goes its way as soon as the newest head is back.
    const { reportId } = await world.submit(draft());
    expect(await world.count('triage_item where report_id = $1', reportId)).toBe(0);
    const [row] = taken.rows as Record<string, unknown>[];
    const columns = Object.keys(row!);
    await world.admin.query(
      `insert into publication (${columns.join(', ')}) values (${columns.map((_, at) => `$${String(at + 1)}`).join(', ')})`,
      Object.values(row!),
    );
    await world.alertOf(reportId);
    await until('the end of the finding', async () => (await world.count(finding)) === 0 || null, 60_000);
  });
});
