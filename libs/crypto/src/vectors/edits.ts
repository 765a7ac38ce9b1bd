/** What an attacker does to bytes, on their hex. */
import { fromHex, toHex } from '../bytes.js';

/** One bit of the byte at `at`. */
export function flipped(hex: string, at: number): string {
  const bytes = fromHex(hex);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return toHex(bytes);
}

/** The bytes from `at` on replaced by those that stand at the same place in `other`. */
export function withPartOf(hex: string, other: string, at: number, length: number): string {
  return hex.slice(0, 2 * at) + other.slice(2 * at, 2 * (at + length)) + hex.slice(2 * (at + length));
}
