/**
 * The outer form of an envelope (PROTOCOL.md §4.1): what anybody may check without a key. Strict, one encoding, and no
 * decision about age or provenance: a carried report is days late and its sender kept no plaintext.
 */
import { concat, readU32, u32, utf8 } from './bytes.js';
import { digestOf } from './hash.js';
import {
  COMPARTMENT_OVERHEAD,
  CUSTODY_ENTRY_BYTES,
  ENVELOPE_HEAD_BYTES,
  ENVELOPE_SIZES,
  HEADER_BYTES,
  IDENTITY_FIELD_BYTES,
  ROUTING_FIELD_BYTES,
  SLOT_BYTES,
} from './sizes.js';

const MAGIC = utf8('AMPARO');
const VERSION = 1;
const SUITE = 1;

export type SizeClass = 0 | 1 | 2 | 3;
export type EnvelopeRefusal = 'length' | 'magic' | 'version' | 'suite' | 'size-class' | 'reserved';

export interface SealedEnvelope {
  readonly bytes: Uint8Array;
  /** 16 random bytes. Never a key for lookups: anybody can put the same id on another envelope (§4.7). */
  readonly id: Uint8Array;
  readonly keySet: number;
  readonly sizeClass: SizeClass;
  readonly header: Uint8Array;
  readonly slots: readonly [Uint8Array, Uint8Array];
  readonly custody: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  readonly routing: Uint8Array;
  readonly narrative: Uint8Array;
  readonly identity: Uint8Array;
  readonly T0: Uint8Array;
  readonly T1: Uint8Array;
}

export type DecodedEnvelope =
  | { readonly ok: true; readonly envelope: SealedEnvelope }
  | { readonly ok: false; readonly reason: EnvelopeRefusal };

export type OuterForm =
  | { readonly ok: true; readonly keySet: number; readonly sizeClass: SizeClass }
  | { readonly ok: false; readonly reason: EnvelopeRefusal };

/**
 * The checks in the order of PROTOCOL.md §4.1; the first that fails is the reason. Enough for whoever accepts an envelope: nothing
 * is copied, cut or hashed.
 */
export function readOuterForm(bytes: Uint8Array): OuterForm {
  const sizeClass = ENVELOPE_SIZES.findIndex((size) => size === bytes.length);
  if (sizeClass < 0) return { ok: false, reason: 'length' };
  if (!MAGIC.every((byte, at) => bytes[at] === byte)) return { ok: false, reason: 'magic' };
  if (bytes[6] !== VERSION) return { ok: false, reason: 'version' };
  if (bytes[7] !== SUITE) return { ok: false, reason: 'suite' };
  if (bytes[28] !== sizeClass) return { ok: false, reason: 'size-class' };
  if (bytes[29] !== 0 || bytes[30] !== 0 || bytes[31] !== 0) return { ok: false, reason: 'reserved' };
  return { ok: true, keySet: readU32(bytes, 24), sizeClass: sizeClass as SizeClass };
}

export function decodeEnvelope(bytes: Uint8Array): DecodedEnvelope {
  const outer = readOuterForm(bytes);
  return outer.ok ? { ok: true, envelope: cut(bytes.slice(), outer) } : outer;
}

/** The first bytes of an envelope alone; null for what no envelope begins with. */
export function cutHead(
  head: Uint8Array,
): (Pick<SealedEnvelope, 'header' | 'slots'> & { readonly sizeClass: SizeClass }) | null {
  const sizeClass = head[28];
  if (head.length !== ENVELOPE_HEAD_BYTES || !MAGIC.every((byte, at) => head[at] === byte)) return null;
  if (head[6] !== VERSION || head[7] !== SUITE) return null;
  if (sizeClass === undefined || sizeClass >= ENVELOPE_SIZES.length) return null;
  const second = HEADER_BYTES + SLOT_BYTES;
  return {
    header: head.subarray(0, HEADER_BYTES),
    slots: [head.subarray(HEADER_BYTES, second), head.subarray(second)],
    sizeClass: sizeClass as SizeClass,
  };
}

function cut(
  bytes: Uint8Array,
  { keySet, sizeClass }: Pick<SealedEnvelope, 'keySet' | 'sizeClass'>,
): SealedEnvelope {
  let at = 0;
  const take = (length: number) => bytes.subarray(at, (at += length));
  const header = take(HEADER_BYTES);
  const slots = [take(SLOT_BYTES), take(SLOT_BYTES)] as const;
  const entry = () => take(CUSTODY_ENTRY_BYTES);
  const custody = [entry(), entry(), entry(), entry(), entry()] as const;
  const routing = take(ROUTING_FIELD_BYTES + COMPARTMENT_OVERHEAD);
  const identity = IDENTITY_FIELD_BYTES + COMPARTMENT_OVERHEAD;
  const narrative = take(bytes.length - at - identity);
  const T0 = transcript0(header, slots);
  return {
    bytes,
    id: header.subarray(8, 24),
    keySet,
    sizeClass,
    header,
    slots,
    custody,
    routing,
    narrative,
    identity: take(identity),
    T0,
    T1: transcript1(T0, custody),
  };
}

export function encodeHeader(id: Uint8Array, keySet: number, sizeClass: SizeClass): Uint8Array {
  return concat(MAGIC, Uint8Array.of(VERSION, SUITE), id, u32(keySet), Uint8Array.of(sizeClass, 0, 0, 0));
}

/** T0 binds header and slots, T1 also the custody boxes: what a compartment is tied to (§4.4). */
export function transcript0(header: Uint8Array, slots: readonly Uint8Array[]): Uint8Array {
  return digestOf('T0', header, ...slots);
}

export function transcript1(T0: Uint8Array, custody: readonly Uint8Array[]): Uint8Array {
  return digestOf('T1', T0, ...custody);
}

/**
 * D (§4.7): the server's unique key, what receipts and channel signatures cover. All bytes, not the id: whoever
 * squats the id of a carried report must not be able to block it.
 */
export function envelopeDigest(bytes: Uint8Array): Uint8Array {
  return digestOf('envelope', bytes);
}
