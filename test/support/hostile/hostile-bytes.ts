/** Bytes as an attacker would send them: valid samples spoiled in the ways that decoders get wrong, and plain noise. */
import type { Chance } from './chance.js';

type Spoil = (chance: Chance, bytes: Uint8Array, others: readonly Uint8Array[]) => Uint8Array;

/** So that repeating and extending cannot make the fuzzer itself the one that fills the memory. */
const LONGEST = 300_000;

/** What ends, starts or breaks text and numbers: NUL, half of a character, overlong forms, a byte order mark, brackets. */
const AWKWARD = [
  [0],
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xef, 0xbb, 0xbf],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x80, 0xae],
  [0x22],
  [0x5c],
  [0x7b, 0x7d],
  [0x5b],
  [0x2d],
  [0x65, 0x39, 0x39, 0x39],
] as const;

const join = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts.map((part) => Uint8Array.from(part))));

const insert = (bytes: Uint8Array, at: number, more: Uint8Array | readonly number[]): Uint8Array =>
  join(bytes.subarray(0, at), more, bytes.subarray(at));

const overwrite = (bytes: Uint8Array, at: number, values: readonly number[]): Uint8Array => {
  const copy = bytes.slice();
  values.forEach((value, offset) => {
    if (at + offset < copy.length) copy[at + offset] = value;
  });
  return copy;
};

const spoils: readonly Spoil[] = [
  (chance, bytes) => {
    const at = chance.below(bytes.length);
    return overwrite(bytes, at, [(bytes[at] ?? 0) ^ (1 << chance.below(8))]);
  },
  (chance, bytes) =>
    overwrite(bytes, chance.below(bytes.length), [chance.pick([0, 0xff, chance.below(256)])]),
  (chance, bytes) => bytes.slice(0, chance.below(bytes.length)),
  (chance, bytes) => bytes.slice(chance.below(bytes.length)),
  (chance, bytes) => {
    const from = chance.below(bytes.length);
    return join(bytes.subarray(0, from), bytes.subarray(from + 1 + chance.below(64)));
  },
  (chance, bytes) => join(bytes, chance.bytes(1 + chance.below(64))),
  (chance, bytes) => join(bytes, new Uint8Array(1 + chance.below(2_000))),
  // Wherever a length field stands, it now claims the most, the least, or one more than there is.
  (chance, bytes) => {
    const claim = chance.pick([0xffffffff, 0x7fffffff, 0x80000000, bytes.length + 1, 0]);
    const little = [claim & 0xff, (claim >>> 8) & 0xff, (claim >>> 16) & 0xff, claim >>> 24];
    const field = little.slice(0, chance.pick([1, 2, 4]));
    return overwrite(
      bytes,
      chance.below(Math.min(bytes.length, 64)),
      chance.oneIn(2) ? field : field.reverse(),
    );
  },
  (chance, bytes, others) => {
    const other = chance.pick(others);
    const at = chance.below(Math.min(bytes.length, other.length));
    return join(bytes.subarray(0, at), other.subarray(at));
  },
  (chance, bytes) => {
    const from = chance.below(bytes.length);
    const part = bytes.subarray(from, from + 1 + chance.below(200));
    return insert(bytes, from, join(...Array.from({ length: 1 + chance.below(50) }, () => part)));
  },
  (chance, bytes) => {
    const length = 1 + chance.below(Math.max(1, bytes.length >> 1));
    const [a, b] = [chance.below(bytes.length), chance.below(bytes.length)];
    return overwrite(bytes, a, [...bytes.subarray(b, b + length)]);
  },
  (chance, bytes) => insert(bytes, chance.below(bytes.length + 1), chance.pick(AWKWARD)),
];

export function hostileBytes(chance: Chance, samples: readonly Uint8Array[]): Uint8Array {
  if (chance.oneIn(20)) return chance.bytes(chance.below(200));
  if (chance.oneIn(50)) return new Uint8Array(chance.pick(samples).length).fill(chance.pick([0, 0xff, 0x30]));
  let bytes = chance.pick(samples);
  for (let left = 1 + chance.below(4); left > 0 && bytes.length > 0; left -= 1)
    bytes = chance.pick(spoils)(chance, bytes, samples).subarray(0, LONGEST);
  return bytes;
}
