/**
 * Base45 (RFC 9285): two bytes as three characters of the alphabet that QR codes pack most densely. Strict: one spelling of
 * every value, so that a mistyped character is found here or by the part's check.
 */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

export const base45Length = (bytes: number): number => Math.floor(bytes / 2) * 3 + (bytes % 2) * 2;

export function toBase45(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const [high = 0, low] = bytes.subarray(at, at + 2);
    const pair = low !== undefined;
    let value = pair ? high * 256 + low : high;
    for (let digit = 0; digit < (pair ? 3 : 2); digit += 1) {
      text += ALPHABET[value % 45] ?? '';
      value = Math.floor(value / 45);
    }
  }
  return text;
}

/** null for anything but the one spelling. */
export function fromBase45(text: string): Uint8Array | null {
  if (text.length % 3 === 1) return null;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = Array.from(text.slice(at, at + 3), (letter) => ALPHABET.indexOf(letter));
    if (digits.includes(-1)) return null;
    const [a = 0, b = 0, c] = digits;
    const value = a + b * 45 + (c ?? 0) * 2025;
    if (value > (c === undefined ? 0xff : 0xffff)) return null;
    if (c !== undefined) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}
