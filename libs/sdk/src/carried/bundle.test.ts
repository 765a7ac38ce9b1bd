import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concat, cryptoReady, envelopeDigest, randomBytes, toHex, utf8 } from '#crypto';
import {
  makeBundle,
  readBundle,
  wholeEnvelopes,
  type ChannelClaim,
  type ReadBundleOutcome,
} from './bundle.js';
import { altered, outerEnvelope, withoutClaim } from './carried.fixture.js';
import { encodeHead, HEAD_BYTES } from './head.js';
import { MAX_FILE_BYTES } from './records.js';

beforeAll(cryptoReady);

const CLAIM: ChannelClaim = {
  id: '0f5ffa11-6d3b-4d0f-9c11-9d1de41c0a6e',
  signature: new Uint8Array(64).fill(7),
};
const RECORD = 2 * HEAD_BYTES + 8192;

function bundleOf(...envelopes: { envelope: Uint8Array; claim: ChannelClaim | null }[]): Uint8Array {
  const made = makeBundle(envelopes);
  if (!made.ok) throw new Error(made.reason);
  return made.bytes;
}

const several = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => withoutClaim(outerEnvelope(from + at)));

/** Says of each bundle what a person is told: "3 of 7 damaged". */
function troubles(read: ReadBundleOutcome): string[] {
  if (!read.ok) return [read.reason];
  return read.bundles.flatMap(({ total, entries }) =>
    entries.flatMap(({ index, state }) => (state === 'whole' ? [] : [`${index} of ${total} ${state}`])),
  );
}

function delivered(read: ReadBundleOutcome): string[] {
  return read.ok ? wholeEnvelopes(read.bundles).map(({ digest }) => toHex(digest)) : [];
}

const digests = (bytes: Uint8Array): string[] => delivered(readBundle(bytes));

/** What must come out when one stretch of bytes was changed: everything but the envelopes whose bodies it touches. */
function untouched(all: readonly string[], from: number, to: number): string[] {
  return all.filter((_, at) => {
    const body = at * RECORD + HEAD_BYTES;
    return to <= body || from >= body + 8192;
  });
}

describe('a bundle', () => {
  it('gives back what was put in, byte for byte, with the claim of the channel', () => {
    const one = outerEnvelope(1);
    const two = outerEnvelope(2, 2);
    const open = { id: CLAIM.id, signature: null };
    const read = readBundle(
      bundleOf(
        { envelope: one, claim: CLAIM },
        { envelope: two, claim: open },
        withoutClaim(outerEnvelope(3)),
      ),
    );
    const whole = read.ok ? wholeEnvelopes(read.bundles) : [];
    const of = (envelope: Uint8Array) =>
      whole.find(({ digest }) => toHex(digest) === toHex(envelopeDigest(envelope)));
    expect(of(one)).toMatchObject({ envelope: one, claim: CLAIM });
    expect(of(two)).toMatchObject({ envelope: two, claim: open });
    expect(of(outerEnvelope(3))).toMatchObject({ claim: null });
    expect(troubles(read)).toEqual([]);
  });

  it('is the same whoever makes it and in whichever order: it does not tell which report came first', () => {
    const all = several(5);
    expect(bundleOf(...all.slice().reverse(), ...all)).toEqual(bundleOf(...all));
  });

  it('holds nothing beside the envelopes but their number, size and digest', () => {
    const bytes = bundleOf(...several(2));
    expect(bytes).toHaveLength(2 * RECORD);
    const [first, second] = [bytes.subarray(0, HEAD_BYTES), bytes.subarray(RECORD, RECORD + HEAD_BYTES)];
    // Note: zero. Marker, version, kind, place, class, file and total: equal. What remains is index, digest and check.
    const differing = [...first.keys()].filter((at) => first[at] !== second[at]);
    expect(differing.every((at) => at === 20 || (at >= 24 && at < 56) || at >= 137)).toBe(true);
    expect(first.subarray(56, 137)).toEqual(new Uint8Array(81));
  });

  it('takes only sealed envelopes: a text put there by mistake is not carried', () => {
    expect(makeBundle([withoutClaim(utf8('Men with rifles at the bridge'))])).toEqual({
      ok: false,
      reason: 'not-an-envelope',
    });
  });

  it('has bounds that it names: none, more than 1,000, more than 64 MiB', () => {
    expect(makeBundle([])).toEqual({ ok: false, reason: 'empty' });
    const numbered = (count: number, template: Uint8Array) =>
      Array.from({ length: count }, (_, at) => {
        const envelope = template.slice();
        envelope.set([at & 0xff, at >> 8], 100);
        return withoutClaim(envelope);
      });
    expect(makeBundle(numbered(1001, outerEnvelope(1)))).toEqual({ ok: false, reason: 'too-many' });
    const large = numbered(485, outerEnvelope(1, 3));
    expect(makeBundle(large)).toEqual({ ok: false, reason: 'too-large' });
    expect(readBundle(new Uint8Array(MAX_FILE_BYTES + 1))).toEqual({ ok: false, reason: 'too-large' });
    expect(readBundle(new Uint8Array(0))).toEqual({ ok: false, reason: 'nothing-recognised' });
  });
});

