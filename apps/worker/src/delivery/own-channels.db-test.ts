/** A member's channels in their order: what begins when one fails, when somebody else is told, and what is left alone. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { hash, utf8, type OwnChannel } from '#crypto';
import { FAILURE_REASONS } from '#alerts/domain';
import { newId } from '#kernel';
import { TestDeployment, type TestWorker } from '../../test/deployment.js';
import { HttpDouble } from '../../test/http-double.js';
import { MailRelay } from '../../test/mail-relay.js';

let deployment: TestDeployment;
let worker: TestWorker;
let hook: HttpDouble;
let gateway: HttpDouble;
let relay: MailRelay;

beforeAll(async () => {
  deployment = await TestDeployment.begin();
  relay = await MailRelay.listen();
  gateway = await HttpDouble.listen();
  const where = { host: '127.0.0.1', port: relay.port, implicitTls: false, mayBePlain: true, login: null };
  const body = '{"to":"{number}","text":"{text}"}';
  deployment.settings = {
    mail: { from: 'avisos@amparo.example', signingKey: null, relay: where },
    push: null,
    sms: {
      gateway: { url: `http://${gateway.address}/`, headers: {}, contentType: 'application/json', body },
      secret: '',
    },
  };
  worker = deployment.worker();
});
afterAll(async () => {
  await relay.close();
  await gateway.close();
  await deployment.end();
});
beforeEach(async () => {
  await deployment.forgetReports();
  hook = await HttpDouble.listen();
  deployment.allowed.clear();
  deployment.allowed.add(hook.address).add(gateway.address);
  gateway.answer = { status: 200 };
  gateway.arrivals.length = 0;
  relay.accepted.length = 0;
  relay.refusal = null;
});
afterEach(() => hook.close());

const FEED = () => hash(utf8('the token of a feed'));
const webhook = (): OwnChannel => ({ kind: 'webhook', url: `http://${hook.address}/`, secret: null });
const email: OwnChannel = { kind: 'email', address: 'guardia@ally.example', openpgp: null };
const sms: OwnChannel = { kind: 'sms', number: '+51900000000' };
const push: OwnChannel = {
  kind: 'push',
  endpoint: 'https://push.example/',
  p256dh: new Uint8Array(65),
  auth: new Uint8Array(16),
};

interface Row {
  readonly id: string;
  readonly position: number;
  readonly state: string;
  readonly reason: string | null;
}
const deliveries = () =>
  deployment.rows<Row>('select id, position, state, reason from delivery order by position');
const lawyerNotice = async () =>
  (
    await deployment.rows<{ state: string }>('select state from notice where member_id = $1', [
      deployment.world.people.lawyer.id,
    ])
  )[0]?.state;

/** An alert that has told the lawyer, who has these channels. */
async function told(...channels: readonly OwnChannel[]): Promise<string> {
  await deployment.setChannels(deployment.world.people.lawyer, channels);
  const alertId = await deployment.raise(worker);
  await deployment.climb(worker, alertId);
  return alertId;
}
async function ringAgain(position: number): Promise<string> {
  const row = (await deliveries()).find((one) => one.position === position);
  const job = (await deployment.open('deliver')).find(({ ref }) => ref === row?.id);
  if (!job) throw new Error('nothing to ring');
  return deployment.ring(worker, job);
}
async function ringNext(): Promise<string> {
  const [job] = await deployment.open('deliver');
  if (!job) throw new Error('nothing to ring');
  return deployment.ring(worker, job);
}

