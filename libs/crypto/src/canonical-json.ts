/**
 * Canonical JSON (PROTOCOL.md §1.3): the subset of RFC 8785 without fractions. One value has one encoding, so that a
 * signature or a hash over the bytes is one over the value.
 */
import { equalBytes, FormatError, fromUtf8, utf8 } from './bytes.js';

export const MAX_DOCUMENT_BYTES = 1024 * 1024;
const MAX_DEPTH = 16;
const LONE_SURROGATE = /\p{Surrogate}/u;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Throws FormatError for what has no canonical form: fractions, unsafe integers, -0, lone surrogates, undefined. */
export function canonicalJson(value: unknown): Uint8Array {
  return utf8(write(value, 0));
}

/** Throws FormatError unless the bytes are exactly what canonicalJson would write for their value. */
export function parseCanonicalJson(bytes: Uint8Array): unknown {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw new FormatError('document too large');
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch {
    throw new FormatError('not JSON');
  }
  // Writing it again refuses white space, duplicate and unsorted keys, 1e3, 1.0, and needless escapes in one go.
  if (!equalBytes(canonicalJson(value), bytes)) throw new FormatError('not canonical JSON');
  return value;
}

function write(value: unknown, depth: number): string {
  // A document nested a million deep must end in an error, not in a stack overflow.
  if (depth > MAX_DEPTH) throw new FormatError('nested too deeply');
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new FormatError('not a safe integer');
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  if (!isPlainObject(value)) throw new FormatError('no JSON value');
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${writeText(key)}:${write(value[key], depth + 1)}`);
  return `{${entries.join(',')}}`;
}

function writeText(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new FormatError('not well-formed text');
  return JSON.stringify(text);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
