import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openOwnChannels } from './dispatch.js';
import {
  acknowledgementStatement,
  CAPSULE_SIZES,
  cryptoReady,
  callStatement,
  decodeAcknowledgementStatement,
  decodeCallStatement,
  hash,
  MESSAGE_BYTES,
  signInStatement,
  type OwnChannel,
  signWebhook,
  verifyPossession,
  verifyWebhook,
  type PossessionSubject,
  FormatError,
} from './index.js';
import { openCapsule, openNotice, openRosterCopy, openTriageNote, provePossession } from './open.js';
import {
  challengePossession,
  MessageTooLong,
  sealCapsule,
  sealNotice,
  sealOwnChannels,
  sealRosterCopy,
  sealTriageNote,
} from './seal.js';
import { idOf, makeSample, type Sample } from './vectors/sample.js';

const UNOPENED = { ok: false, outcome: 'unopened' };
let sample: Sample;
beforeAll(async () => {
  await cryptoReady();
  sample = makeSample();
});

const about = (body: string) => ({
  recipientKey: sample.people.carla.member.sealKey,
  T0: hash(new Uint8Array(1)),
  alertId: idOf('alert'),
  purpose: 'protection',
  expires: new Date('2026-07-01T00:00:00Z'),
  body,
});

describe('sealed messages', () => {
  it('have the same size whatever they say', () => {
    const { secretKey } = sample.servers.dispatchSign;
    const text = fc.string({ maxLength: 600 });
    fc.assert(
      fc.property(text, (body) => sealNotice(about(body), secretKey).length === MESSAGE_BYTES),
      { numRuns: 10 },
    );
  });

  it('come in a few sizes where they may be long', () => {
    const { secretKey, publicKey } = sample.desks.triage.sign;
    const carla = sample.people.carla.keys.seal.secretKey;
    const sizes = [10, 5_000, 40_000, 200_000].map((length) => {
      const sealed = sealCapsule(about('x'.repeat(length)), secretKey);
      expect(openCapsule(carla, sealed, [publicKey])).toMatchObject({
        ok: true,
        capsule: { body: 'x'.repeat(length) },
      });
      return sealed.length;
    });
    expect(sizes).toEqual([...CAPSULE_SIZES]);
  });

  it('are refused, with a reason to tell the writer, when they do not fit', () => {
    const { secretKey } = sample.servers.dispatchSign;
    expect(() => sealNotice(about('x'.repeat(4000)), secretKey)).toThrow(MessageTooLong);
    expect(() => sealCapsule(about('x'.repeat(300_000)), secretKey)).toThrow(MessageTooLong);
    const note = {
      deskKey: sample.desks.triage.seal.publicKey,
      T0: hash(new Uint8Array(1)),
      body: 'x'.repeat(4000),
    };
    expect(() => sealTriageNote(note, secretKey)).toThrow(MessageTooLong);
  });

  it('of any length and content have one outcome when they are not ours', () => {
    const junk = fc.uint8Array({ maxLength: 5000, size: 'max' });
    const { keys } = sample.people.carla;
    fc.assert(
      fc.property(junk, (bytes) => {
        expect(openNotice(keys.seal.secretKey, bytes, [])).toEqual(UNOPENED);
        expect(openTriageNote(keys.seal.secretKey, bytes, bytes, [])).toEqual(UNOPENED);
        expect(openOwnChannels(keys.seal.secretKey, bytes)).toEqual(UNOPENED);
        expect(openRosterCopy(keys.seal.secretKey, bytes)).toEqual(UNOPENED);
      }),
      { numRuns: 20 },
    );
    expect(openNotice(new Uint8Array(3), new Uint8Array(MESSAGE_BYTES), [])).toEqual(UNOPENED);
  });

  const own = (...channels: readonly OwnChannel[]) => ({
    member: idOf('member/carla'),
    version: 3,
    language: 'es' as const,
    channels,
  });
  const webhook = { kind: 'webhook', url: 'https://ally.example/hook', secret: null } as const;

  it('to dispatch carry channels that nobody else reads, in one of two sizes', () => {
    const few = own(webhook, { kind: 'sms', number: '+51900000000' });
    const sealed = sealOwnChannels(sample.dispatch.publicKey, few);
    expect(sealed).toHaveLength(4096);
    expect(openOwnChannels(sample.dispatch.secretKey, sealed)).toEqual({ ok: true, own: few });
    expect(openOwnChannels(sample.desks.triage.seal.secretKey, sealed)).toEqual(UNOPENED);
    const many = own({ kind: 'email', address: 'a@b.example', openpgp: new Uint8Array(8192) }, webhook);
    expect(sealOwnChannels(sample.dispatch.publicKey, many)).toHaveLength(16_384);
    expect(sealOwnChannels(sample.dispatch.publicKey, own())).toHaveLength(4096);
  });

  it.each<[string, OwnChannel]>([
    ['a second address in an address', { kind: 'email', address: 'a@b.example,c@d.example', openpgp: null }],
    ['a header in an address', { kind: 'email', address: 'a@b.example\r\nBcc: c@d.example', openpgp: null }],
    ['a number that no telephone has', { kind: 'sms', number: '911; rm' }],
    ['a webhook secret that is too short', { ...webhook, secret: new Uint8Array(8) }],
    [
      'a push key of another length',
      { kind: 'push', endpoint: 'https://p.example/', p256dh: new Uint8Array(64), auth: new Uint8Array(16) },
    ],
    ['a kind that does not exist', { kind: 'pigeon' } as unknown as OwnChannel],
    ['a field that does not belong there', { ...webhook, extra: 1 } as OwnChannel],
  ])('to dispatch never carry %s', (_what, wrong) => {
    expect(() => sealOwnChannels(sample.dispatch.publicKey, own(wrong))).toThrow(FormatError);
  });

  it('to dispatch carry what fits and say when it does not', () => {
    const key = { kind: 'email', address: 'a@b.example', openpgp: new Uint8Array(8192) } as const;
    expect(() => sealOwnChannels(sample.dispatch.publicKey, own(key, key))).toThrow(MessageTooLong);
  });

  it('hide how many people a roster holds', () => {
    const { dispatch, documents } = sample;
    const copy = sealRosterCopy(dispatch.publicKey, documents.roster);
    expect(copy.length % 16384).toBe(0);
    expect(openRosterCopy(dispatch.secretKey, copy)).toEqual({ ok: true, roster: documents.roster });
  });
});

