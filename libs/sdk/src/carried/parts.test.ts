import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import encodeQR from 'qr';
import decodeQR from 'qr/decode.js';
import { concat, cryptoReady, digestOf, toBase64Url, toHex, utf8 } from '#crypto';
import { fromBase45, toBase45 } from './base45.js';
import { makeBundle, readBundle, wholeEnvelopes } from './bundle.js';
import { outerEnvelope, withoutClaim } from './carried.fixture.js';
import {
  joinParts,
  MAX_PARTS,
  PART_CHARACTERS,
  splitIntoParts,
  type JoinedFile,
  type PartForm,
} from './parts.js';

beforeAll(cryptoReady);

const FORMS = ['qr', 'message'] as const;

function split(file: Uint8Array, form: PartForm): readonly string[] {
  const outcome = splitIntoParts(file, form);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.parts;
}

function join(...texts: readonly string[]): readonly JoinedFile[] {
  const outcome = joinParts(texts);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.files;
}

function bundle(count: number, from = 0): Uint8Array {
  const made = makeBundle(Array.from({ length: count }, (_, at) => withoutClaim(outerEnvelope(from + at))));
  if (!made.ok) throw new Error(made.reason);
  return made.bytes;
}

const files = fc.uint8Array({ minLength: 1, maxLength: 9000 });
const form = fc.constantFrom(...FORMS);
const shuffled = (parts: readonly string[], by: number): string[] =>
  parts
    .map((part, at) => ({ part, at: (at * by) % 101 }))
    .sort((a, b) => a.at - b.at)
    .map(({ part }) => part);

describe('base45', () => {
  it('is that of RFC 9285', () => {
    for (const [text, coded] of [
      ['AB', 'BB8'],
      ['Hello!!', '%69 VD92EX0'],
      ['base-45', 'UJCLQE7W581'],
      ['ietf!', 'QED8WEX0'],
    ] as const) {
      expect(toBase45(utf8(text))).toBe(coded);
      expect(fromBase45(coded)).toEqual(utf8(text));
    }
  });

  it('has one spelling of every value, and no meaning for another', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(fromBase45(toBase45(bytes))).toEqual(bytes);
      }),
    );
    for (const wrong of ['A', 'GGW', '::', 'ab0', 'BB8B', ':::', 'Ñ00']) expect(fromBase45(wrong)).toBeNull();
  });
});

