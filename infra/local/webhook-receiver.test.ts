import { beforeAll, afterEach, describe, expect, it } from '@jest/globals';
import { cryptoReady, newSignKeyPair, signWebhook, type SignKeyPair } from '#crypto';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.js';

let worker: SignKeyPair;
let receiver: WebhookReceiver | null = null;
beforeAll(async () => {
  await cryptoReady();
  worker = newSignKeyPair();
});
afterEach(async () => {
  await receiver?.close();
  receiver = null;
});

const BODY = '{"type":"notice.created","data":{"notice":"n1"}}';
const now = (): number => Math.floor(Date.now() / 1000);

async function ring({
  id = 'msg_1',
  at = now(),
  body = BODY,
  key = worker.secretKey,
  method = 'POST',
  signature = '',
} = {}): Promise<number> {
  const response = await fetch(receiver?.url ?? '', {
    method,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': signature || signWebhook(id, at, BODY, key),
    },
    ...(method === 'POST' ? { body } : {}),
  });
  return response.status;
}

describe('an ally’s receiver (Standard Webhooks 1.0, v1a)', () => {
  it('takes a signed call, once, whoever sends it again', async () => {
    receiver = await startWebhookReceiver([worker.publicKey]);
    expect(receiver.received('n1')).toBeNull();
    expect(await ring()).toBe(204);
    expect(await ring()).toBe(204);
    expect(receiver.received('n1')?.body).toBe(BODY);
  });

  it('takes a signature of any of its keys, while keys are rotated', async () => {
    receiver = await startWebhookReceiver([newSignKeyPair().publicKey, worker.publicKey]);
    expect(await ring()).toBe(204);
  });

  it('refuses what is changed, old, from the future, unsigned, or signed by somebody else', async () => {
    receiver = await startWebhookReceiver([worker.publicKey]);
    const statuses = [
      await ring({ body: BODY.replace('n1', 'n2') }),
      await ring({ at: now() - 301 }),
      await ring({ at: now() + 301 }),
      await ring({ signature: 'v1,abcd' }),
      await ring({ key: newSignKeyPair().secretKey }),
    ];
    expect(statuses).toEqual([401, 401, 401, 401, 401]);
    expect(receiver.refused()).toBe(5);
    expect(receiver.received('n')).toBeNull();
  });

  it('refuses another method and an endless body', async () => {
    receiver = await startWebhookReceiver([worker.publicKey]);
    expect(await ring({ method: 'GET' })).toBe(405);
    expect(await ring({ body: 'x'.repeat(70_000) })).toBe(413);
  });
});