describe('a member’s channels', () => {
  it('are tried in their order: the next begins at once, while the failed one goes on', async () => {
    await told(webhook(), sms);
    hook.answer = { status: 503 };
    expect(await ringNext()).toBe('retry');
    expect(await deliveries()).toMatchObject([
      { position: 0, state: 'waiting', reason: 'server-error' },
      { position: 1, state: 'waiting', reason: null },
    ]);
    expect(await ringNext()).toBe('relayed');
    expect(gateway.arrivals).toHaveLength(1);
    expect(await lawyerNotice()).toBe('handed');
    // The first goes on, because an SMS that was handed over need not have arrived.
    hook.answer = { status: 200 };
    expect(await ringNext()).toBe('delivered');
    expect(await lawyerNotice()).toBe('delivered');
    expect(await deployment.open('deliver')).toEqual([]);
  });

  it('are left alone once one of them has arrived', async () => {
    await told(webhook(), sms);
    hook.answer = { status: 503 };
    await ringNext();
    const [, second] = await deliveries();
    gateway.answer = { status: 500 };
    await ringNext();
    hook.answer = { status: 200 };
    expect(await ringAgain(0)).toBe('delivered');
    gateway.arrivals.length = 0;
    expect(await ringAgain(1)).toBe('over');
    expect(gateway.arrivals).toEqual([]);
    expect((await deliveries()).find(({ id }) => id === second?.id)).toMatchObject({ reason: 'reached' });
  });

  it('that the operator has not configured are passed over', async () => {
    await told(push, email);
    expect(await ringNext()).toBe('failed');
    expect((await deliveries())[0]).toMatchObject({ state: 'failed', reason: 'not-configured' });
    expect(await ringNext()).toBe('relayed');
    expect(relay.accepted).toHaveLength(1);
  });

  it('when all of them fail, bring the next people at once, once, and a person is shown who', async () => {
    const alertId = await told(webhook(), sms);
    const before = await deployment.one<{ next_step: number; due_at: Date }>('alert');
    hook.answer = { status: 503 };
    gateway.answer = { status: 500 };
    await ringNext();
    await ringNext();
    expect(await lawyerNotice()).toBe('unreachable');
    const jobs = (await deployment.open('escalate')).filter(({ due_at }) => due_at <= deployment.now);
    expect(jobs).toHaveLength(1);
    expect(deployment.now < before.due_at).toBe(true);
    const [job] = jobs;
    const escalate = () => worker.escalation.escalate({ outbox: job!.id, alertId, ticket: job!.ticket });
    expect(await escalate()).toBe('notified');
    expect((await deployment.one<{ next_step: number }>('alert')).next_step).toBe(before.next_step + 1);
    // The job that was waiting for the ordinary time finds another ticket, and so does this one when it comes twice.
    expect(await escalate()).toBe('stale');
    expect(await deployment.count(`audit_event where kind = 'notice.unreachable'`)).toBe(1);
    expect(await deployment.count(`task where kind = 'unreachable'`)).toBe(1);
    // Failing again tells nobody again.
    await ringNext();
    expect(await deployment.count(`audit_event where kind = 'notice.unreachable'`)).toBe(1);
  });

  it('never bring anybody once somebody has accepted', async () => {
    await told(webhook());
    await deployment.rows(
      `update alert set state = 'accepted', acknowledged_at = $1, acknowledged_by = $2, due_at = null`,
      [deployment.now, newId()],
    );
    hook.answer = { status: 503 };
    expect(await ringNext()).toBe('over');
    expect(hook.arrivals).toEqual([]);
    const jobs = (await deployment.open('escalate')).filter(({ due_at }) => due_at <= deployment.now);
    expect(jobs).toEqual([]);
  });

  it('of whom an empty list was signed ring nowhere and make nobody unreachable', async () => {
    await told();
    expect(await ringNext()).toBe('failed');
    expect(await lawyerNotice()).toBe('handed');
    expect((await deliveries())[0]).toMatchObject({ reason: 'no-channel' });
  });

  it('that said they are no more are rung no more, and the next is first', async () => {
    hook.answer = { status: 410 };
    await told(webhook(), sms);
    expect(await ringNext()).toBe('disabled');
    expect(await ringNext()).toBe('relayed');
    hook.arrivals.length = 0;
    await deployment.climb(worker, await deployment.raise(worker));
    expect(await ringNext()).toBe('failed');
    expect(await ringNext()).toBe('relayed');
    expect(hook.arrivals).toEqual([]);
  });

  it('put back as they were before the last change are not believed', async () => {
    const { lawyer } = deployment.world.people;
    await told(webhook());
    await ringNext();
    const [old] = await deployment.rows<{ sealed: Buffer; signature: Buffer; version: number }>(
      'select sealed, signature, version from own_channels',
    );
    await deployment.setChannels(lawyer, [sms]);
    await deployment.climb(worker, await deployment.raise(worker));
    await ringNext();
    await deployment.rows('update own_channels set sealed = $1, signature = $2, version = $3', [
      old!.sealed,
      old!.signature,
      old!.version,
    ]);
    hook.arrivals.length = 0;
    await deployment.climb(worker, await deployment.raise(worker));
    expect(await ringNext()).toBe('failed');
    expect(hook.arrivals).toEqual([]);
    expect(await deployment.count(`delivery where reason = 'old-version'`)).toBe(1);
  });
});

