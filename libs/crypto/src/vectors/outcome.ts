/** The result of a vector as JSON (PROTOCOL.md §12): bytes as hex, refusals as outcome names. */
import { FormatError, toHex } from '../bytes.js';
import type { Json } from '../canonical-json.js';
import { decodeEnvelope, type SealedEnvelope } from '../envelope-format.js';
import { toJson } from '../fields.js';
import type { Inputs } from './inputs.js';

export type Output = { readonly outcome: string; readonly [name: string]: Json };
export type Actions = Readonly<Record<string, (inputs: Inputs) => Output | Promise<Output>>>;

/** Bytes as hex, dates and documents as in documents, refusals as outcome names. */
export function result(outcome: object): Output {
  const { ok, outcome: unopened, reason, ...rest } = outcome as Record<string, unknown>;
  const refused = unopened ?? reason;
  const name = typeof refused === 'string' ? refused : 'invalid';
  return { ...(hexed(rest) as object), outcome: ok === true ? 'ok' : name };
}

function hexed(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (value instanceof Date) return toJson(value);
  if (Array.isArray(value)) return value.map(hexed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hexed(item)]));
}

export const ok = (fields: object) => result({ ok: true, ...fields });

export function strict(read: () => object): Output {
  try {
    return ok(read());
  } catch (error) {
    if (error instanceof FormatError) return { outcome: 'malformed' };
    throw error;
  }
}

export function envelopeOf(inputs: Inputs): SealedEnvelope {
  const decoded = decodeEnvelope(inputs.bytes('envelope'));
  if (!decoded.ok) throw new Error('this vector needs a well-formed envelope');
  return decoded.envelope;
}
