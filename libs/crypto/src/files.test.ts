import { beforeAll, describe, expect, it } from '@jest/globals';
import { equalBytes, concat } from './bytes.js';
import { fileClassFor, FileTooLong, openFile, quorumFileKey, sealFile, type SealedFile } from './files.js';
import { hash } from './hash.js';
import { randomBytes } from './randomness.js';
import {
  FILE_CHUNK_BYTES,
  FILE_CLASSES,
  FILE_SIZES,
  MAX_FILE_BYTES,
  SEALED_FILE_CHUNK_BYTES,
} from './sizes.js';
import { cryptoReady } from './sodium.js';

beforeAll(cryptoReady);

const HEAD = 56;

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 8)) % 251);
}

function seal(key: Uint8Array, content: Uint8Array, step: number): { bytes: Uint8Array; file: SealedFile } {
  const sealing = sealFile(key, content.length);
  const out: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += step) out.push(sealing.seal(content.subarray(at, at + step)));
  const rest = sealing.finish();
  for (let next = rest.next(); ; next = rest.next()) {
    if (next.done) return { bytes: concat(...out), file: next.value };
    out.push(next.value);
  }
}

function open(
  key: Uint8Array,
  bytes: Uint8Array,
  step = 50_000,
  announced = bytes.length,
): Uint8Array | null {
  const opening = openFile(key, announced);
  const out: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += step) {
    const opened = opening.open(bytes.subarray(at, at + step));
    if (!opened.ok) return null;
    out.push(opened.content);
  }
  return opening.finish().ok ? concat(...out) : null;
}

describe('a sealed file', () => {
  const key = () => randomBytes(32);

  it.each([
    [0, 1, 1],
    [1, 1, 70_000],
    [FILE_CHUNK_BYTES - 4, 1_000, 1],
    [FILE_CHUNK_BYTES - 3, 65_536, 65_553],
    [5 * FILE_CHUNK_BYTES, 100_001, 3_000],
    [12 * FILE_CHUNK_BYTES - 4, 4_000_000, 4_000_000],
  ])('of %d bytes comes back whole, whatever the portions', (length, sealStep, openStep) => {
    const own = key();
    const content = pattern(length);
    const { bytes, file } = seal(own, content, sealStep);
    const back = open(own, bytes, length < 2 ? 65_553 : Math.max(openStep, 997));
    expect(back && equalBytes(back, content)).toBe(true);
    expect(equalBytes(file.sealedHash, hash(bytes))).toBe(true);
    expect(equalBytes(file.originalHash, hash(content))).toBe(true);
    expect(file.sealedLength).toBe(bytes.length);
  });

  it('has one of a closed set of lengths, never half as much again as it needs', () => {
    expect(new Set(FILE_SIZES).size).toBe(24);
    for (const length of [0, 1, 65_532, 65_533, 1_000_000, 10_000_000, MAX_FILE_BYTES]) {
      const size = FILE_SIZES[fileClassFor(length) ?? -1];
      expect(size).toBeDefined();
      expect(Number(size)).toBeLessThanOrEqual(Math.max(65_609, length * 1.5 + 131_200));
    }
    expect(fileClassFor(MAX_FILE_BYTES + 1)).toBeNull();
    expect(() => sealFile(key(), MAX_FILE_BYTES + 1)).toThrow(FileTooLong);
    expect(FILE_CLASSES.every((chunks, at) => at === 0 || chunks > Number(FILE_CLASSES[at - 1]))).toBe(true);
  });

  it('is not made from more or fewer bytes than were announced', () => {
    const more = sealFile(key(), 10);
    expect(() => more.seal(new Uint8Array(11))).toThrow(RangeError);
    const fewer = sealFile(key(), 10);
    fewer.seal(new Uint8Array(9));
    expect(() => fewer.finish().next()).toThrow(RangeError);
  });

  it('never holds more than a chunk: what goes in comes out', () => {
    const sealing = sealFile(key(), 3_000_000);
    let given = 0;
    let made = 0;
    const piece = new Uint8Array(10_000);
    while (given < 3_000_000) {
      made += sealing.seal(piece).length;
      given += piece.length;
      expect(given - made).toBeLessThan(2 * FILE_CHUNK_BYTES);
    }
    for (const chunk of sealing.finish())
      expect(chunk.length).toBeLessThanOrEqual(SEALED_FILE_CHUNK_BYTES + HEAD);
  });

  it('twice the same is two files that look unlike', () => {
    const own = key();
    expect(equalBytes(seal(own, pattern(100), 100).bytes, seal(own, pattern(100), 100).bytes)).toBe(false);
  });
});