describe('a bundle that was damaged on the way', () => {
  it('names the one envelope that a changed byte touches, at every byte there is, and delivers the other', () => {
    const bytes = bundleOf(...several(2));
    const all = digests(bytes);
    const wrong: number[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      const read = readBundle(altered(bytes, at, (byte) => byte ^ 0x41));
      const expected = untouched(all, at, at + 1);
      const named = expected.length === 2 ? [] : [`${at < RECORD ? 1 : 2} of 2 damaged`];
      // Plain comparisons: 17,000 times `expect` would take longer than the reading.
      if (delivered(read).join() !== expected.join() || troubles(read).join() !== named.join())
        wrong.push(at);
    }
    expect(wrong).toEqual([]);
  });

  it('does so for any number of envelopes, any stretch of bytes, and any damage that keeps the length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 12_000 }),
        fc.constantFrom(0x00, 0xff, 0xf7),
        (count, where, length, becomes) => {
          const bytes = bundleOf(...several(count));
          const from = Math.floor(where * bytes.length);
          const to = Math.min(bytes.length, from + length);
          const all = digests(bytes);
          const read = readBundle(bytes.slice().fill(becomes, from, to));
          const expected = untouched(all, from, to);
          // Where both heads are gone as well, nothing is left that could name it.
          if (!read.ok) return expected.length === 0;
          expect(delivered(read)).toEqual(expected);
          const lost = all.flatMap((digest, at) => (expected.includes(digest) ? [] : [at + 1]));
          const named = troubles(read).map((trouble) => Number.parseInt(trouble, 10));
          expect(named).toEqual(lost);
          return true;
        },
      ),
      { numRuns: 150 },
    );
  });

  it('names what is missing after a cut at the end, in the middle, or at the beginning', () => {
    const bytes = bundleOf(...several(5));
    expect(troubles(readBundle(bytes.subarray(0, 3 * RECORD + 4000)))).toEqual([
      '4 of 5 damaged',
      '5 of 5 missing',
    ]);
    const holed = concat(bytes.subarray(0, RECORD), bytes.subarray(3 * RECORD));
    expect(troubles(readBundle(holed))).toEqual(['2 of 5 missing', '3 of 5 missing']);
    expect(digests(holed)).toHaveLength(3);
    expect(troubles(readBundle(bytes.subarray(RECORD - 1)))).toEqual(['1 of 5 missing']);
    // One byte gone, or one too many, shifts all that follows.
    for (const shifted of [
      concat(bytes.subarray(0, RECORD + 900), bytes.subarray(RECORD + 901)),
      concat(bytes.subarray(0, RECORD + 900), Uint8Array.of(1), bytes.subarray(RECORD + 900)),
    ]) {
      expect(troubles(readBundle(shifted))).toEqual(['2 of 5 damaged']);
      expect(digests(shifted)).toHaveLength(4);
    }
  });

  it('does not mind what stands before, between and behind, records twice, or their order', () => {
    const bytes = bundleOf(...several(4));
    const all = digests(bytes).sort();
    const record = (at: number): Uint8Array => bytes.subarray(at * RECORD, (at + 1) * RECORD);
    const noise = (): Uint8Array => randomBytes(517);
    const mixed = concat(noise(), record(3), record(1), noise(), record(1), record(0), record(2), noise());
    expect(digests(mixed).sort()).toEqual(all);
    expect(troubles(readBundle(mixed))).toEqual([]);
    // A second copy heals the first.
    const copies = concat(
      altered(bytes, 400, (byte) => byte ^ 1),
      altered(bytes, RECORD + 400, (byte) => byte ^ 1),
    );
    expect(troubles(readBundle(copies))).toEqual([]);
    expect(digests(copies).sort()).toEqual(all);
  });

  it('tells two bundles in one file apart', () => {
    const [one, two] = [bundleOf(...several(2)), bundleOf(...several(3, 10))];
    const read = readBundle(
      concat(
        altered(one, 500, (byte) => byte ^ 8),
        two,
      ),
    );
    expect(read.ok && read.bundles.map(({ total }) => total)).toEqual([2, 3]);
    expect(troubles(read)).toEqual(['1 of 2 damaged']);
    expect(delivered(read)).toHaveLength(4);
  });

  it('survives a transfer as text, wherever the bytes can still be told', () => {
    const bytes = bundleOf(...several(3));
    const text = Buffer.from(bytes).toString('latin1');
    const grown = Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1');
    expect(digests(new Uint8Array(grown))).toHaveLength(3);
    const lines = (coded: string): string => coded.replaceAll(/.{76}/g, '$&\r\n');
    for (const coded of ['base64', 'base64url'] as const) {
      const wrapped = lines(Buffer.from(bytes).toString(coded));
      expect(digests(utf8(wrapped))).toHaveLength(3);
      const mistyped = `${wrapped.slice(0, 9000)}!${wrapped.slice(9001)}`;
      expect(troubles(readBundle(utf8(mistyped)))).toEqual(['1 of 3 damaged']);
    }
    // Return and line feed made one: that cannot be undone, but touches only the envelopes that hold such a pair.
    const shrunk = new Uint8Array(Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1'));
    const intact = several(3).filter(({ envelope }) => !Buffer.from(envelope).includes('\r\n'));
    expect(digests(shrunk)).toHaveLength(intact.length);
  });
});

