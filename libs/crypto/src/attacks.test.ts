/** The attacks that must fail, by name. Most are also frozen vectors; here each is carried out anew. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openRouting } from './dispatch.js';
import {
  concat,
  cryptoReady,
  custodyBoxes,
  decodeDirectory,
  decodeEnvelope,
  encodeDirectory,
  encodeHead,
  encodeRootPin,
  decodeRootPin,
  effectiveNow,
  envelopeDigest,
  hash,
  headHash,
  newSignKeyPair,
  sealKeyPairFromSeed,
  sign,
  signAcceptance,
  signFreshness,
  signHead,
  signInStatement,
  utf8,
  verify,
  verifyDirectory,
  verifyDocument,
  verifyHead,
  type RootPin,
  type SealedEnvelope,
} from './index.js';
import {
  openCapsule,
  openCustodyBox,
  openEnvelopeAsDesk,
  openGrant,
  openIdentity,
  openNotice,
} from './open.js';
import { unpad, pad } from './padding.js';
import { sealCapsule, sealEnvelope, sealGrant, sealNotice, sealTo, type SealEnvelopeInput } from './seal.js';
import { unseal } from './opening.js';
import { idOf, makeSample, seedOf, type Sample } from './vectors/sample.js';

const UNOPENED = { ok: false, outcome: 'unopened' };
const DAY = 86_400_000;

let sample: Sample;
let pin: RootPin;
let input: SealEnvelopeInput;
let one: Uint8Array;
let two: Uint8Array;
beforeAll(async () => {
  await cryptoReady();
  sample = makeSample();
  pin = decodeRootPin(encodeRootPin(sample.pin));
  input = {
    keySet: 1,
    recipients: {
      mode: 'ordinary',
      dispatchKey: sample.dispatch.publicKey,
      deskKey: sample.desks.triage.seal.publicKey,
    },
    custody: custodyBoxes(decodeDirectory(sample.documents.directory)),
    routing: utf8('routing'),
    narrative: utf8('narrative'),
    identity: utf8('identity'),
  };
  one = (await sealEnvelope(input)).bytes;
  two = (await sealEnvelope(input)).bytes;
});

function decoded(bytes: Uint8Array): SealedEnvelope {
  const outcome = decodeEnvelope(bytes);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.envelope;
}
const asDispatch = (bytes: Uint8Array) => openRouting(sample.dispatch.secretKey, decoded(bytes));
const asDesk = (bytes: Uint8Array) => openEnvelopeAsDesk(sample.desks.triage.seal.secretKey, decoded(bytes));
const moved = (at: number, length: number) =>
  concat(one.slice(0, at), two.slice(at, at + length), one.slice(at + length));

describe('attacks on an envelope', () => {
  it('positive control: the untouched envelope opens', () => {
    expect(asDispatch(one)).toMatchObject({ ok: true });
    expect(asDesk(one)).toMatchObject({ ok: true });
  });

  it.each([
    ['slot 0', 32, 1264],
    ['slot 1', 1296, 1264],
    ['both slots', 32, 2528],
    ['custody entry 0', 2560, 130],
    ['custody entry 4', 3080, 130],
    ['all custody entries', 2560, 650],
    ['the routing compartment', 3210, 1072],
  ])('%s moved in from another envelope', (_, at, length) => {
    expect(asDispatch(moved(at, length))).toEqual(UNOPENED);
    expect(asDesk(moved(at, length))).toEqual(UNOPENED);
  });

  it('the narrative of another envelope', () => {
    expect(asDesk(moved(4282, 2838))).toEqual(UNOPENED);
  });

  it('a compartment in the place of another of the same size', () => {
    const swapped = concat(
      one.slice(0, 3210),
      one.slice(-1072),
      one.slice(4282, -1072),
      one.slice(3210, 4282),
    );
    expect(asDispatch(swapped)).toEqual(UNOPENED);
    expect(asDesk(swapped)).toEqual(UNOPENED);
  });

  it('the identity compartment of another report does not open under this one', async () => {
    const envelope = decoded(moved(8192 - 1072, 1072));
    const opened = openEnvelopeAsDesk(sample.desks.triage.seal.secretKey, envelope);
    if (!opened.ok) throw new Error('the identity is bound to what precedes it, not the other way round');
    expect(await openIdentity(opened.deskHalf, sharesOf(envelope), envelope, 2)).toEqual(UNOPENED);
  });

  it.each([
    ['truncated', (bytes: Uint8Array) => bytes.slice(0, -1), 'length'],
    ['extended', (bytes: Uint8Array) => concat(bytes, new Uint8Array(1)), 'length'],
    ['padded up to the next size', (bytes: Uint8Array) => concat(bytes, new Uint8Array(8192)), 'size-class'],
    ['with something in the reserved bytes', (bytes: Uint8Array) => withByte(bytes, 30, 1), 'reserved'],
    ['claiming another size', (bytes: Uint8Array) => withByte(bytes, 28, 1), 'size-class'],
    ['of another version', (bytes: Uint8Array) => withByte(bytes, 6, 2), 'version'],
    ['of another suite', (bytes: Uint8Array) => withByte(bytes, 7, 0), 'suite'],
    ['with other magic', (bytes: Uint8Array) => withByte(bytes, 5, 0), 'magic'],
  ])('%s', (_, change, reason) => {
    expect(decodeEnvelope(change(one))).toEqual({ ok: false, reason });
  });

  it('a server that alters slots, header or custody learns nothing about who they are for', () => {
    // Whatever byte before the compartments is touched, whoever opens, the answer is the same object.
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 3209 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        fc.pre(at < 28 || at > 31);
        const altered = withByte(one, at, one[at]! ^ mask);
        expect(asDispatch(altered)).toEqual(UNOPENED);
        expect(asDesk(altered)).toEqual(UNOPENED);
      }),
      { numRuns: 60 },
    );
  });

  it('the same envelope sent twice is the same envelope, and gets the same receipt', () => {
    const receipt = (bytes: Uint8Array) =>
      signAcceptance({ digest: envelopeDigest(bytes), hour: sample.now }, sample.servers.accept.secretKey);
    expect(receipt(one.slice())).toEqual(receipt(one));
    expect(receipt(withByte(one, 8191, one[8191]! ^ 1))).not.toEqual(receipt(one));
  });

  it('a decoy is told from a real slot by nothing that a field encoding shows', async () => {
    const { bytes } = await sealEnvelope({
      ...input,
      recipients: { ...input.recipients, mode: 'humans-only' },
    });
    const real = decoded(one).slots;
    const withDecoy = decoded(bytes).slots;
    // Random bytes have the top bit of the X25519 part set half of the time, an X25519 point never has. Sixteen
    // envelopes would betray random decoys with probability 1 − 2⁻¹⁶.
    const tops: number[] = [];
    for (let run = 0; run < 16; run += 1) {
      const sealed = await sealEnvelope({
        ...input,
        recipients: { ...input.recipients, mode: 'safeguarding' },
      });
      const { slots, custody } = decoded(sealed.bytes);
      tops.push(...slots.map((slot) => slot[1119]! >> 7), ...custody.map((entry) => entry[31]! >> 7));
    }
    expect(new Set(tops)).toEqual(new Set([0]));
    // Nobody's key decapsulates loudly on either: a low-order point would throw.
    for (const slot of [...real, ...withDecoy]) {
      expect(slot.length).toBe(1264);
      expect(() => {
        unsealQuietly(slot);
      }).not.toThrow();
    }
    // Positive control: what is no valid encoding is loud.
    const loud = concat(real[0].slice(0, 1088), new Uint8Array(32), real[0].slice(1120));
    expect(() => {
      unsealQuietly(loud);
    }).toThrow();
  });
});

/** Decapsulates with a stranger's key: throws only when the ciphertext itself is no valid encoding. */
function unsealQuietly(slot: Uint8Array): void {
  const keys = sealKeyPairFromSeed(seedOf('stranger'));
  try {
    unseal(keys, 'slot', new Uint8Array(32), slot);
  } catch (error) {
    if (error instanceof Error && error.message === 'invalid usage') throw error;
  }
}

