import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cryptoReady, deriveDeskKeys, equalBytes, randomBytes } from './index.js';
import { blindToken, monthOf } from './search.js';

beforeAll(cryptoReady);

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const month = fc.integer({ min: 0, max: 4095 });

describe('blind tokens', () => {
  it('say the month in clear and never more than four or three bits of a value', () => {
    fc.assert(
      fc.property(seed, month, fc.string({ maxLength: 20, unit: 'grapheme-ascii' }), (key, at, value) => {
        const area = blindToken(key, 'area', value, at);
        const acts = blindToken(key, 'acts', value, at);
        expect([Math.floor(area / 16), Math.floor(acts / 16)]).toEqual([at, at]);
        expect(acts % 16).toBeLessThan(8);
      }),
    );
  });

  it('are shared by several departments: one token is never one place', () => {
    const key = randomBytes(32);
    const departments = Array.from({ length: 500 }, (_, at) => `XX-${String(at)}`);
    const byToken = new Map<number, number>();
    for (const value of departments) {
      const token = blindToken(key, 'area', value, 80);
      byToken.set(token, (byToken.get(token) ?? 0) + 1);
    }
    expect(byToken.size).toBe(16);
    expect(Math.min(...byToken.values())).toBeGreaterThan(5);
  });

  it('differ between months and between epochs, so that nobody learns one value from many', () => {
    const key = randomBytes(32);
    const over = (of: Uint8Array) =>
      Array.from({ length: 64 }, (_, at) => blindToken(of, 'area', '25', at) % 16);
    expect(new Set(over(key)).size).toBeGreaterThan(4);
    expect(over(key)).not.toEqual(over(randomBytes(32)));
  });

  it('count a month in UTC', () => {
    expect(monthOf(new Date('2026-06-30T23:59:59.999Z'))).toBe(77);
    expect(monthOf(new Date('2026-07-01T00:00:00Z'))).toBe(78);
  });

  it('count in the nearest month where a clock is out of all months, so that triage goes on', () => {
    expect(monthOf(new Date('1970-01-01T00:00:00Z'))).toBe(0);
    expect(monthOf(new Date('2400-01-01T00:00:00Z'))).toBe(4095);
  });

  it('are not made for a time that is none, or with a key that is none', () => {
    expect(() => monthOf(new Date('never'))).toThrow(RangeError);
    for (const length of [0, 16, 31, 33]) {
      expect(() => blindToken(new Uint8Array(length), 'area', '25', 1)).toThrow(RangeError);
    }
  });
});

it('the index key of a desk epoch is none of its other keys, and says nothing of the seed', () => {
  const own = randomBytes(32);
  const { seal, sign, index } = deriveDeskKeys(own);
  for (const other of [own, seal.secretKey, seal.publicKey.slice(0, 32), sign.secretKey.slice(0, 32)])
    expect(equalBytes(index, other)).toBe(false);
  expect(index).toHaveLength(32);
});
