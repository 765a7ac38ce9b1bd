/**
 * Bundle tokens (PROTOCOL.md §2.6): under one token are the alerts that are alike in all that counts. Only who holds a dispatch
 * key can make one, and who holds it can open the routing anyway; for whoever has the database it is a random number.
 */
import { canonicalJson, type Json } from './canonical-json.js';
import { digestOf, keyedHash128 } from './hash.js';

/** 16 bytes. Another dispatch epoch gives another token: at a change of keys a storm rings once more. */
export function bundleToken(
  dispatchSecretKey: Uint8Array,
  facets: Readonly<Record<string, Json>>,
): Uint8Array {
  const key = digestOf('bundle', dispatchSecretKey);
  try {
    return keyedHash128(key, canonicalJson(facets));
  } finally {
    key.fill(0);
  }
}