function withByte(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}

function sharesOf(envelope: SealedEnvelope) {
  return [0, 1].map((position) => {
    const custodian = sample.custodians[position]!;
    const box = openCustodyBox(custodian.keys.custody, envelope.custody[position]!, position, {
      ...requestFor(envelope),
    });
    if (!box.ok) throw new Error('the custodian opens their own box');
    return { ...box, organisation: custodian.member.organisation };
  });
}

const requestFor = (envelope: SealedEnvelope) => ({
  kind: 'amparo/custody-request/1' as const,
  t0: envelope.T0,
  requester: sample.people.ana.member.id,
  key: hash(sample.people.ana.member.sealKey),
  reason: hash(utf8('why')),
  facts: [],
  roster: hash(sample.documents.roster),
  expires: new Date(sample.now.getTime() + DAY),
});

describe('attacks on recipients', () => {
  const bad = (): [string, Uint8Array][] => [
    ['too short', sample.dispatch.publicKey.slice(1)],
    ['empty', new Uint8Array(0)],
    ['all zeros', new Uint8Array(1216)],
    ['X25519 part of zeros', concat(sample.dispatch.publicKey.slice(0, 1184), new Uint8Array(32))],
    [
      'ML-KEM part that is no field encoding',
      concat(new Uint8Array(3).fill(255), sample.dispatch.publicKey.slice(3)),
    ],
  ];

  it('nothing is sealed to a key of wrong length, of zeros, of low order, or outside the field', async () => {
    for (const [name, key] of bad()) {
      const toDesk = sealEnvelope({ ...input, recipients: { ...input.recipients, deskKey: key } });
      await expect(
        toDesk.catch((error: unknown) => `${name}: ${(error as { reason: string }).reason}`),
      ).resolves.toBe(`${name}: weak-key`);
      const toDispatch = sealEnvelope({ ...input, recipients: { ...input.recipients, dispatchKey: key } });
      await expect(toDispatch).rejects.toMatchObject({ reason: 'weak-key' });
      expect(() => sealTo(key, 'notice', new Uint8Array(0), new Uint8Array(1))).toThrow();
    }
  });

  it('nothing is sealed to a custodian key of low order', async () => {
    const boxes = [{ position: 0, key: new Uint8Array(32) }, input.custody.boxes[1]!, null, null, null];
    await expect(sealEnvelope({ ...input, custody: { k: 2, boxes } })).rejects.toMatchObject({
      reason: 'weak-key',
    });
  });

  it('a directory with such a key is refused even under valid signatures', () => {
    const desks = sample.directory.desks.map((desk) => ({ ...desk, sealKey: new Uint8Array(1216) }));
    expect(() => encodeDirectory({ ...sample.directory, desks })).toThrow('weak-key');
  });
});

