import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cryptoReady } from '#crypto';
import { NOW, pushBench, rules } from '../../test/channel-benches.js';
import { checkedPost } from './checked-post.js';
import { pushChannel } from './push.channel.js';

let bench: Awaited<ReturnType<typeof pushBench>>;
beforeAll(() => cryptoReady());
beforeEach(async () => {
  bench = await pushBench();
});
afterEach(() => bench.close());

const ring = {
  id: '2a7f1f9c-51f2-4a4e-8a54-1f3f8f1f0c01',
  noticeId: '6f0f7ad6-0d7a-4f1e-9a53-0b7f6f3a1c11',
  noticedAt: NOW,
  occasion: 'alert',
  language: 'pt',
  inFull: () => Promise.resolve(null),
} as const;

describe('a web push', () => {
  it('opens in the browser that subscribed, in its reader’s language', async () => {
    await bench.ring(ring);
    expect(bench.arrived()[0]).toContain('"text":"Você tem uma mensagem para ler"');
  });

  it('asks to be shown at once, to be kept a day, and to replace the one before', async () => {
    await bench.ring(ring);
    expect(bench.server.arrivals[0]?.headers).toMatchObject({
      urgency: 'high',
      ttl: '86400',
      topic: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      'content-encoding': 'aes128gcm',
      authorization: expect.stringMatching(/^vapid t=[^,]+, k=/),
    });
  });

  it('knows a subscription that the push service forgot', async () => {
    bench.server.answer = { status: 404 };
    expect(await bench.ring(ring)).toEqual({ kind: 'gone' });
  });

  it('to a key that is none is the owner’s to repair', async () => {
    const identity = { publicKey: 'A'.repeat(87), privateKey: 'A'.repeat(43), contact: 'mailto:a@b.example' };
    const channel = pushChannel(checkedPost(rules([bench.server.address])), identity);
    const to = {
      kind: 'push',
      endpoint: `http://${bench.server.address}/`,
      p256dh: new Uint8Array(65),
      auth: new Uint8Array(16),
    } as const;
    expect(await channel.ring(to, ring)).toEqual({ kind: 'unfit', because: 'address-invalid' });
    expect(bench.server.arrivals).toEqual([]);
  });
});
