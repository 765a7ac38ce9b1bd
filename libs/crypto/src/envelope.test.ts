import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  cryptoReady,
  decodeEnvelope,
  ENVELOPE_SIZES,
  envelopeDigest,
  newSealKeyPair,
  type SealedEnvelope,
} from './index.js';
import { openRouting } from './dispatch.js';
import { openEnvelopeAsDesk } from './open.js';
import {
  MAX_IDENTITY_BYTES,
  MAX_NARRATIVE_BYTES,
  MAX_ROUTING_BYTES,
  sealEnvelope,
  SealError,
  type SealEnvelopeInput,
} from './seal.js';
import { ENVELOPE_OVERHEAD } from './sizes.js';
import { makeSample, type Sample } from './vectors/sample.js';
import { custodyBoxes, decodeDirectory } from './documents/directory.js';

let sample: Sample;
let input: SealEnvelopeInput;
beforeAll(async () => {
  await cryptoReady();
  sample = makeSample();
  input = {
    keySet: 1,
    recipients: {
      mode: 'ordinary',
      dispatchKey: sample.dispatch.publicKey,
      deskKey: sample.desks.triage.seal.publicKey,
    },
    custody: custodyBoxes(decodeDirectory(sample.documents.directory)),
    routing: new Uint8Array([1]),
    narrative: new Uint8Array([2]),
    identity: new Uint8Array([3]),
  };
});

function decoded(bytes: Uint8Array): SealedEnvelope {
  const outcome = decodeEnvelope(bytes);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.envelope;
}

const content = (max: number) => fc.uint8Array({ maxLength: max, size: 'max' });

describe('an envelope', () => {
  it('spends exactly 5,402 bytes on everything but the narrative', () => {
    expect(ENVELOPE_OVERHEAD).toBe(5402);
    expect(MAX_NARRATIVE_BYTES).toEqual([2786, 10978, 35554, 133858]);
    expect([MAX_ROUTING_BYTES, MAX_IDENTITY_BYTES]).toEqual([1020, 1020]);
  });

  it('gives dispatch the routing, and the desk routing and narrative, byte for byte', async () => {
    const texts = fc.tuple(content(MAX_ROUTING_BYTES), content(12_000));
    await fc.assert(
      fc.asyncProperty(texts, async ([routing, narrative]) => {
        const { bytes, digest } = await sealEnvelope({ ...input, routing, narrative });
        const envelope = decoded(bytes);
        expect(envelopeDigest(bytes)).toEqual(digest);
        expect(openRouting(sample.dispatch.secretKey, envelope)).toEqual({ ok: true, routing });
        const opened = openEnvelopeAsDesk(sample.desks.triage.seal.secretKey, envelope);
        expect(opened).toMatchObject({ ok: true, routing, narrative });
      }),
      { numRuns: 15 },
    );
  });

  it.each([0, 1, 2, 3] as const)(
    'of size class %d holds its longest narrative and not one byte more',
    async (sizeClass) => {
      const longest = MAX_NARRATIVE_BYTES[sizeClass]!;
      const { bytes } = await sealEnvelope({ ...input, narrative: new Uint8Array(longest) });
      expect(bytes.length).toBe(ENVELOPE_SIZES[sizeClass]);
      const tooLong = sealEnvelope({ ...input, sizeClass, narrative: new Uint8Array(longest + 1) });
      await expect(tooLong).rejects.toMatchObject({ reason: 'narrative-too-long' });
    },
  );

  it('may be larger than it needs to be', async () => {
    expect((await sealEnvelope({ ...input, sizeClass: 2 })).bytes.length).toBe(40960);
  });

  it('is the same size whether it names somebody, nobody, or has as few custodians as none', async () => {
    const none = { k: 2, boxes: [null, null, null, null, null] };
    const sizes = await Promise.all(
      [
        sealEnvelope(input),
        sealEnvelope({ ...input, identity: null }),
        sealEnvelope({ ...input, identity: null, custody: none }),
        sealEnvelope({ ...input, identity: new Uint8Array(MAX_IDENTITY_BYTES) }),
      ].map(async (sealing) => (await sealing).bytes.length),
    );
    expect(sizes).toEqual([8192, 8192, 8192, 8192]);
  });

  it.each([
    ['routing-too-long', { routing: new Uint8Array(MAX_ROUTING_BYTES + 1) }],
    ['identity-too-long', { identity: new Uint8Array(MAX_IDENTITY_BYTES + 1) }],
    ['narrative-too-long', { narrative: new Uint8Array(200_000) }],
    ['too-few-custodians', { custody: { k: 2, boxes: [null, null, null, null, null] } }],
  ] as const)('is not sealed, and says so: %s', async (reason, change) => {
    await expect(sealEnvelope({ ...input, ...change })).rejects.toEqual(new SealError(reason));
  });

  it('decoded from any bytes gives an answer and never throws', () => {
    const sizes = fc.constantFrom(0, 1, 31, 8191, 8192, 8193, 16384);
    const bytes = sizes.chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
    fc.assert(fc.property(bytes, (given) => !decodeEnvelope(given).ok));
  });

  it('does not change when the caller later overwrites what it decoded', async () => {
    const { bytes } = await sealEnvelope(input);
    const envelope = decoded(bytes);
    bytes.fill(0);
    expect(openRouting(sample.dispatch.secretKey, envelope)).toMatchObject({ ok: true });
  });

  it('has its two slots in either order', async () => {
    const firsts = new Set<boolean>();
    for (let at = 0; at < 64 && firsts.size < 2; at += 1) {
      const { slots, header } = decoded((await sealEnvelope(input)).bytes);
      const { unseal } = await import('./opening.js');
      try {
        unseal(sample.dispatch, 'slot', header, slots[0]);
        firsts.add(true);
      } catch {
        firsts.add(false);
      }
    }
    expect(firsts.size).toBe(2);
  });

  it('opens for nobody else', async () => {
    const envelope = decoded((await sealEnvelope(input)).bytes);
    const stranger = newSealKeyPair();
    expect(openRouting(stranger.secretKey, envelope)).toEqual({ ok: false, outcome: 'unopened' });
    expect(openEnvelopeAsDesk(stranger.secretKey, envelope)).toEqual({ ok: false, outcome: 'unopened' });
    // Dispatch holds a slot, but not the narrative's key: what it may not have are random bytes.
    expect(openEnvelopeAsDesk(sample.dispatch.secretKey, envelope)).toEqual({
      ok: false,
      outcome: 'unopened',
    });
  });
});
