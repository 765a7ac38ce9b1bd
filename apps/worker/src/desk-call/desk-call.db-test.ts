/** One person alone, at night: everybody else of the desks is rung about it, and until one of them was, every bell rings. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SilenceScope } from '#crypto';
import { newId } from '#kernel';
import { TestDeployment, type TestWorker } from '../../test/deployment.js';
import type { Receiver } from '../../test/receiver.js';
import { silenced } from '../../test/silences.js';
import { webhookTo } from '../../test/world.js';

/** 23:30 in Lima. */
const NIGHT = new Date('2026-03-03T04:30:00.000Z');
const MINUTE = 60_000;

let deployment: TestDeployment;
let worker: TestWorker;
let desk: Receiver;
let ally: Receiver;
beforeAll(async () => {
  deployment = await TestDeployment.begin();
  const { maxSeconds } = deployment.world.policy.silences;
  await deployment.publish({
    policy: {
      timeZone: 'America/Lima',
      silences: { maxSeconds, breakGlass: { from: '22:00', until: '06:00' } },
    },
  });
  worker = deployment.worker();
});
afterAll(() => deployment.end());
beforeEach(async () => {
  deployment.now = NIGHT;
  await deployment.forgetReports();
  desk = await deployment.listenFor(people().guardian);
  ally = await deployment.listenFor(people().lawyer);
});
afterEach(async () => {
  await desk.close();
  await ally.close();
});

const people = () => deployment.world.people;
const lawyer = (): SilenceScope => ({ kind: 'member', member: people().lawyer.id });
const alone = () => silenced(deployment, { scope: lawyer(), by: [people().coordinator], alone: true });

/** As the worker does when the api's row comes. */
async function call(silenceId: string): Promise<string> {
  const outbox = newId();
  await deployment.rows(`insert into outbox (id, kind, ref, due_at) values ($1, 'call-desk', $2, $3)`, [
    outbox,
    silenceId,
    deployment.now,
  ]);
  const outcome = await worker.ringing.deskCalls.call({ outbox, silenceId });
  expect(await deployment.count(`outbox where id = '${outbox}' and done_at is not null`)).toBe(1);
  return outcome;
}

/** What comes of the lawyer's bell for a report that is not U1. */
async function bell(): Promise<string> {
  const alertId = await deployment.raise(worker, { routing: { imminence: 'recent' } });
  await deployment.climb(worker, alertId);
  const [mine] = await deployment.rows<{ id: string }>(
    `select d.id from delivery d join notice n on n.id = d.notice_id where n.alert_id = $1 and n.member_id = $2`,
    [alertId, people().lawyer.id],
  );
  const job = (await deployment.open('deliver')).find(({ ref }) => ref === mine?.id);
  return deployment.ring(worker, job!);
}

describe('a bell that one person alone silences at night', () => {
  it('rings until the others of the desks have been rung about it, and is silent then', async () => {
    const id = await alone();
    expect(await bell()).toBe('delivered');
    await deployment.rows('truncate alert, notice, delivery, outbox, bell_turn, triage_item, report');
    expect(await call(id)).toBe('called');
    expect(desk.rings.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
      'desk.called',
    ]);
    expect(await bell()).toBe('silenced');
  });

  it('goes on ringing where nobody else can be rung, and they are tried again with the same id', async () => {
    desk.answer = { status: 503 };
    const id = await alone();
    expect(await call(id)).toBe('again');
    expect(await bell()).toBe('delivered');
    const { due_at: again } = await deployment.theOpen('call-desk');
    expect(again.getTime()).toBeGreaterThan(deployment.now.getTime());
    deployment.now = again;
    desk.answer = { status: 204 };
    expect(await call(id)).toBe('called');
    const ids = desk.rings.map(({ id: ring }) => ring);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('rings nobody twice who was reached, however often the work is handed out', async () => {
    const id = await alone();
    expect(await call(id)).toBe('called');
    expect(await call(id)).toBe('called');
    expect(desk.rings).toHaveLength(1);
  });

  it('is no reason to ring anybody by day, nor once it is ended or over, nor when two have signed', async () => {
    deployment.now = new Date('2026-03-03T17:00:00.000Z');
    expect(await call(await alone())).toBe('over');
    deployment.now = NIGHT;
    const ended = await alone();
    await deployment.rows('update silence set ended_by = $2 where id = $1', [ended, people().guardian.id]);
    expect(await call(ended)).toBe('over');
    const both = [people().coordinator, people().guardian];
    expect(await call(await silenced(deployment, { scope: lawyer(), by: both }))).toBe('over');
    const old = await alone();
    deployment.later(61 * MINUTE);
    expect(await call(old)).toBe('over');
    expect(desk.rings).toEqual([]);
  });

  it('does not ring whom it silences or who signed it, and tells outside nothing of it', async () => {
    const id = await alone();
    await deployment.setChannels(people().coordinator, webhookTo(`http://${ally.address}/own`));
    await call(id);
    expect(ally.rings).toEqual([]);
    expect(desk.rings.map(({ body }) => body).join('')).not.toMatch(/silen|lawyer|night/i);
    expect(deployment.logged.join('')).not.toContain(people().guardian.id);
  });
});