describe('attacks on the directory', () => {
  const keys = () => sample.roots.slice(0, 2).map((root) => root.secretKey);
  const check = (
    signed: ReturnType<typeof signHead>,
    seen?: { version: number; hash: Uint8Array },
    now = sample.now,
  ) => verifyHead(signed, pin, { now, seen, production: true });

  it('unsigned, or signed by one root, by one root twice, by strangers', () => {
    const { head, roots, strangerRoot } = sample;
    const [a] = keys() as [Uint8Array];
    expect(check(signHead(head, []))).toEqual({ ok: false, reason: 'unsigned' });
    expect(check(signHead(head, [a]))).toEqual({ ok: false, reason: 'unsigned' });
    expect(check(signHead(head, [a, a]))).toEqual({ ok: false, reason: 'unsigned' });
    expect(check(signHead(head, [strangerRoot.secretKey]))).toEqual({ ok: false, reason: 'wrong-root' });
    const claimed = { ...signHead(head, [strangerRoot.secretKey, strangerRoot.secretKey]) };
    const signatures = claimed.signatures.map((entry, at) => ({ ...entry, key: roots[at]!.publicKey }));
    expect(check({ ...claimed, signatures })).toEqual({ ok: false, reason: 'unsigned' });
  });

  it('rolled back', () => {
    const second = encodeHead({ ...sample.head, version: 2, previous: headHash(encodeHead(sample.head)) });
    const seen = { version: 2, hash: headHash(second) };
    expect(check(signHead(sample.head, keys()), seen)).toEqual({ ok: false, reason: 'rolled-back' });
  });

  it('served twice: two people who compare notes hold a proof of the fork', () => {
    const mine = signHead(sample.head, keys());
    const yours = signHead({ ...sample.head, issued: new Date('2026-01-02T00:00:00Z') }, keys());
    expect(check(mine)).toMatchObject({ ok: true });
    expect(check(yours)).toMatchObject({ ok: true });
    expect(check(yours, { version: 1, hash: headHash(mine.bytes) })).toEqual({ ok: false, reason: 'forked' });
  });

  it('frozen: a warning without a fresh cosignature, a refusal 90 days after expiry', () => {
    const signed = signHead(sample.head, keys());
    const fresh = signFreshness({ head: headHash(signed.bytes), at: sample.now }, sample.witness.secretKey);
    const at = (days: number, from = sample.now) => new Date(from.getTime() + days * DAY);
    const verdict = (now: Date) => verifyHead(signed, pin, { now, freshness: [fresh] });
    expect(verdict(at(7))).toMatchObject({ ok: true, warnings: [] });
    expect(verdict(at(8))).toMatchObject({ ok: true, warnings: ['no-fresh-cosignature'] });
    expect(verdict(at(1, sample.head.expires))).toMatchObject({
      warnings: ['no-fresh-cosignature', 'expired'],
    });
    expect(verdict(at(91, sample.head.expires))).toEqual({ ok: false, reason: 'expired' });
  });

  it('a clock that is set back does not revive an old directory', () => {
    const device = new Date('2026-06-01T00:00:00Z');
    const build = new Date('2027-06-01T00:00:00Z');
    expect(effectiveNow({ device, build })).toEqual(build);
    const cosigned = {
      kind: 'amparo/freshness/1' as const,
      head: new Uint8Array(32),
      at: new Date('2028-01-01T00:00:00Z'),
    };
    expect(effectiveNow({ device, build, freshness: [cosigned] })).toEqual(cosigned.at);
    expect(check(signHead(sample.head, keys()), undefined, build)).toEqual({ ok: false, reason: 'expired' });
  });

  it('with a recipient left out or exchanged: not what the head lists', () => {
    const verified = check(signHead(sample.head, keys()));
    if (!verified.ok) throw new Error(verified.reason);
    const without = encodeDirectory({ ...sample.directory, channels: [] });
    expect(verifyDirectory(verified, sample.documents.directory)).toMatchObject({ ok: true });
    expect(verifyDirectory(verified, without)).toEqual({ ok: false, reason: 'not-in-head' });
  });

  it('a ghost member: a colleague who is not in the signed roster', () => {
    const verified = check(signHead(sample.head, keys()));
    if (!verified.ok) throw new Error(verified.reason);
    const ghost = new TextDecoder()
      .decode(sample.documents.roster)
      .replaceAll(idOf('member/carla'), idOf('ghost'));
    expect(verifyDocument(verified, 'roster', utf8(ghost))).toEqual({ ok: false, reason: 'not-in-head' });
    expect(verifyDocument(verified, 'access', utf8(ghost))).toEqual({ ok: false, reason: 'not-in-head' });
  });
});

