/**
 * Guarantee 3, between real processes and real servers of the people who are told: whoever cannot be rung one way is rung the
 * next, whoever cannot be rung at all is replaced at once and shown to a person, and who has no software is called; what they say
 * on the telephone counts, under the signature of whoever called.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeskTask } from '#sdk/member';
import { draft } from '../support/draft.js';
import { Outside, WAYS } from '../support/outside.js';
import { letTimePass } from '../support/time-passes.js';
import { until, World, type Colleague } from '../support/world.js';

let outside: Outside;
let world: World;
let carmen: Colleague;
let luz: Colleague;
let rosa: Colleague;
beforeAll(async () => {
  outside = await Outside.open(['carmen', 'luz']);
  world = await World.begin({ workerEnv: outside.workerEnv });
  carmen = await world.signIn('carmen');
  luz = await world.signIn('luz');
  rosa = await world.signIn('rosa');
});
afterAll(async () => {
  await world.end();
  await outside.close();
});

const heard = async (handle: string) => (await outside.arrivals(world, handle)).map(({ way }) => way);
const noticesOf = (alertId: string): Promise<number> => world.count('notice where alert_id = $1', alertId);
const stepsTaken = (alertId: string): Promise<number> =>
  world.count('(select distinct step from notice where alert_id = $1) as steps', alertId);
const isAccepted = async (alertId: string): Promise<boolean> =>
  (await world.count(`alert where id = $1 and state = 'accepted'`, alertId)) === 1;

/** What the desk is asked to do for this alert, as a coordinator opens it. */
const task = (alertId: string, kind: DeskTask['kind'], who: string): Promise<DeskTask> =>
  until(`the call of ${who}`, async () => {
    const listed = await rosa.tasks.list({ first: 100 });
    const found = listed.ok
      ? listed.tasks.find(
          (one) => one.alertId === alertId && one.kind === kind && one.body?.person?.name === who,
        )
      : undefined;
    return found ?? null;
  });

async function nothingGoesOn(alertId: string): Promise<void> {
  await world.settled();
  const told = await noticesOf(alertId);
  await letTimePass(world, alertId);
  await world.settled();
  expect(await noticesOf(alertId)).toBe(told);
}

describe('guarantee: never silent, whatever people have or have not', () => {
  it('rings one way after the other until one takes it, and leaves the rest alone', async () => {
    await outside.rings(world, carmen, 'carmen', ...WAYS);
    outside.door('carmen').answer = { status: 503 };
    outside.relay.refusal = { code: 451, text: '4.3.0 later' };
    const { reportId } = await world.submit(draft({ routing: { needs: ['CS_RELOCATION'] } }));
    const notice = await world.notice(carmen, reportId);
    await until('the SMS', async () => ((await heard('carmen')).includes('sms') ? true : null));
    await world.settled();
    // Not the feed, which comes after the SMS.
    expect([...new Set(await heard('carmen'))].sort()).toEqual(['push', 'sms', 'webhook']);
    expect(await world.noticeNow(carmen, notice.body!.alertId)).toMatchObject({ state: 'HANDED' });
    outside.door('carmen').answer = { status: 201 };
    outside.relay.refusal = null;
  });

  it('whom nothing reaches is replaced at once, and a person is shown who it is and asked to call', async () => {
    await outside.rings(world, carmen, 'carmen', 'webhook', 'push', 'sms');
    outside.door('carmen').answer = { status: 410 };
    outside.gateway.answer = { status: 500 };
    const { reportId } = await world.submit(draft({ routing: { needs: ['CS_RELOCATION'] } }));
    const alertId = await world.alertOf(reportId);
    const call = await task(alertId, 'UNREACHABLE', 'Carmen Isuiza');
    expect(call.body?.person).toMatchObject({ organisation: 'Casa Chambira' });
    // The next step waits a quarter of an hour in this policy; nobody moved a clock.
    await until('the next step', async () => ((await stepsTaken(alertId)) > 1 ? true : null));
    expect((await world.noticeNow(carmen, alertId))?.state).toBe('UNREACHABLE');
    expect((await world.noticeNow(rosa, alertId))?.alertState).toBe('escalating');

    // She is reached by telephone after all.
    expect((await rosa.tasks.take(call.id)).ok).toBe(true);
    expect(await rosa.tasks.record(call, 'REACHED_ACCEPTED', new Date())).toEqual({ ok: true, late: false });
    expect(await isAccepted(alertId)).toBe(true);
    await nothingGoesOn(alertId);
    outside.gateway.answer = { status: 201 };
  });

  it('who has no software is called, and what they say counts as their answer', async () => {
    const { reportId } = await world.submit(draft({ routing: { needs: ['CS_LEGAL'] } }));
    const alertId = await world.alertOf(reportId);
    const call = await task(alertId, 'CALL', 'Vilma Tapullima');
    expect(call.body).toMatchObject({
      may: 'doorbell',
      person: { organisation: 'Coordinadora Selva Despierta', phone: '+51 900 000 003' },
    });
    // Nobody answers the telephone: the ladder goes on, and the call stays.
    expect((await rosa.tasks.take(call.id)).ok).toBe(true);
    expect(await rosa.tasks.record(call, 'NO_ANSWER', new Date())).toEqual({ ok: true, late: false });
    expect(await isAccepted(alertId)).toBe(false);
    expect((await task(alertId, 'CALL', 'Vilma Tapullima')).state).toBe('OPEN');
    expect(await rosa.tasks.record(call, 'REACHED_ACCEPTED', new Date())).toEqual({ ok: true, late: false });
    expect(await isAccepted(alertId)).toBe(true);
    await nothingGoesOn(alertId);
    // The record is the caller's, signed, and everybody who was told sees that somebody has accepted.
    const signed = `acknowledgement where alert_id = $1 and recorded_by = $2 and decision = 'ACCEPT'`;
    expect(await world.count(signed, alertId, rosa.memberId)).toBe(1);
    expect((await world.noticeNow(luz, alertId))?.standing).toMatchObject({ state: 'ACCEPTED', mine: false });
  });

  it('a call that a worker died over is asked for once, and a record that somebody else signed is none', async () => {
    await world.worker.kill();
    const { reportId } = await world.submit(draft({ routing: { needs: ['CS_LEGAL'] } }));
    await world.worker.start();
    const alertId = await world.alertOf(reportId);
    const call = await task(alertId, 'CALL', 'Vilma Tapullima');
    await world.worker.kill();
    await world.worker.start();
    await world.settled();
    expect(await world.count(`task where alert_id = $1 and kind = 'call'`, alertId)).toBe(1);
    const mateo = await world.signIn('mateo');
    const another = await world.submit(draft({ routing: { needs: ['CS_LEGAL'] } }));
    const other = await task(await world.alertOf(another.reportId), 'CALL', 'Vilma Tapullima');
    // The statement of one call, laid beside another.
    const forged = await mateo.tasks.record({ ...call, id: other.id }, 'REACHED_ACCEPTED', new Date());
    expect(forged).toMatchObject({ ok: false, reason: 'refused', code: 'statement' });
    expect(await isAccepted(alertId)).toBe(false);
  });
});