describe('statements', () => {
  it('are read back exactly as they were signed', () => {
    const statement = {
      alertId: idOf('alert'),
      noticeDigest: hash(new Uint8Array(2)),
      ticket: idOf('ticket'),
      decision: 'DECLINE' as const,
      reason: 'no lawyer there',
      at: new Date('2026-06-01T00:00:00Z'),
    };
    expect(decodeAcknowledgementStatement(acknowledgementStatement(statement))).toEqual(statement);
    expect(
      decodeAcknowledgementStatement(acknowledgementStatement({ ...statement, reason: undefined })).reason,
    ).toBeNull();
  });

  it('of a call are read back exactly as they were signed, and nothing else is read as one', () => {
    const statement = {
      alertId: idOf('alert'),
      taskDigest: hash(new Uint8Array(2)),
      ticket: idOf('ticket'),
      outcome: 'NO_ANSWER' as const,
      at: new Date('2026-06-01T00:00:00Z'),
    };
    expect(decodeCallStatement(callStatement(statement))).toEqual(statement);
    expect(() => decodeAcknowledgementStatement(callStatement(statement))).toThrow(FormatError);
  });

  it('are not built from what no verifier accepts', () => {
    const signIn = {
      deployment: 'd',
      origin: 'https://amparo.example',
      memberId: idOf('x'),
      nonce: new Uint8Array(32),
      expires: new Date(0),
    };
    expect(() => signInStatement(signIn)).not.toThrow();
    expect(() => signInStatement({ ...signIn, nonce: new Uint8Array(16) })).toThrow();
    expect(() => signInStatement({ ...signIn, memberId: 'ana' })).toThrow();
  });
});

describe('webhooks', () => {
  it('are checked for id, time, body and key, and never throw', () => {
    const { secretKey, publicKey } = sample.servers.webhook;
    const header = signWebhook('msg_1', 1_700_000_000, '{}', secretKey);
    expect(verifyWebhook('msg_1', 1_700_000_000, '{}', header, [publicKey])).toBe(true);
    expect(verifyWebhook('msg_2', 1_700_000_000, '{}', header, [publicKey])).toBe(false);
    expect(verifyWebhook('msg_1', 1_700_000_001, '{}', header, [publicKey])).toBe(false);
    expect(verifyWebhook('msg_1', 1_700_000_000, '{ }', header, [publicKey])).toBe(false);
    expect(verifyWebhook('msg_1', 1_700_000_000, '{}', header, [])).toBe(false);
    for (const bad of ['', 'v1a,', 'v1a,!!', 'v1,AAAA', header.slice(0, -4), 'v1a,'.repeat(100)])
      expect(verifyWebhook('msg_1', 1_700_000_000, '{}', bad, [publicKey])).toBe(false);
    // A full stop in the id would let two requests share one signed text.
    expect(() => signWebhook('a.1', 1, '{}', secretKey)).toThrow(RangeError);
  });
});

describe('proof of possession', () => {
  const { deployment } = { deployment: 'amparo-sample' };
  const subjects = (): [PossessionSubject, Uint8Array][] => {
    const { keys } = sample.people.dora;
    return [
      [{ deployment, use: 'seal', publicKey: keys.seal.publicKey }, keys.seal.secretKey],
      [{ deployment, use: 'sign', publicKey: keys.sign.publicKey }, keys.sign.secretKey],
      [{ deployment, use: 'custody', publicKey: keys.custody.publicKey }, keys.custody.secretKey],
    ];
  };

  it('is given by the holder of every kind of key', () => {
    for (const [subject, secretKey] of subjects()) {
      const asked = challengePossession(subject);
      const answer = provePossession(subject, asked.challenge, secretKey);
      if (!answer.ok) throw new Error('the holder can answer');
      expect(verifyPossession(subject, asked, answer.proof)).toBe(true);
      expect(verifyPossession({ ...subject, deployment: 'elsewhere' }, asked, answer.proof)).toBe(
        subject.use !== 'sign',
      );
      expect(verifyPossession(subject, challengePossession(subject), answer.proof)).toBe(false);
    }
  });

  it('is not given by somebody who merely copied a public key', () => {
    const { keys } = sample.people.elsa;
    const others = [keys.seal.secretKey, keys.sign.secretKey, keys.custody.secretKey];
    for (const [at, [subject]] of subjects().entries()) {
      const asked = challengePossession(subject);
      const answer = provePossession(subject, asked.challenge, others[at]!);
      expect(answer.ok && verifyPossession(subject, asked, answer.proof)).toBe(false);
    }
  });

  it('for one deployment is none for another', () => {
    for (const [subject, secretKey] of subjects()) {
      const asked = challengePossession(subject);
      const elsewhere = { ...subject, deployment: 'elsewhere' };
      const answer = provePossession(elsewhere, asked.challenge, secretKey);
      expect(answer.ok && verifyPossession(subject, asked, answer.proof)).toBe(false);
    }
  });
});
