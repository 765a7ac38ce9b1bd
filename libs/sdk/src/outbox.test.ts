import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  channelStatement,
  decodeDirectory,
  envelopeDigest,
  fromBase64Url,
  signAcceptance,
  signKeyPairFromSeed,
  toHex,
  verify,
} from '#crypto';
import type { Ceremony } from './ceremony.js';
import {
  holdTestCeremony,
  NOW,
  plan,
  reportDraft,
  serverThat,
  unreachable,
  type Answers,
} from './deployment.fixture.js';
import { createOutbox, waitBefore, type OutboxOptions } from './outbox.js';
import { sealReport } from './seal-report.js';
import { memoryStorage } from './storage.js';

let ceremony: Ceremony;
let accept: ReturnType<typeof signKeyPairFromSeed>;
let sealed: Uint8Array;
const SECRET_TEXT = 'Men with rifles at the bridge';

const draft = reportDraft(SECRET_TEXT);

beforeAll(async () => {
  ceremony = await holdTestCeremony();
  accept = signKeyPairFromSeed(ceremony.secrets.accept);
  const outcome = await sealReport(draft, decodeDirectory(ceremony.publication.directory));
  if (!outcome.ok) throw new Error(outcome.reason);
  sealed = outcome.sealed.envelope;
});

const receiptOver = (digest: Uint8Array, key = accept.secretKey) => ({
  __typename: 'ReportAccepted',
  receipt: signAcceptance({ digest, hour: NOW }, key),
});

async function outboxWith(answers: Answers, more: Partial<OutboxOptions> = {}) {
  const storage = memoryStorage();
  const waits: number[] = [];
  const transport = serverThat(answers);
  const sleep = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  const outbox = createOutbox({ storage, transport, sleep, ...more });
  const kept = await outbox.keep(sealed);
  if (!kept.ok) throw new Error(kept.reason);
  const send = () => outbox.send(kept.digest, [accept.publicKey]);
  return { outbox, storage, transport, waits, digest: kept.digest, send };
}

