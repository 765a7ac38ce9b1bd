import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalJson,
  concat,
  cryptoReady,
  equalBytes,
  FormatError,
  fromBase64Url,
  fromHex,
  fromUtf8,
  MAX_DOCUMENT_BYTES,
  parseCanonicalJson,
  toBase64Url,
  toHex,
  utf8,
  wipe,
} from './index.js';
import { lp, readU32, u32 } from './bytes.js';
import { formatTime, time } from './fields.js';
import { pad, unpad } from './padding.js';

beforeAll(cryptoReady);

const bytes = fc.uint8Array({ maxLength: 200 });
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('bytes as text', () => {
  it('come back unchanged from base64url, hex and UTF-8', () => {
    fc.assert(fc.property(bytes, (b) => equalBytes(fromBase64Url(toBase64Url(b)), b)));
    fc.assert(fc.property(bytes, (b) => equalBytes(fromHex(toHex(b)), b)));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => fromUtf8(utf8(text)) === text));
  });

  it('have one spelling: any base64url text that decodes is what its bytes encode to', () => {
    const text = fc.string({
      unit: fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '+', '/', '=', ' '),
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, (given) => {
        try {
          return toBase64Url(fromBase64Url(given)) === given;
        } catch (error) {
          return error instanceof FormatError;
        }
      }),
    );
  });

  it.each(['ABC', 'zz', '0', 'AA', ' 00'])('hex is lower case and whole bytes: %j is refused', (text) => {
    expect(() => fromHex(text)).toThrow(FormatError);
  });

  it('are compared without throwing on unequal lengths', () => {
    expect(equalBytes(new Uint8Array(0), new Uint8Array(0))).toBe(true);
    expect(equalBytes(new Uint8Array(1), new Uint8Array(2))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  });

  it('are gone after a wipe', () => {
    const secret = Uint8Array.of(1, 2, 3);
    wipe(secret, undefined);
    expect(secret).toEqual(new Uint8Array(3));
  });
});

describe('framing', () => {
  it('never lets two different lists of parts give the same bytes', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const same =
          a.length === b.length && a.every((part, at) => equalBytes(part, b[at] ?? Uint8Array.of(9, 9)));
        return equalBytes(concat(...a.map(lp)), concat(...b.map(lp))) === same;
      }),
    );
  });

  it('holds every u32', () => {
    fc.assert(fc.property(fc.nat(0xffffffff), (value) => readU32(u32(value), 0) === value));
    expect(() => u32(-1)).toThrow(RangeError);
    expect(() => u32(2 ** 32)).toThrow(RangeError);
    expect(() => readU32(new Uint8Array(3), 0)).toThrow(FormatError);
  });

  it('pads and unpads, and refuses padding that hides something', () => {
    fc.assert(
      fc.property(bytes, fc.nat(300), (b, more) => equalBytes(unpad(pad(b, b.length + 4 + more)), b)),
    );
    const padded = pad(utf8('x'), 16);
    padded[15] = 1;
    expect(() => unpad(padded)).toThrow(FormatError);
    expect(() => unpad(Uint8Array.of(13, 0, 0, 0, 1))).toThrow(FormatError);
    expect(() => unpad(Uint8Array.of(255, 255, 255, 255, 1))).toThrow(FormatError);
    expect(() => pad(new Uint8Array(13), 16)).toThrow(RangeError);
  });
});

describe('canonical JSON', () => {
  it('gives every value one encoding, whatever the order of its keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        const encoded = canonicalJson(value);
        const reread = parseCanonicalJson(encoded);
        expect(canonicalJson(reread)).toEqual(encoded);
        expect(canonicalJson(reversed(value))).toEqual(encoded);
      }),
    );
  });

  it('accepts exactly the bytes that it would write', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.nat(255), (value, at, byte) => {
        const altered = canonicalJson(value);
        altered[at % altered.length] = byte;
        try {
          expect(canonicalJson(parseCanonicalJson(altered))).toEqual(altered);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
    );
  });

  it.each([
    ['a fraction', 0.5],
    ['infinity', Infinity],
    ['minus zero', -0],
    ['an unsafe integer', 2 ** 53],
    ['undefined', undefined],
    ['a member that is undefined', { a: undefined }],
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate in a key', { '\udc00': 1 }],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['bytes', new Uint8Array(1)],
    ['a big integer', 1n],
  ])('has no form for %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(FormatError);
  });

  it('ends in an error, not in a crash, for what is too large or too deep', () => {
    expect(() => parseCanonicalJson(new Uint8Array(MAX_DOCUMENT_BYTES + 1))).toThrow(FormatError);
    expect(() => parseCanonicalJson(utf8('['.repeat(500_000)))).toThrow(FormatError);
    const deep = utf8('['.repeat(400_000) + ']'.repeat(400_000));
    expect(() => parseCanonicalJson(deep)).toThrow(FormatError);
  });

  it('keeps a key named __proto__ as data', () => {
    const encoded = utf8('{"__proto__":{"admin":true}}');
    const value = parseCanonicalJson(encoded);
    expect((value as { admin?: boolean }).admin).toBeUndefined();
    expect(canonicalJson(value)).toEqual(encoded);
  });
});

describe('times', () => {
  it('are real dates to the second, in UTC, with one spelling', () => {
    const date = fc.date({
      min: new Date('1970-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(date, (when) => formatTime(time(formatTime(when))) === formatTime(when)));
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T00:00:00+00:00',
    '2026-1-1',
    5,
  ])('refuse %j', (text) => {
    expect(() => time(text)).toThrow(FormatError);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