describe('whoever keeps a file cannot change what somebody sees of it', () => {
  const own = () => randomBytes(32);
  const four = (k: Uint8Array) => seal(k, pattern(4 * FILE_CHUNK_BYTES - 1_000), 65_536).bytes;
  const chunk = (bytes: Uint8Array, at: number) =>
    bytes.subarray(HEAD + at * SEALED_FILE_CHUNK_BYTES, HEAD + (at + 1) * SEALED_FILE_CHUNK_BYTES);

  const attacks: Record<string, (bytes: Uint8Array, key: Uint8Array) => Uint8Array> = {
    'cut in the middle of a chunk': (bytes) => bytes.subarray(0, 100_000),
    'cut to a shorter class': (bytes) => bytes.subarray(0, FILE_SIZES[2]),
    'cut by its last byte': (bytes) => bytes.subarray(0, -1),
    'lengthened by a byte': (bytes) => concat(bytes, Uint8Array.of(0)),
    'lengthened to the next class with its own chunks': (bytes) =>
      concat(bytes, chunk(bytes, 0), chunk(bytes, 1)),
    'with two chunks exchanged': (bytes) =>
      concat(bytes.subarray(0, HEAD), chunk(bytes, 1), chunk(bytes, 0), chunk(bytes, 2), chunk(bytes, 3)),
    'with a chunk twice': (bytes) =>
      concat(bytes.subarray(0, HEAD), chunk(bytes, 0), chunk(bytes, 0), chunk(bytes, 2), chunk(bytes, 3)),
    'with a chunk of another file under the same key': (bytes, key) =>
      concat(bytes.subarray(0, HEAD), chunk(four(key), 0), chunk(bytes, 1), chunk(bytes, 2), chunk(bytes, 3)),
    'with another header': (bytes) => concat(bytes.subarray(0, 32), randomBytes(24), bytes.subarray(HEAD)),
    'with another commitment': (bytes) => concat(randomBytes(32), bytes.subarray(32)),
    'with a bit flipped in the last chunk': (bytes) => {
      const changed = bytes.slice();
      changed[changed.length - 20]! ^= 1;
      return changed;
    },
    'nothing at all': () => new Uint8Array(0),
  };

  it.each(Object.entries(attacks))('%s', (_, attack) => {
    const key = own();
    const bytes = four(key);
    expect(open(key, bytes)).not.toBeNull();
    expect(open(key, attack(bytes, key))).toBeNull();
    // A store may also announce the right length and send something else.
    expect(open(key, attack(bytes, key), 50_000, bytes.length)).toBeNull();
  });

  it('under another key nothing comes out, not even the first chunk', () => {
    const bytes = four(own());
    expect(openFile(own(), bytes.length).open(bytes)).toEqual({ ok: false, outcome: 'unopened' });
  });

  it('what was refused once stays refused', () => {
    const key = own();
    const bytes = four(key);
    const opening = openFile(key, bytes.length);
    expect(opening.open(randomBytes(60)).ok).toBe(false);
    expect(opening.open(bytes).ok).toBe(false);
    expect(opening.finish().ok).toBe(false);
  });

  it('files for the quorum have keys of their own, by their place', () => {
    const secret = own();
    const [one, other] = [randomBytes(16), randomBytes(16)];
    expect(equalBytes(quorumFileKey(secret, one), quorumFileKey(secret, one))).toBe(true);
    expect(equalBytes(quorumFileKey(secret, one), quorumFileKey(secret, other))).toBe(false);
  });
});
