/**
 * Reproducible stand-ins for randomness, for generating vectors only: a stream from a fixed seed, and
 * Shamir's scheme written out once more from PROTOCOL.md §2.1, as a check of that text.
 */
import { concat, u32, utf8 } from '../bytes.js';
import { keyedHash } from '../hash.js';

export class Drawn {
  private counter = 0;
  constructor(private readonly name: string) {}

  bytes(length: number): Uint8Array {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () =>
      keyedHash(utf8('amparo vectors 1'), concat(utf8(`${this.name}/`), u32((this.counter += 1)))),
    );
    return concat(...blocks).slice(0, length);
  }
}

export function splitSecret(
  stream: Drawn,
  secret: Uint8Array,
  count: number,
  threshold: number,
): readonly Uint8Array[] {
  const coefficients = Array.from(secret, (byte) => Uint8Array.of(byte, ...stream.bytes(threshold - 1)));
  return Array.from({ length: count }, (_, at) => {
    const x = at + 1;
    const y = coefficients.map((polynomial) => polynomial.reduceRight((sum, c) => multiply(sum, x) ^ c, 0));
    return Uint8Array.of(...y, x);
  });
}

/** In GF(2⁸) modulo x⁸ + x⁴ + x³ + x + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 8; bit += 1) {
    if ((b >> bit) & 1) product ^= a << bit;
  }
  for (let bit = 14; bit >= 8; bit -= 1) {
    if ((product >> bit) & 1) product ^= 0x11b << (bit - 8);
  }
  return product;
}
