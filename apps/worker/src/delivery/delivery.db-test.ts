import { createPublicKey, verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { memoryStorage } from '#sdk';
import { Receiver, type Ring } from '../../test/receiver.js';
import { systemResolve } from '#outgoing';
import { webhookTo } from '../../test/world.js';
import { loadMemory, TestDeployment, type OutboxRow, type TestWorker } from '../../test/deployment.js';

let deployment: TestDeployment;
let worker: TestWorker;
beforeAll(async () => {
  deployment = await TestDeployment.begin();
  worker = deployment.worker();
});
afterAll(() => deployment.end());
beforeEach(() => deployment.forgetReports());

let receiver: Receiver;
beforeEach(async () => {
  receiver = await Receiver.listen();
  deployment.allowed.clear();
  deployment.allowed.add(receiver.address);
  deployment.resolve = systemResolve;
});
afterEach(() => receiver.close());

interface DeliveryRow {
  state: string;
  attempts: number;
  reason: string | null;
  delivered_at: Date | null;
}
const delivery = () => deployment.one<DeliveryRow>('delivery');
const noticeState = async (): Promise<string> => {
  const { lawyer } = deployment.world.people;
  const [row] = await deployment.rows<{ state: string }>('select state from notice where member_id = $1', [
    lawyer.id,
  ]);
  return row!.state;
};

/** An alert whose first step rings the lawyer's doorbell. */
async function ringing(url = `http://${receiver.address}/hook`): Promise<OutboxRow> {
  await deployment.setChannels(deployment.world.people.lawyer, webhookTo(url));
  await deployment.climb(worker, await deployment.raise(worker));
  return deployment.theOpen('deliver');
}

describe('a doorbell', () => {
  it('rings once, says nothing of what it is about, and is signed so that anybody can check it', async () => {
    const job = await ringing();
    expect(await delivery()).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(await noticeState()).toBe('queued');
    expect(await deployment.ring(worker, job)).toBe('delivered');
    expect(receiver.rings).toHaveLength(1);
    const [ring] = receiver.rings;
    const [notice] = await deployment.rows<{ id: string }>('select id from notice where member_id = $1', [
      deployment.world.people.lawyer.id,
    ]);
    expect(JSON.parse(ring!.body)).toEqual({
      type: 'notice.created',
      timestamp: '2026-03-02T10:00:00Z',
      data: { notice: notice!.id },
    });
    expect(ring!.id).toBe(`msg_${job.ref}`);
    expect(independentlyVerified(ring!)).toBe(true);
    expect(independentlyVerified({ ...ring!, body: ring!.body.replace('notice', 'report') })).toBe(false);
    expect(await delivery()).toMatchObject({
      state: 'delivered',
      attempts: 1,
      reason: null,
      delivered_at: deployment.now,
    });
    expect(await noticeState()).toBe('delivered');
    expect(await deployment.open('deliver')).toEqual([]);
  });

  it('rings again after a failure, later, with the same id and body and a new time', async () => {
    receiver.answer = { status: 503 };
    const first = await ringing();
    expect(await deployment.ring(worker, first)).toBe('retry');
    expect(await delivery()).toMatchObject({ state: 'waiting', attempts: 1, reason: 'server-error' });
    // There is no other channel: somebody else is told at once, and this one goes on trying.
    expect(await noticeState()).toBe('unreachable');
    receiver.answer = { status: 200 };
    const second = await deployment.theOpen('deliver');
    expect(second.due_at.getTime() - deployment.now.getTime()).toBe(5_000);
    expect(second.ticket).not.toBe(first.ticket);
    expect(await deployment.ring(worker, second)).toBe('delivered');
    const [one, two] = receiver.rings;
    expect(two!.id).toBe(one!.id);
    expect(two!.body).toBe(one!.body);
    expect(Number(two!.timestamp)).toBe(Number(one!.timestamp) + 5);
    expect(independentlyVerified(two!)).toBe(true);
  });

  it('waits as long as the receiver asks', async () => {
    receiver.answer = { status: 429, headers: { 'retry-after': '7200' } };
    await deployment.ring(worker, await ringing());
    const again = await deployment.theOpen('deliver');
    expect(again.due_at.getTime() - deployment.now.getTime()).toBe(7_200_000);
    expect((await delivery()).reason).toBe('throttled');
  });

  it('follows no redirect', async () => {
    const elsewhere = await Receiver.listen();
    deployment.allowed.add(elsewhere.address);
    receiver.answer = { status: 302, headers: { location: `http://${elsewhere.address}/` } };
    try {
      expect(await deployment.ring(worker, await ringing())).toBe('retry');
      expect((await delivery()).reason).toBe('redirect');
      expect(elsewhere.rings).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  it('rings at no private address that the operator did not configure', async () => {
    deployment.allowed.clear();
    // Without TLS it is no endpoint at all; with TLS the address decides.
    expect(await deployment.ring(worker, await ringing(`https://${receiver.address}/hook`))).toBe('retry');
    expect((await delivery()).reason).toBe('address-refused');
    expect(receiver.rings).toEqual([]);
  });

  it('rings at no name that turns into a private address', async () => {
    deployment.allowed.clear();
    deployment.resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    expect(await deployment.ring(worker, await ringing('https://ally.example/hook'))).toBe('retry');
    expect((await delivery()).reason).toBe('address-refused');
  });

  it('asks the name server once, and connects to what was checked', async () => {
    const port = receiver.address.split(':')[1];
    deployment.allowed.add(`ally.example:${String(port)}`);
    let asked = 0;
    deployment.resolve = () => {
      asked += 1;
      // A name server that answers well for the check and badly afterwards.
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
    };
    expect(await deployment.ring(worker, await ringing(`http://ally.example:${String(port)}/hook`))).toBe(
      'delivered',
    );
    expect(asked).toBe(1);
  });

  it('stops for good when the endpoint is gone, and disables it', async () => {
    receiver.answer = { status: 410 };
    expect(await deployment.ring(worker, await ringing())).toBe('disabled');
    expect(await delivery()).toMatchObject({ state: 'disabled', reason: 'gone' });
    expect(await noticeState()).toBe('unreachable');
    expect(await deployment.one('own_channels')).toMatchObject({
      disabled: [0],
      gone_since: [deployment.now],
    });
    // The next alert finds no channel that works, calls nobody, and says so.
    await deployment.climb(worker, await deployment.raise(worker));
    expect(await deployment.ring(worker, await deployment.theOpen('deliver'))).toBe('failed');
    expect(receiver.rings).toHaveLength(1);
    expect(await deployment.count(`notice where state = 'unreachable'`)).toBe(2);
  });

  it('keeps a new endpoint that was set while the old one answered that it is gone', async () => {
    receiver.answer = 'hang';
    const job = await ringing();
    const running = deployment.ring(worker, job);
    await deployment.until(`delivery where state = 'handed'`, 1);
    await receiver.rung();
    await deployment.setChannels(deployment.world.people.lawyer, webhookTo('https://new.example/'), 1_000);
    receiver.answerNow(410);
    expect(await running).toBe('disabled');
    expect(await deployment.one('own_channels')).toMatchObject({ version: 1_000, disabled: [] });
  });

  it('gives up, visibly, after the last try', async () => {
    receiver.answer = { status: 500 };
    let job = await ringing();
    const outcomes: string[] = [];
    for (let tries = 0; tries < 20 && outcomes.at(-1) !== 'failed'; tries += 1) {
      outcomes.push(await deployment.ring(worker, job));
      const [next] = await deployment.open('deliver');
      if (next) job = next;
    }
    expect(outcomes).toEqual([...Array<string>(9).fill('retry'), 'failed']);
    expect(new Set(receiver.rings.map(({ id }) => id)).size).toBe(1);
    expect(await delivery()).toMatchObject({ state: 'failed', attempts: 10, reason: 'server-error' });
    expect(await noticeState()).toBe('unreachable');
  });

  it('is not rung any more once somebody has accepted', async () => {
    receiver.answer = { status: 500 };
    await deployment.ring(worker, await ringing());
    await deployment.rows(`update alert set state = 'accepted', acknowledged_at = $1`, [deployment.now]);
    expect(await deployment.ring(worker, await deployment.theOpen('deliver'))).toBe('over');
    expect(receiver.rings).toHaveLength(1);
    expect(await delivery()).toMatchObject({ state: 'failed', reason: 'acknowledged' });
  });

  it('is not rung when somebody accepts between the look at the alert and the attempt', async () => {
    const job = await ringing();
    const { id } = await deployment.one<{ id: string }>('alert');
    const accepted = `state = 'accepted', acknowledged_at = '${deployment.now.toISOString()}'`;
    const commit = await deployment.holdRow('alert', id, accepted);
    const running = deployment.ring(worker, job);
    await deployment.untilWaiting(1);
    await commit();
    expect(await running).toBe('over');
    expect(receiver.rings).toEqual([]);
    expect(await delivery()).toMatchObject({ state: 'failed', attempts: 0, reason: 'acknowledged' });
  });
});

describe('a slow disk', () => {
  it('that has to remember first where somebody is rung does not ring them once somebody else has accepted', async () => {
    const job = await ringing();
    const disk = memoryStorage();
    let isSlow = false;
    let arrived: () => void = () => undefined;
    let free: () => void = () => undefined;
    const [writing, freed] = [
      new Promise<void>((resolve) => (arrived = resolve)),
      new Promise<void>((resolve) => (free = resolve)),
    ];
    const put = async (name: string, value: Uint8Array): Promise<void> => {
      if (isSlow) {
        arrived();
        await freed;
      }
      await disk.put(name, value);
    };
    const slow = deployment.worker(await loadMemory(deployment.world.pin.deployment, { ...disk, put }));
    await slow.publications.newest();
    isSlow = true;
    const running = deployment.ring(slow, job);
    await writing;
    await deployment.rows(`update alert set state = 'accepted', acknowledged_at = $1`, [deployment.now]);
    free();
    expect(await running).toBe('over');
    expect(receiver.rings).toEqual([]);
    expect(await delivery()).toMatchObject({ state: 'failed', attempts: 0, reason: 'acknowledged' });
  });
});

describe('a delivery job', () => {
  it('rings once when it comes twice, or to two workers at the same moment', async () => {
    const job = await ringing();
    const other = deployment.worker();
    receiver.answer = 'hang';
    const first = deployment.ring(worker, job);
    await deployment.until(`delivery where state = 'handed'`, 1);
    expect(await deployment.ring(other, job)).toBe('busy');
    expect(await deployment.open('deliver')).toHaveLength(1);
    expect(await first).toBe('retry');
    // The old ticket is worth nothing after that.
    expect(await deployment.ring(other, job)).toBe('over');
    expect(receiver.rings).toHaveLength(1);
  });

  it('is left to the worker that was faster, however close the two were', async () => {
    const job = await ringing();
    const until = new Date(deployment.now.getTime() + 20_000).toISOString();
    const taken = `state = 'handed', attempts = 1, next_at = '${until}'`;
    const commit = await deployment.holdRow('delivery', job.ref, taken);
    const running = deployment.ring(worker, job);
    await deployment.untilWaiting(1);
    await commit();
    expect(await running).toBe('busy');
    expect(receiver.rings).toEqual([]);
    expect(await delivery()).toMatchObject({ state: 'handed', attempts: 1 });
  });

  it('has the outcome of whoever took over, not of the first, whose answer came too late', async () => {
    const job = await ringing();
    receiver.answer = 'hang';
    const first = deployment.ring(worker, job);
    await receiver.rung();
    await deployment.rows(`update delivery set attempts = 2`);
    receiver.answerNow(500);
    await first;
    expect(await delivery()).toMatchObject({ state: 'handed', attempts: 2, reason: null });
    expect(await deployment.open('deliver')).toHaveLength(1);
  });

  it('is taken up by another worker when the first died in the middle, and the receiver knows the message', async () => {
    const job = await ringing();
    // What a killed worker leaves: handed over, its time running out, nothing committed after the POST.
    receiver.answer = { status: 200 };
    const dying = deployment.worker();
    const release = await deployment.dieAfterHandingOver();
    await expect(deployment.ring(dying, job)).rejects.toBeTruthy();
    await release();
    expect(await delivery()).toMatchObject({ state: 'handed', attempts: 1 });
    expect(await deployment.ring(worker, job)).toBe('busy');
    deployment.later(30_000);
    expect(await deployment.ring(worker, job)).toBe('delivered');
    expect(receiver.rings.map(({ id }) => id)).toEqual([`msg_${job.ref}`, `msg_${job.ref}`]);
    expect(await delivery()).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('does nothing for a ticket that is not the newest', async () => {
    const job = await ringing();
    expect(await deployment.ring(worker, { ...job, ticket: newId() })).toBe('over');
    expect(receiver.rings).toEqual([]);
  });

  it('rings nobody at an address that its owner did not sign', async () => {
    const job = await ringing();
    const { host, lawyer } = deployment.world.people;
    const spy = webhookTo(`http://${receiver.address}/spy`);
    const stolen = deployment.world.channels({ ...lawyer, keys: host.keys }, spy);
    await deployment.rows('update own_channels set sealed = $1, signature = $2', [
      Buffer.from(stolen.sealed),
      Buffer.from(stolen.signature),
    ]);
    expect(await deployment.ring(worker, job)).toBe('failed');
    expect((await delivery()).reason).toBe('channels-invalid');
    expect(receiver.rings).toEqual([]);
  });

  it('leaves neither address nor key nor member in the log', async () => {
    receiver.answer = { status: 500 };
    await deployment.ring(worker, await ringing());
    const log = deployment.logged.join('\n');
    expect(log).toContain('publication verified');
    expect(log).not.toContain(receiver.address);
    for (const { id } of Object.values(deployment.world.people)) expect(log).not.toContain(id);
  });
});

/** Node's own Ed25519, over what Standard Webhooks says is signed; nothing of ours takes part. */
function independentlyVerified({ id, timestamp, body, signature }: Ring): boolean {
  const [scheme, value = ''] = signature.split(',');
  const prefix = Buffer.from('302a300506032b6570032100', 'hex');
  const der = Buffer.concat([prefix, deployment.world.secrets.webhook.publicKey]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return (
    scheme === 'v1a' &&
    verify(null, Buffer.from(`${id}.${timestamp}.${body}`), key, Buffer.from(value, 'base64'))
  );
}