describe('a hostile bundle', () => {
  it('cannot put a false record in the place of a true one', () => {
    const bytes = bundleOf(...several(2));
    const [true1 = ''] = digests(bytes);
    const file = toHex(bytes.subarray(12, 20));
    const [foreign] = several(1, 99);
    const body = foreign?.envelope ?? new Uint8Array(0);
    const digest = envelopeDigest(body);
    const head = {
      kind: 'envelope',
      sizeClass: 0,
      file,
      index: 1,
      total: 2,
      digest,
      note: new Uint8Array(81),
    } as const;
    const forged = concat(encodeHead({ ...head, place: 'front' }), body);
    expect(digests(concat(forged, bytes))).toContain(true1);
    expect(digests(concat(bytes, forged))).toContain(true1);
  });

  it('costs no more than its length: heads that all point at one body are given up on', () => {
    const head = (index: number): Uint8Array =>
      encodeHead({
        kind: 'envelope',
        place: 'front',
        sizeClass: 3,
        file: '00'.repeat(8),
        index,
        total: 1000,
        digest: new Uint8Array(32).fill(index),
        note: new Uint8Array(81),
      });
    const heads = concat(...Array.from({ length: 1000 }, (_, at) => head(at + 1)));
    const read = readBundle(concat(heads, outerEnvelope(1, 3), outerEnvelope(2, 3)));
    expect(read).toMatchObject({ ok: true, crowded: true });
    expect(delivered(read)).toEqual([]);
  });

  it('is only bytes: whatever they are, reading ends and says something', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        expect(readBundle(bytes)).toEqual({ ok: false, reason: 'nothing-recognised' });
      }),
    );
  });
});