describe('attacks with what somebody was given', () => {
  const about = () => ({
    T0: hash(one),
    alertId: idOf('alert'),
    purpose: 'protection',
    expires: sample.now,
    body: { urgency: 'U1' },
  });

  it.each(['notice', 'capsule'] as const)(
    'a %s passed on to another ally as if it came from the sender',
    (kind) => {
      const { carla, beto } = sample.people;
      const signer = kind === 'notice' ? sample.servers.dispatchSign : sample.desks.triage.sign;
      const [sealIt, openIt] = kind === 'notice' ? [sealNotice, openNotice] : [sealCapsule, openCapsule];
      const sealed = sealIt({ ...about(), recipientKey: carla.member.sealKey }, signer.secretKey);
      expect(openIt(carla.keys.seal.secretKey, sealed, [signer.publicKey])).toMatchObject({ ok: true });
      // Carla opens it, keeps the sender's signature, and seals the same content to Beto.
      const content = unpad(unseal(carla.keys.seal, kind, new Uint8Array(0), sealed));
      const passedOn = sealTo(beto.member.sealKey, kind, new Uint8Array(0), pad(content, 4096 - 1168));
      expect(passedOn.length).toBe(4096);
      expect(openIt(beto.keys.seal.secretKey, passedOn, [signer.publicKey])).toEqual(UNOPENED);
      // Positive control: the same re-sealing to herself opens, so the refusal is about the recipient.
      const again = sealTo(carla.member.sealKey, kind, new Uint8Array(0), pad(content, 4096 - 1168));
      expect(openIt(carla.keys.seal.secretKey, again, [signer.publicKey])).toMatchObject({ ok: true });
    },
  );

  it('a notice presented as a capsule', () => {
    const { carla } = sample.people;
    const { secretKey, publicKey } = sample.desks.triage.sign;
    const notice = sealNotice({ ...about(), recipientKey: carla.member.sealKey }, secretKey);
    const content = unpad(unseal(carla.keys.seal, 'notice', new Uint8Array(0), notice));
    const resealed = sealTo(carla.member.sealKey, 'capsule', new Uint8Array(0), pad(content, 4096 - 1168));
    expect(openCapsule(carla.keys.seal.secretKey, resealed, [publicKey])).toEqual(UNOPENED);
  });

  it('a sign-in challenge that is the digest of another document', () => {
    const root = sample.roots[0]!;
    const head = encodeHead(sample.head);
    const statement = signInStatement({
      deployment: sample.deployment,
      origin: 'https://amparo.example',
      memberId: sample.people.ana.member.id,
      // A hostile server asks a root holder, who is also a member, to sign in with this "nonce".
      nonce: hash(head),
      expires: sample.now,
    });
    const signature = sign('sign-in', statement, root.secretKey);
    expect(verify('sign-in', statement, signature, root.publicKey)).toBe(true);
    expect(verify('head', head, signature, root.publicKey)).toBe(false);
    expect(verify('head', statement, signature, root.publicKey)).toBe(false);
    const signatures = sample.roots.map((each) => ({ key: each.publicKey, signature }));
    expect(verifyHead({ bytes: head, signatures }, pin, { now: sample.now })).toEqual({
      ok: false,
      reason: 'unsigned',
    });
  });

  it('a grant of a wrong key, by a colleague or by whoever writes to the database', () => {
    const { beto } = sample.people;
    const [triage] = decodeDirectory(sample.documents.directory).desks;
    const grant = (seed: Uint8Array) =>
      sealGrant({ memberKey: beto.member.sealKey, desk: 'triage', epoch: 1, seed });
    expect(openGrant(beto.keys.seal.secretKey, grant(sample.deskSeeds.triage), triage!)).toMatchObject({
      ok: true,
    });
    expect(openGrant(beto.keys.seal.secretKey, grant(seedOf('other')), triage!)).toEqual(UNOPENED);
    const otherEpoch = sealGrant({
      memberKey: beto.member.sealKey,
      desk: 'triage',
      epoch: 2,
      seed: sample.deskSeeds.triage,
    });
    expect(openGrant(beto.keys.seal.secretKey, otherEpoch, triage!)).toEqual(UNOPENED);
  });

  it('a bad custody share has a culprit', async () => {
    const envelope = decoded(one);
    const opened = openEnvelopeAsDesk(sample.desks.triage.seal.secretKey, envelope);
    if (!opened.ok) throw new Error('the desk opens');
    const [good, bad] = sharesOf(envelope) as [
      ReturnType<typeof sharesOf>[0],
      ReturnType<typeof sharesOf>[0],
    ];
    expect(await openIdentity(opened.deskHalf, [good, bad], envelope, 2)).toEqual({
      ok: true,
      identity: utf8('identity'),
    });
    const forged = { ...bad, share: withByte(bad.share, 0, bad.share[0]! ^ 1) };
    expect(await openIdentity(opened.deskHalf, [good, forged], envelope, 2)).toEqual({
      ok: false,
      reason: 'bad-share',
      culprits: [1],
    });
  });

  it('a custody box copied from another report into a request for this one', () => {
    const custodian = sample.custodians[0]!;
    const copied = decoded(two).custody[0];
    expect(openCustodyBox(custodian.keys.custody, copied, 0, requestFor(decoded(one)))).toEqual(UNOPENED);
    expect(openCustodyBox(custodian.keys.custody, copied, 0, requestFor(decoded(two)))).toMatchObject({
      ok: true,
    });
  });

  it('a signature verified with a key that anybody can sign for', () => {
    const signer = newSignKeyPair();
    const smallOrder = concat(Uint8Array.of(1), new Uint8Array(31));
    const signature = sign('notice', utf8('x'), signer.secretKey);
    expect(verify('notice', utf8('x'), signature, smallOrder)).toBe(false);
    expect(verify('notice', utf8('x'), concat(smallOrder, new Uint8Array(32)), smallOrder)).toBe(false);
    expect(verify('notice', utf8('x'), new Uint8Array(3), new Uint8Array(2))).toBe(false);
  });
});
