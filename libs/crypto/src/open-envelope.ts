/** Opening what a slot gives (PROTOCOL.md §4.5): routing for dispatch, routing and narrative for a desk. */
import { equalBytes, wipe } from './bytes.js';
import { compartmentKey, type CompartmentName } from './compartment.js';
import type { SealedEnvelope } from './envelope-format.js';
import type { SealKeyPair } from './keys.js';
import { unpad } from './padding.js';
import { ZERO_NONCE } from './sealed-box.js';
import { sodium } from './sodium.js';
import { demand, unseal } from './opening.js';

/** The 96 bytes of the slot sealed to this key. Throws when there is none; call inside `attempt`. */
export function openSlot(
  keyPair: SealKeyPair,
  envelope: Pick<SealedEnvelope, 'header' | 'slots'>,
): Uint8Array {
  const found = envelope.slots.flatMap((slot) => {
    try {
      return [unseal(keyPair, 'slot', envelope.header, slot)];
    } catch {
      return [];
    }
  });
  // Both are always tried, and exactly one must open: an envelope with two slots for one recipient was not made by us.
  const [secrets] = found;
  demand(found.length === 1 && secrets !== undefined && secrets.length === 96);
  return secrets;
}

/** Throws for every reason alike; call inside `attempt`. */
export function openCompartment(
  secret: Uint8Array,
  name: CompartmentName,
  envelope: SealedEnvelope,
): Uint8Array {
  const sealed = envelope[name];
  const { key, commitment, aad } = compartmentKey(secret, name, envelope.T1);
  try {
    // Key commitment: without it dispatch and desk could be shown two routings in one envelope.
    demand(equalBytes(commitment, sealed.subarray(0, 32)));
    return unpad(
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed.subarray(32), aad, ZERO_NONCE, key),
    );
  } finally {
    wipe(key);
  }
}
