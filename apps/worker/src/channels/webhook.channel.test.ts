import { createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { cryptoReady, newSignKeyPair, type SignKeyPair } from '#crypto';
import { NOW, rules, WEBHOOK_SECRET, webhookBench } from '../../test/channel-benches.js';
import { checkedPost } from './checked-post.js';
import { webhookChannel } from './webhook.channel.js';

let keys: SignKeyPair;
let bench: Awaited<ReturnType<typeof webhookBench>>;
beforeAll(() => cryptoReady());
beforeEach(async () => {
  keys = newSignKeyPair();
  bench = await webhookBench(keys);
});
afterEach(async () => {
  jest.useRealTimers();
  await bench.close();
});

const ring = {
  id: '2a7f1f9c-51f2-4a4e-8a54-1f3f8f1f0c01',
  noticeId: '6f0f7ad6-0d7a-4f1e-9a53-0b7f6f3a1c11',
  noticedAt: NOW,
  occasion: 'alert',
  language: 'es',
  inFull: () => Promise.resolve(null),
} as const;

describe('a webhook', () => {
  it('is accepted by the reference library for the secret that its owner gave', async () => {
    await bench.ring(ring);
    const [{ headers, body } = { headers: {}, body: Buffer.alloc(0) }] = bench.server.arrivals;
    jest.useFakeTimers({ now: NOW });
    const receiver = new Webhook(`whsec_${Buffer.from(WEBHOOK_SECRET).toString('base64')}`);
    const given = headers as Record<string, string>;
    expect(receiver.verify(body, given)).toEqual({
      type: 'notice.created',
      timestamp: '2026-03-02T10:00:00Z',
      data: { notice: ring.noticeId },
    });
    expect(() => receiver.verify(body.toString().replace('notice', 'report'), given)).toThrow();
    const stranger = new Webhook(`whsec_${Buffer.alloc(32).toString('base64')}`);
    expect(() => stranger.verify(body, given)).toThrow();
  });

  it('carries v1a for everybody beside it, checked here with Node’s own Ed25519', async () => {
    await bench.ring(ring);
    const [arrival] = bench.server.arrivals;
    const [first = '', second = ''] = String(arrival?.headers['webhook-signature']).split(' ');
    const prefix = Buffer.from('302a300506032b6570032100', 'hex');
    const der = Buffer.concat([prefix, keys.publicKey]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const content = `msg_${ring.id}.${String(NOW.getTime() / 1000)}.${String(arrival?.body.toString())}`;
    expect(first.startsWith('v1a,')).toBe(true);
    expect(verify(null, Buffer.from(content), key, Buffer.from(first.slice(4), 'base64'))).toBe(true);
    expect(second.startsWith('v1,')).toBe(true);
  });

  it('carries v1a alone where no secret was given', async () => {
    const channel = webhookChannel(checkedPost(rules([bench.server.address])), keys.secretKey, () => NOW);
    await channel.ring({ kind: 'webhook', url: `http://${bench.server.address}/hook`, secret: null }, ring);
    expect(String(bench.server.arrivals[0]?.headers['webhook-signature'])).not.toContain(' ');
  });

  it('goes to no private address that the operator did not allow', async () => {
    const channel = webhookChannel(checkedPost(rules()), keys.secretKey, () => NOW);
    const to = (url: string) => channel.ring({ kind: 'webhook', url, secret: null }, ring);
    expect(await to(`https://${bench.server.address}/`)).toMatchObject({ because: 'address-refused' });
    expect(await to(`http://${bench.server.address}/`)).toEqual({
      kind: 'unfit',
      because: 'address-invalid',
    });
    expect(bench.server.arrivals).toEqual([]);
  });

  it('says that it is a test when its owner asked for one', async () => {
    await bench.ring({ ...ring, occasion: 'test' });
    expect(bench.server.arrivals[0]?.body.toString()).toContain('"type":"channel.test"');
  });
});
