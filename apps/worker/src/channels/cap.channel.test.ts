/** Read back with an XML parser, against the rules of CAP 1.2 for what is used here. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { cryptoReady, newSignKeyPair, verifyWebhook } from '#crypto';
import { capBench, NOW } from '../../test/channel-benches.js';
import { signedEntry } from './cap.channel.js';
import type { CapEntry } from './cap-document.js';

beforeAll(() => cryptoReady());

const entry: CapEntry = {
  id: '2a7f1f9c-51f2-4a4e-8a54-1f3f8f1f0c01',
  type: 'Alert',
  follows: null,
  noticeId: '6f0f7ad6-0d7a-4f1e-9a53-0b7f6f3a1c11',
  occasion: 'alert',
  language: 'es',
  sentAt: NOW,
  sender: 'Amparo, <Perú>',
};

const where = { feed: new Uint8Array(32), deliveryId: '2a7f1f9c-51f2-4a4e-8a54-1f3f8f1f0c01' };
const signed = (said: CapEntry) => signedEntry(said, where, newSignKeyPair().secretKey);
const parse = (document: string): Record<string, unknown> => {
  const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false });
  return (parser.parse(document) as { alert: Record<string, unknown> }).alert;
};

describe('an entry of a CAP feed', () => {
  it.each([
    ['alert', 'Actual'],
    ['exercise', 'Exercise'],
    ['test', 'Test'],
  ] as const)(
    'on the occasion of an %s has status %s and what CAP 1.2 demands of a private alert',
    (occasion, status) => {
      const alert = parse(signed({ ...entry, occasion }).document);
      expect(alert).toMatchObject({
        '@_xmlns': 'urn:oasis:names:tc:emergency:cap:1.2',
        identifier: entry.id,
        status,
        msgType: 'Alert',
        scope: 'Private',
        addresses: 'holder-of-this-feed',
        info: {
          category: 'Other',
          urgency: 'Unknown',
          severity: 'Unknown',
          certainty: 'Unknown',
          event: 'notice',
        },
      });
      expect(alert['sent']).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}-00:00$/);
      // Neither may hold a space, a comma, < or & (§3.2.1).
      expect(`${String(alert['sender'])}${String(alert['identifier'])}`).toMatch(/^[^ ,<&]+$/);
      expect(alert).not.toHaveProperty('info.area');
    },
  );

  it('keeps the order of elements that the schema prescribes', () => {
    const keys = Object.keys(parse(signed(entry).document)).filter((key) => !key.startsWith('@'));
    expect(keys).toEqual(['identifier', 'sender', 'sent', 'status', 'msgType', 'scope', 'addresses', 'info']);
  });

  it.each(['Update', 'Cancel'] as const)('that is an %s names the alert that it follows', (type) => {
    const follows = { id: entry.id, sentAt: NOW };
    const alert = parse(signed({ ...entry, id: 'another', type, follows }).document);
    expect(alert).toMatchObject({
      msgType: type,
      references: `${String(alert['sender'])},${entry.id},2026-03-02T10:00:00-00:00`,
    });
  });

  it('is signed by the worker: the api that serves it can alter nothing', async () => {
    const keys = newSignKeyPair();
    const bench = await capBench(keys);
    await bench.ring({ ...entry, inFull: () => Promise.resolve(null), noticedAt: NOW });
    const [kept] = bench.kept;
    const at = NOW.getTime() / 1000;
    const check = (document: string) =>
      verifyWebhook(kept?.id ?? '', at, document, kept?.signature ?? '', [keys.publicKey]);
    expect(check(kept?.document ?? '')).toBe(true);
    expect(check((kept?.document ?? '').replace('Actual', 'Test'))).toBe(false);
  });
});