describe('the outbox', () => {
  it('lets a report go when its receipt is verified, and keeps nothing of it', async () => {
    const { send, storage } = await outboxWith({ submitReport: () => receiptOver(envelopeDigest(sealed)) });
    expect(await send()).toMatchObject({ ok: true, attempts: 1 });
    expect(await storage.list('')).toEqual([]);
  });

  it('keeps sealed bytes only: neither text nor words nor address lie on the device', async () => {
    const { storage } = await outboxWith({});
    const names = await storage.list('');
    expect(names).toHaveLength(1);
    expect(await storage.get(names[0] ?? '')).toEqual(sealed);
    expect(Buffer.from(sealed).includes(SECRET_TEXT)).toBe(false);
  });

  it('tries again after a lost reply, with the same bytes, and takes the same receipt', async () => {
    const sent: unknown[] = [];
    let lost = 2;
    const { send, digest, waits } = await outboxWith({
      submitReport: ({ input }) => {
        sent.push(input);
        return lost-- > 0 ? unreachable : receiptOver(digest);
      },
    });
    expect(await send()).toMatchObject({ ok: true, attempts: 3 });
    expect(sent[1]).toEqual(sent[0]);
    expect(sent[2]).toEqual(sent[0]);
    expect(waits).toHaveLength(2);
  });

  it('keeps the report when nobody answers, after a bounded number of attempts', async () => {
    const { send, outbox, waits, transport } = await outboxWith({ submitReport: () => unreachable });
    expect(await send()).toEqual({ ok: false, reason: 'unreachable', code: 'unreachable', attempts: 4 });
    expect(transport.calls).toHaveLength(4);
    expect(waits).toHaveLength(3);
    expect(await outbox.pending()).toHaveLength(1);
  });

  it('waits longer each time, within bounds', () => {
    for (const [attempt, least, most] of [
      [1, 500, 625],
      [2, 1000, 1250],
      [3, 2000, 2500],
      [20, 8000, 10000],
    ] as const) {
      const wait = waitBefore(attempt);
      expect(wait).toBeGreaterThanOrEqual(least);
      expect(wait).toBeLessThanOrEqual(most);
    }
  });

  it.each([
    [
      'made with another key',
      (digest: Uint8Array) => receiptOver(digest, signKeyPairFromSeed(ceremony.secrets.log).secretKey),
    ],
    ['over another report', () => receiptOver(new Uint8Array(32).fill(7))],
    ['of the wrong length', () => ({ __typename: 'ReportAccepted', receipt: new Uint8Array(5) })],
  ])('does not let go for a receipt %s', async (_, answer) => {
    const { send, outbox, transport, digest } = await outboxWith({ submitReport: () => answer(digest) });
    expect(await send()).toMatchObject({ ok: false, reason: 'wrong-receipt' });
    expect(transport.calls).toHaveLength(1);
    expect((await outbox.pending()).map(toHex)).toEqual([toHex(digest)]);
  });

  it('keeps what the server refuses, and says why: the refusal may be a lie', async () => {
    const { send, outbox } = await outboxWith({
      submitReport: () => ({ __typename: 'ReportRefused', reason: 'unknown-key-set' }),
    });
    expect(await send()).toMatchObject({ ok: false, reason: 'refused', code: 'unknown-key-set' });
    expect(await outbox.pending()).toHaveLength(1);
  });

  const deferred = (retryAfterSeconds: number) => ({ __typename: 'ReportDeferred', retryAfterSeconds });

  it('comes back when it is told to, and then lets the report go', async () => {
    let full = 2;
    const { send, waits, storage, digest } = await outboxWith({
      submitReport: () => (full-- > 0 ? deferred(40) : receiptOver(digest)),
    });
    expect(await send()).toMatchObject({ ok: true, attempts: 3 });
    expect(waits).toEqual([40_000, 40_000]);
    expect(await storage.list('')).toEqual([]);
  });

  it.each([
    ['again and again', 40, 3],
    ['for longer than anybody would wait', 3600, 1],
  ])('keeps what is deferred %s, and says when to come back', async (_, seconds, attempts) => {
    const { send, outbox } = await outboxWith({ submitReport: () => deferred(seconds) });
    expect(await send()).toMatchObject({
      ok: false,
      reason: 'deferred',
      retryAfterSeconds: seconds,
      attempts,
    });
    expect(await outbox.pending()).toHaveLength(1);
  });

  it('works instead of waiting where it can, and is not kept working by a server that always asks again', async () => {
    const asked: string[] = [];
    const solve = (challenge: string): Promise<string> => {
      asked.push(challenge);
      return Promise.resolve(`solved ${challenge}`);
    };
    const flooded = (challenge: string) => ({ ...deferred(40), challenge });
    const brought: unknown[] = [];
    const patient = await outboxWith(
      {
        submitReport: ({ input }) => {
          const { work } = input as { work?: string };
          brought.push(work);
          if (work === undefined) return flooded('old');
          return work === 'solved old' ? flooded('new') : receiptOver(patient.digest);
        },
      },
      { solve },
    );
    expect(await patient.send()).toMatchObject({ ok: true, attempts: 3 });
    expect([brought, patient.waits]).toEqual([[undefined, 'solved old', 'solved new'], []]);

    asked.length = 0;
    const hungry = await outboxWith({ submitReport: () => flooded('more') }, { solve });
    expect(await hungry.send()).toMatchObject({ ok: false, reason: 'deferred', attempts: 5 });
    expect([asked, hungry.waits]).toEqual([
      ['more', 'more'],
      [40_000, 40_000],
    ]);

    const unable = await outboxWith(
      { submitReport: () => flooded('any') },
      { solve: () => Promise.resolve(null) },
    );
    expect(await unable.send()).toMatchObject({ ok: false, reason: 'deferred', attempts: 3 });
    expect(await unable.outbox.pending()).toHaveLength(1);
  });

  it('is not held for ever by a server that names a wait without end or none', async () => {
    for (const nonsense of [1e12, 0]) {
      const { send, outbox } = await outboxWith({ submitReport: () => deferred(nonsense) });
      const outcome = await send();
      expect(outcome).toMatchObject({ ok: false, reason: 'deferred' });
      expect(outcome).toHaveProperty('retryAfterSeconds', nonsense === 0 ? 1 : 3600);
      expect(await outbox.pending()).toHaveLength(1);
    }
  });

  it('keeps the report for an answer of a kind that this version does not know', async () => {
    const { send, outbox } = await outboxWith({ submitReport: () => ({ __typename: 'ReportSomethingNew' }) });
    expect(await send()).toMatchObject({ ok: false, reason: 'unreachable', code: 'malformed' });
    expect(await outbox.pending()).toHaveLength(1);
  });

  it('refuses clearly when it is full, but takes again what it already holds', async () => {
    const { outbox } = await outboxWith({}, { maxReports: 1 });
    expect(await outbox.keep(sealed)).toMatchObject({ ok: true });
    const other = sealed.slice();
    other[10] = (other[10] ?? 0) ^ 1;
    expect(await outbox.keep(other)).toEqual({ ok: false, reason: 'full' });
  });

  it('takes nothing that is not an envelope: a text put there by mistake is not stored', async () => {
    const { outbox, storage } = await outboxWith({});
    expect(await outbox.keep(Buffer.from(SECRET_TEXT))).toEqual({ ok: false, reason: 'not-an-envelope' });
    expect(await storage.list('')).toHaveLength(1);
  });

  it('names the channel with a signature over this very report', async () => {
    let input: { channel?: { id: string; signature: string } } = {};
    const channel = signKeyPairFromSeed(new Uint8Array(32).fill(9));
    const { send, digest } = await outboxWith(
      {
        submitReport: (variables) => {
          input = variables['input'] as typeof input;
          return receiptOver(digest);
        },
      },
      { channel: { deployment: plan.deployment, id: 'partner', signSecretKey: channel.secretKey } },
    );
    await send();
    const statement = channelStatement({ deployment: plan.deployment, channelId: 'partner', digest });
    const signature = fromBase64Url(input.channel?.signature ?? '');
    expect(verify('channel', statement, signature, channel.publicKey)).toBe(true);
  });
});
