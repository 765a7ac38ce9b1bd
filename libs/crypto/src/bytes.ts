/**
 * Bytes: strict text encodings and the framing of PROTOCOL.md §1.
 * Every decoder accepts exactly one spelling of a value, so that two parties never hash two encodings of one thing.
 */
import { sodium } from './sodium.js';

// Global both in Node and in browsers; declared here so that the library needs the types of neither.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

/** Bytes or text that are not in the one accepted form. Its message never repeats the input. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

const BASE64URL = /^[A-Za-z0-9_-]*$/;
const HEX = /^(?:[0-9a-f]{2})*$/;

export function toBase64Url(bytes: Uint8Array): string {
  return sodium.to_base64(bytes, sodium.base64_variants.URLSAFE_NO_PADDING);
}

/** Strict: no padding, no white space, unused trailing bits zero. */
export function fromBase64Url(text: string): Uint8Array {
  if (!BASE64URL.test(text) || text.length % 4 === 1) throw new FormatError('not base64url');
  let bytes: Uint8Array;
  try {
    bytes = sodium.from_base64(text, sodium.base64_variants.URLSAFE_NO_PADDING);
  } catch {
    throw new FormatError('not base64url');
  }
  // Non-zero trailing bits would give the same bytes a second spelling, and a second digest.
  if (toBase64Url(bytes) !== text) throw new FormatError('not canonical base64url');
  return bytes;
}

export function toHex(bytes: Uint8Array): string {
  return sodium.to_hex(bytes);
}

/** Strict: lower case, whole bytes. */
export function fromHex(text: string): Uint8Array {
  if (!HEX.test(text)) throw new FormatError('not lower-case hex');
  return sodium.from_hex(text);
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Refuses invalid UTF-8 instead of replacing it, and keeps a byte order mark as content. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FormatError('not UTF-8');
  }
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Constant time in the contents; the length is not a secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && (a.length === 0 || sodium.memcmp(a, b));
}

/** Overwrites secrets in place. JavaScript may have copied them; this removes the copy that we know of. */
export function wipe(...secrets: readonly (Uint8Array | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0);
}

export function isAllZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** LP(x) of PROTOCOL.md §1: u16 little-endian length, then the bytes. Text is ASCII labels or UTF-8. */
export function lp(value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? utf8(value) : value;
  if (bytes.length > 0xffff) throw new RangeError('too long for a length prefix of two bytes');
  return concat(Uint8Array.of(bytes.length & 0xff, bytes.length >> 8), bytes);
}

export function u32(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw new RangeError('not a u32');
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
}

export function readU32(bytes: Uint8Array, at: number): number {
  const [a, b, c, d] = bytes.subarray(at, at + 4);
  if (a === undefined || b === undefined || c === undefined || d === undefined)
    throw new FormatError('too short');
  return (a | (b << 8) | (c << 16)) + d * 0x1000000;
}
