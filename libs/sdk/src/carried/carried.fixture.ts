/** For tests: bytes with the outer form of an envelope, the same for the same seed; what is inside only clients could open. */
import { concat, ENVELOPE_SIZES, hash, utf8 } from '#crypto';

export function outerEnvelope(seed: number, sizeClass = 0): Uint8Array {
  const size = ENVELOPE_SIZES[sizeClass] ?? 0;
  const noise: Uint8Array[] = [];
  for (let block = 0; block * 32 < size; block += 1)
    noise.push(hash(utf8(`${String(seed)}/${String(block)}`)));
  const bytes = concat(...noise).slice(0, size);
  bytes.set(utf8('AMPARO'));
  bytes.set([1, 1], 6);
  bytes.set([1, 0, 0, 0, sizeClass, 0, 0, 0], 24);
  return bytes;
}

export const withoutClaim = (envelope: Uint8Array) => ({ envelope, claim: null });

/** The same bytes with one changed; `to` is what it becomes. */
export function altered(bytes: Uint8Array, at: number, to: (byte: number) => number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = to(copy[at] ?? 0);
  return copy;
}
