/**
 * Why every ciphertext carries a commitment: for two chosen keys one can compute a ciphertext that XChaCha20-Poly1305
 * accepts under both. Here that is done, and shown to fail against a compartment.
 */
import { beforeAll, describe, expect, it } from '@jest/globals';
import sumo from 'libsodium-wrappers-sumo';
import { concat, u32, utf8 } from './bytes.js';
import { compartmentKey } from './compartment.js';
import type { SealedEnvelope } from './envelope-format.js';
import { cryptoReady } from './index.js';
import { openCompartment } from './open-envelope.js';
import { ZERO_NONCE } from './sealed-box.js';
import { sodium } from './sodium.js';
import { seedOf } from './vectors/sample.js';

beforeAll(async () => {
  await cryptoReady();
  await sumo.ready;
});

const P = (1n << 130n) - 5n;
const WORD = 1n << 128n;

const toNumber = (bytes: Uint8Array) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const toBytes = (value: bigint, length: number) =>
  Uint8Array.from({ length }, (_, at) => Number((value >> BigInt(8 * at)) & 255n));
const modulo = (value: bigint) => ((value % P) + P) % P;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let bit = exponent, square = base; bit > 0n; bit >>= 1n, square = modulo(square * square)) {
    if (bit & 1n) result = modulo(result * square);
  }
  return result;
}

function poly1305Key(key: Uint8Array): { r: bigint; s: bigint } {
  const block = sumo.crypto_stream_xchacha20_xor(new Uint8Array(32), ZERO_NONCE, key);
  const clamp = 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  return { r: toNumber(block.subarray(0, 16)) & clamp, s: toNumber(block.subarray(16)) };
}

/** The number that Poly1305 computes for blocks, without the final addition of s. */
const evaluate = (blocks: readonly bigint[], r: bigint) =>
  blocks.reduce((sum, block) => modulo((sum + block) * r), 0n);

/** A ciphertext of 48 bytes with one tag that is valid under both keys: the middle block is solved for. */
function collide(keys: readonly [Uint8Array, Uint8Array], aad: Uint8Array): Uint8Array {
  const [one, two] = [poly1305Key(keys[0]), poly1305Key(keys[1])];
  const paddedAad = concat(aad, new Uint8Array((16 - (aad.length % 16)) % 16));
  const lengths = concat(u32(aad.length), u32(0), u32(48), u32(0));
  const asBlocks = (bytes: Uint8Array) =>
    Array.from(
      { length: bytes.length / 16 },
      (_, at) => toNumber(bytes.subarray(16 * at, 16 * at + 16)) + WORD,
    );
  for (let filler = 0; filler < 4096; filler += 1) {
    const first = concat(u32(filler), new Uint8Array(12));
    const blocks = (middle: bigint) => [
      ...asBlocks(concat(paddedAad, first)),
      middle,
      ...asBlocks(concat(new Uint8Array(16), lengths)),
    ];
    // Blocks after the solved one: the last of the ciphertext and the lengths, so its weight is r³.
    const [a, b] = [evaluate(blocks(0n), one.r), evaluate(blocks(0n), two.r)];
    const weight = modulo(power(one.r, 3n) - power(two.r, 3n));
    for (let carry = -4n; carry <= 4n; carry += 1n) {
      const middle = modulo((b + two.s - a - one.s + carry * WORD) * power(weight, P - 2n));
      const [x, y] = [evaluate(blocks(middle), one.r) + one.s, evaluate(blocks(middle), two.r) + two.s];
      if (middle < WORD || middle >= 2n * WORD || x % WORD !== y % WORD) continue;
      return concat(first, toBytes(middle - WORD, 16), new Uint8Array(16), toBytes(x % WORD, 16));
    }
  }
  throw new Error('not found');
}

describe('key commitment', () => {
  it('stops one ciphertext from showing two people two texts', () => {
    const T1 = seedOf('T1');
    const secrets = [seedOf('for dispatch'), seedOf('for the desk')] as const;
    const derived = secrets.map((secret) => compartmentKey(secret, 'routing', T1));
    const [dispatch, desk] = derived as [(typeof derived)[0], (typeof derived)[0]];
    const ciphertext = collide([dispatch.key, desk.key], concat(T1, utf8('routing')));

    const open = (key: Uint8Array) =>
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, dispatch.aad, ZERO_NONCE, key);
    // The attack is real: the cipher alone accepts both, and shows each something else.
    expect(open(dispatch.key)).toHaveLength(48);
    expect(open(desk.key)).toHaveLength(48);
    expect(open(dispatch.key)).not.toEqual(open(desk.key));

    const envelope = { T1, routing: concat(dispatch.commitment, ciphertext) } as SealedEnvelope;
    expect(() => openCompartment(secrets[1], 'routing', envelope)).toThrow();
    expect(dispatch.commitment).not.toEqual(desk.commitment);
  });
});
