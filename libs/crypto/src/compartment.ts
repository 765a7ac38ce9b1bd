/** Compartments (PROTOCOL.md §4.4): each under its own key, committed, and bound to everything before it. */
import { concat, lp, utf8, wipe } from './bytes.js';
import { deriveKeyAndCommitment } from './hash.js';
import { pad } from './padding.js';
import { ZERO_NONCE } from './sealed-box.js';
import { sodium } from './sodium.js';

export type CompartmentName = 'routing' | 'narrative' | 'identity';

/** S_x of one compartment, with the name and T1: a compartment moved or swapped gets another key and another AAD. */
export function compartmentKey(
  secret: Uint8Array,
  name: CompartmentName,
  T1: Uint8Array,
): { readonly key: Uint8Array; readonly commitment: Uint8Array; readonly aad: Uint8Array } {
  const derived = deriveKeyAndCommitment(secret, concat(lp('amparo/1/compartment'), lp(name), T1));
  return { ...derived, aad: concat(T1, utf8(name)) };
}

export function sealCompartment(
  secret: Uint8Array,
  name: CompartmentName,
  T1: Uint8Array,
  content: Uint8Array,
  fieldBytes: number,
): Uint8Array {
  const padded = pad(content, fieldBytes);
  const { key, commitment, aad } = compartmentKey(secret, name, T1);
  try {
    return concat(
      commitment,
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, aad, null, ZERO_NONCE, key),
    );
  } finally {
    wipe(key, padded);
  }
}