describe('a file in parts', () => {
  it('comes together from its parts in any order, some of them twice, wrapped and with words around them', () => {
    fc.assert(
      fc.property(files, form, fc.integer({ min: 1, max: 100 }), (file, as, by) => {
        const parts = split(file, as);
        const mixed = [...shuffled(parts, by), ...parts.slice(0, 2)];
        const around = mixed.map((part) => {
          const wrapped =
            as === 'message' ? part.replaceAll(/.{60}/g, '$&\n  ') : part.replaceAll(/.{60}/g, '$&\r\n');
          return `Hola, van las partes.\n${wrapped}\n`;
        });
        const [joined, none] = join(around.join('\n'));
        expect(none).toBeUndefined();
        expect(joined).toMatchObject({ missing: [], damaged: [] });
        expect(toHex(joined?.bytes ?? new Uint8Array(0))).toBe(toHex(file));
      }),
      { numRuns: 40 },
    );
  });

  it.each(FORMS)(
    'has parts (%s) that fit: no longer than the form allows, in the letters that it allows',
    (as) => {
      const parts = split(bundle(1), as);
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(PART_CHARACTERS[as]);
        expect(part).toMatch(as === 'qr' ? /^[0-9A-Z $%*+\-./:]+$/ : /^[\w:/-]+$/);
      }
      // None is much shorter than the others, so that their number tells no more than the size.
      expect(parts.length).toBe(as === 'qr' ? 16 : 8);
    },
  );

  it('names exactly the part that a wrong character touches, wherever it is, and never mends by guessing', () => {
    const whole = bundle(1);
    fc.assert(
      fc.property(
        form,
        fc.nat(),
        fc.nat(),
        fc.constantFrom('0', 'Z', ':', '/', 'x'),
        (as, which, where, letter) => {
          const parts = [...split(whole, as)];
          const number = (which % parts.length) + 1;
          const part = parts[number - 1] ?? '';
          const at = where % part.length;
          fc.pre(part[at] !== letter);
          parts[number - 1] = part.slice(0, at) + letter + part.slice(at + 1);
          const [joined, other] = join(...parts);
          expect(other).toBeUndefined();
          expect([...(joined?.missing ?? []), ...(joined?.damaged ?? [])]).toEqual([number]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('tells the missing from the mistyped, and counts what it cannot name', () => {
    const parts = [...split(bundle(1), 'message')];
    parts[1] = parts[1]?.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) ?? '';
    parts[4] = parts[4]?.replace('/8:', '/9:') ?? '';
    const outcome = joinParts(parts.filter((_, at) => at !== 6));
    expect(outcome).toMatchObject({
      ok: true,
      unreadable: 1,
      files: [{ parts: 8, damaged: [2], missing: [5, 7] }],
    });
    expect(join(...parts, ...split(bundle(1), 'message'))).toMatchObject([{ damaged: [], missing: [] }]);
  });

  it('sorts the parts of two files, and delivers what is whole without the missing ones', () => {
    const [one, two] = [split(bundle(1), 'qr'), split(bundle(3, 10), 'message')];
    const joined = join(...shuffled([...one, ...two.filter((_, at) => at !== 9)], 7));
    const of = (parts: number) => joined.find((file) => file.parts === parts);
    expect(of(one.length)).toMatchObject({ missing: [], damaged: [] });
    const partly = of(two.length);
    expect(partly).toMatchObject({ missing: [10], damaged: [] });
    const read = readBundle(partly?.bytes ?? new Uint8Array(0));
    if (!read.ok) throw new Error(read.reason);
    expect(read.bundles[0]?.entries.map(({ state }) => state)).toEqual(['whole', 'damaged', 'whole']);
    expect(wholeEnvelopes(read.bundles)).toHaveLength(2);
  });

  it('does not let the order decide between two parts that contradict each other', () => {
    const parts = split(new Uint8Array(3000).fill(1), 'message');
    const [, head = ''] = /^AMPARO1M:(\w+:1\/\d+:\d+):/.exec(parts[0] ?? '') ?? [];
    const payload = new Uint8Array(Math.ceil(3000 / parts.length)).fill(2);
    // Whoever makes another content for part 1 of this file can make its checks as well.
    const check = digestOf('carried-part', utf8(`${head}:`), payload).subarray(0, 8);
    const start = parts[0]?.slice(0, 'AMPARO1M:'.length + head.length + ':123456:'.length);
    const forged = `${start ?? ''}${toBase64Url(concat(payload, check))}`;
    expect(join(forged, ...parts.slice(1))).toMatchObject([{ damaged: [] }]);
    for (const texts of [
      [forged, ...parts],
      [...parts, forged, ...parts],
    ])
      expect(join(...texts)).toMatchObject([{ missing: [], damaged: [1] }]);
  });

  it('has bounds that it names', () => {
    expect(splitIntoParts(new Uint8Array(0), 'qr')).toEqual({ ok: false, reason: 'empty' });
    const largest = (MAX_PARTS + 1) * 1100;
    expect(splitIntoParts(new Uint8Array(largest), 'message')).toEqual({
      ok: false,
      reason: 'too-many-parts',
    });
    expect(joinParts(['hola', ''])).toEqual({ ok: false, reason: 'no-parts' });
    const many = Array.from({ length: 65 }, (_, at) => split(Uint8Array.of(at), 'qr')).flat();
    expect(joinParts(many)).toEqual({ ok: false, reason: 'too-many-files' });
    expect(joinParts(['AMPARO1Q:', 'AMPARO1M:00000000:1/1:9999999:000000:AAAA'])).toMatchObject({
      unreadable: 2,
    });
  });
});

describe('a QR code of a part', () => {
  /** The picture as a camera would hand it on: black and white pixels, four to a module. */
  function picture(text: string) {
    const rows = encodeQR(text, 'raw', { encoding: 'alphanumeric', ecc: 'medium', border: 4, scale: 4 });
    const data = Uint8Array.from(
      rows.flatMap((row) => row.flatMap((dark) => (dark ? [0, 0, 0, 255] : [255, 255, 255, 255]))),
    );
    return { width: rows[0]?.length ?? 0, height: rows.length, data };
  }

  it('gives the part back when it is read', () => {
    const parts = split(bundle(1), 'qr');
    for (const part of [parts[0] ?? '', parts[7] ?? '', parts.at(-1) ?? ''])
      expect(decodeQR(picture(part))).toBe(part);
  });

  it('never ends with a space, which apps cut off', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
        expect(toBase45(bytes)).toMatch(/[^ ]$/);
      }),
    );
  });
});
