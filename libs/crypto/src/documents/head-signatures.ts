/**
 * The roots' signatures beside a head (PROTOCOL.md §5.2): canonical JSON `[{key, signature}]`, one reader for api, worker and
 * clients, so that the api cannot take in a head that every client would refuse.
 */
import { canonicalJson, parseCanonicalJson } from '../canonical-json.js';
import { bytes, list, record, toJson } from '../fields.js';
import type { RootSignature } from './verify-head.js';

const reader = list(record({ key: bytes(32), signature: bytes(64) }), 16);

export function encodeHeadSignatures(signatures: readonly RootSignature[]): Uint8Array {
  return canonicalJson(toJson(signatures));
}

/** Throws FormatError. */
export function decodeHeadSignatures(encoded: Uint8Array): readonly RootSignature[] {
  return reader(parseCanonicalJson(encoded));
}
