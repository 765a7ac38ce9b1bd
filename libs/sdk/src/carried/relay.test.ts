import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, envelopeDigest, fromBase64Url, newSignKeyPair, signAcceptance, toHex } from '#crypto';
import { NOW, serverThat, unreachable, type Answers } from '../deployment.fixture.js';
import type { CarriedEnvelope } from './bundle.js';
import { outerEnvelope } from './carried.fixture.js';
import { provenBy, readReceipts, writeReceipts, type CarriedReceipt } from './receipts.js';
import { relay, type RelayOptions } from './relay.js';

let accept: ReturnType<typeof newSignKeyPair>;
beforeAll(async () => {
  await cryptoReady();
  accept = newSignKeyPair();
});

const carried = (seed: number): CarriedEnvelope => {
  const envelope = outerEnvelope(seed);
  return { envelope, digest: envelopeDigest(envelope), claim: null };
};
const many = (count: number) => Array.from({ length: count }, (_, at) => carried(at));
const digestIn = (variables: Record<string, unknown>): Uint8Array =>
  envelopeDigest(fromBase64Url((variables['input'] as { envelope: string }).envelope));
const receiptFor = (digest: Uint8Array, key = accept.secretKey) => signAcceptance({ digest, hour: NOW }, key);
const accepted = (variables: Record<string, unknown>) => ({
  __typename: 'ReportAccepted',
  receipt: receiptFor(digestIn(variables)),
});

async function relayed(
  envelopes: readonly CarriedEnvelope[],
  submitReport: Answers[string],
  more: Partial<RelayOptions> = {},
) {
  const transport = serverThat({ submitReport });
  const kinds: string[] = [];
  const waits: number[] = [];
  await relay(envelopes, {
    transport,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    receipts: [],
    acceptKeys: null,
    told: (_, { kind }) => {
      kinds.push(kind);
      return Promise.resolve();
    },
    ...more,
  });
  return { kinds, waits, calls: transport.calls.length };
}

describe('a carrier', () => {
  it('goes on after what is refused, and after what nobody answered', async () => {
    const answers = [
      () => ({ __typename: 'ReportRefused', reason: 'unknown-key-set' }),
      accepted,
      () => unreachable,
    ];
    let at = 0;
    const { kinds } = await relayed(many(6), (variables) => {
      const digest = toHex(digestIn(variables));
      at = many(6).findIndex((one) => toHex(one.digest) === digest);
      return answers[at % 3]?.(variables);
    });
    expect(kinds).toEqual(['refused', 'accepted', 'unreachable', 'refused', 'accepted', 'unreachable']);
  });

  it('does not stand hours at a dead line: after three in a row the rest are left for later', async () => {
    const { kinds, calls } = await relayed(many(50), () => unreachable);
    expect(kinds).toEqual(Array.from({ length: 50 }, () => 'unreachable'));
    expect(calls).toBe(9);
  });

  it('comes back when it is told to, within bounds, and passes a longer wait on to the person', async () => {
    let asked = 0;
    const busyTwice = (variables: Record<string, unknown>) =>
      (asked += 1) <= 2 ? { __typename: 'ReportDeferred', retryAfterSeconds: 7 } : accepted(variables);
    const { kinds, waits } = await relayed(many(1), busyTwice);
    expect(kinds).toEqual(['accepted']);
    expect(waits).toEqual([7000, 7000]);
    const closed = () => ({ __typename: 'ReportDeferred', retryAfterSeconds: 3000 });
    expect(await relayed(many(2), closed)).toMatchObject({
      kinds: ['deferred', 'deferred'],
      waits: [],
      calls: 2,
    });
    const always = () => ({ __typename: 'ReportDeferred', retryAfterSeconds: 1 });
    expect(await relayed(many(1), always)).toMatchObject({ kinds: ['deferred'], calls: 3 });
  });

  it('sends nothing that has a receipt', async () => {
    const [one, two] = many(2);
    const receipts: CarriedReceipt[] = [
      { digest: one?.digest ?? new Uint8Array(32), receipt: new Uint8Array(69) },
    ];
    const { kinds, calls } = await relayed(
      [one, two].filter((x) => x !== undefined),
      accepted,
      { receipts },
    );
    expect(kinds).toEqual(['had-receipt', 'accepted']);
    expect(calls).toBe(1);
  });

  it('takes an impostor’s receipt for none where it has the pin, and only then can it know', async () => {
    const impostor = (variables: Record<string, unknown>) => ({
      __typename: 'ReportAccepted',
      receipt: receiptFor(digestIn(variables), newSignKeyPair().secretKey),
    });
    expect((await relayed(many(1), impostor)).kinds).toEqual(['accepted']);
    const acceptKeys = [accept.publicKey];
    expect((await relayed(many(1), impostor, { acceptKeys })).kinds).toEqual(['wrong-receipt']);
    expect((await relayed(many(1), accepted, { acceptKeys })).kinds).toEqual(['accepted']);
    const short = () => ({ __typename: 'ReportAccepted', receipt: new Uint8Array(5) });
    expect((await relayed(many(1), short)).kinds).toEqual(['wrong-receipt']);
  });
});

describe('a file of receipts', () => {
  it('proves to the sender exactly what was accepted, whatever else was put into it', () => {
    const [one, two, three] = many(3).map(({ digest }) => digest);
    if (!one || !two || !three) throw new Error('three');
    const receipts = [
      { digest: one, receipt: receiptFor(one) },
      { digest: one, receipt: receiptFor(one, newSignKeyPair().secretKey) },
      { digest: two, receipt: receiptFor(one) },
      { digest: three, receipt: receiptFor(three, newSignKeyPair().secretKey) },
    ];
    const isProven = provenBy(receipts, [newSignKeyPair().publicKey, accept.publicKey]);
    expect([one, two, three].map(isProven)).toEqual([true, false, false]);
  });

  it('loses nothing to one changed byte, and names the entry that a hole swallowed', () => {
    const receipts = many(3).map(({ digest }) => ({ digest, receipt: receiptFor(digest) }));
    const written = writeReceipts(receipts);
    if (!written.ok) throw new Error(written.reason);
    const { bytes } = written;
    const wrong: number[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      const copy = bytes.slice();
      copy[at] = (copy[at] ?? 0) ^ 0x20;
      const read = readReceipts(copy);
      if (!read.ok || read.receipts.length !== 3 || read.lost.length > 0) wrong.push(at);
    }
    expect(wrong).toEqual([]);
    expect(readReceipts(bytes)).toEqual({ ok: true, receipts, lost: [] });
    const holed = bytes.slice().fill(0, 290 + 100, 290 + 200);
    expect(readReceipts(holed)).toMatchObject({ ok: true, lost: [{ index: 2, total: 3 }] });
    expect(readReceipts(new Uint8Array(9))).toEqual({ ok: false, reason: 'nothing-recognised' });
  });
});
