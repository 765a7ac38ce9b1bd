import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Bytes, MAX_BYTES, parseBytes } from './bytes.scalar.js';
import { DateTime } from './date-time.scalar.js';

describe('Bytes', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseBytes(Bytes.serialize(bytes))).toEqual(bytes);
      }),
    );
  });

  it('have one spelling: padding, the other alphabet, white space and loose bits are refused', () => {
    for (const text of ['AA==', 'AA=', '+/8', 'A A', 'AA\n', 'AB', 'A', 'é', 'AAAAA', '"AA"'])
      expect(() => parseBytes(text)).toThrow('base64url');
    for (const value of [null, undefined, 1, {}, ['AA']])
      expect(() => parseBytes(value)).toThrow('base64url');
  });

  it('never repeat what was refused', () => {
    expect(() => parseBytes('my secret words')).toThrow(expect.not.stringContaining('secret'));
  });

  it('have a bound', () => {
    expect(parseBytes(Bytes.serialize(new Uint8Array(MAX_BYTES)))).toHaveLength(MAX_BYTES);
    expect(() => parseBytes(Bytes.serialize(new Uint8Array(MAX_BYTES + 3)))).toThrow('base64url');
  });
});

describe('DateTime', () => {
  it('is UTC and a day that exists', () => {
    expect(DateTime.parseValue('2026-03-01T09:30:00Z')).toEqual(new Date('2026-03-01T09:30:00Z'));
    for (const text of ['2026-02-30T00:00:00Z', '2026-03-01', '2026-03-01T09:30:00+05:00', 'yesterday', 5])
      expect(() => DateTime.parseValue(text)).toThrow('UTC');
  });
});