describe('a trial of all channels', () => {
  it('rings each once, about nothing, and says what came of it', async () => {
    const { lawyer } = deployment.world.people;
    await deployment.setChannels(lawyer, [webhook(), sms, push]);
    hook.answer = { status: 500 };
    const [trialId, outbox] = [newId(), newId()];
    await deployment.rows(
      `insert into channel_trial (member_id, id, asked_at, outcomes) values ($1, $2, $3, '{}')`,
      [lawyer.id, trialId, deployment.now],
    );
    const job = { outbox, trialId };
    expect(await worker.ringing.trials.try(job)).toBe('tried');
    expect(await deployment.one('channel_trial')).toMatchObject({
      outcomes: ['server-error', 'relayed', 'not-configured'],
    });
    expect(String(hook.arrivals[0]?.body)).toContain('channel.test');
    expect(String(gateway.arrivals[0]?.body)).toContain('Prueba: ');
    expect(await worker.ringing.trials.try(job)).toBe('over');
    expect(hook.arrivals).toHaveLength(1);
  });
});

describe('a CAP feed', () => {
  it('is told of a notice, and that somebody has taken it on, once', async () => {
    const alertId = await told({ kind: 'cap', token: FEED() });
    expect(await ringNext()).toBe('relayed');
    await deployment.rows(
      `update alert set state = 'accepted', acknowledged_at = $1, acknowledged_by = $2, due_at = null`,
      [deployment.now, newId()],
    );
    const amend = () => worker.ringing.feeds.amend({ outbox: newId(), alertId });
    expect(await amend()).toBe('amended');
    expect(await amend()).toBe('nothing');
    const entries = await deployment.rows<{ type: string; document: string; delivery_id: string }>(
      'select type, document, delivery_id from cap_entry order by type',
    );
    expect(entries.map(({ type }) => type)).toEqual(['Alert', 'Update']);
    const parser = new XMLParser({ parseTagValue: false });
    const update = (parser.parse(entries[1]!.document) as { alert: Record<string, string> }).alert;
    expect(update['references']).toContain(entries[0]!.delivery_id);
    // The report is closed by whoever had accepted it: what a wall still shows is taken down.
    await deployment.rows(
      `update triage_item set state = 'closed', outcome = 'RESOLVED', closed_by = $1, area_token = null,
       act_tokens = '{}', similar_note = null`,
      [newId()],
    );
    expect(await amend()).toBe('amended');
    expect(await amend()).toBe('nothing');
    const types = await deployment.rows<{ type: string }>('select type from cap_entry order by type');
    expect(types.map(({ type }) => type)).toEqual(['Alert', 'Cancel', 'Update']);
  });
});

it('the table of deliveries knows the same reasons as the code', async () => {
  const [row] = await deployment.rows<{ rule: string }>(
    `select pg_get_constraintdef(oid) as rule from pg_constraint where conname = 'delivery_reason'`,
  );
  const known = [...(row?.rule ?? '').matchAll(/'([a-z-]+)'/g)].map(([, reason]) => reason);
  expect(known.sort()).toEqual([...FAILURE_REASONS].sort());
});
