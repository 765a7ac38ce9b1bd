/**
 * One way to seal (PROTOCOL.md §3.1): X-Wing, BLAKE2b as KDF, XChaCha20-Poly1305. Used for slots, grants, notices,
 * capsules, replies, notes, channels, roster copies and custody releases alike; the label keeps them apart.
 */
import { concat, lp, wipe } from './bytes.js';
import { deriveKeyAndCommitment, hash } from './hash.js';
import type { Randomness } from './randomness.js';
import { sodium } from './sodium.js';

export type SealLabel =
  | 'slot'
  | 'grant'
  | 'roster'
  | 'notice'
  | 'capsule'
  | 'triage-note'
  | 'likeness'
  | 'task'
  | 'own-channels'
  | 'silence'
  | 'consent'
  | 'duty'
  | 'reply'
  | 'custody-release'
  | 'possession';

/** Only for keys that are used once: every AEAD key here comes out of a fresh encapsulation or random secret. */
export const ZERO_NONCE = new Uint8Array(24);

export function sealKdfInput(
  label: SealLabel,
  publicKey: Uint8Array,
  ciphertext: Uint8Array,
  context: Uint8Array,
): Uint8Array {
  return concat(lp('amparo/1/seal'), lp(label), hash(publicKey), hash(ciphertext), hash(context));
}

/** ct (1120) ‖ commitment (32) ‖ AEAD. Throws for a weak public key: a programmer skipped verifyDirectory. */
export function seal(
  random: Randomness,
  publicKey: Uint8Array,
  label: SealLabel,
  context: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  // The all-zero key has a low-order X25519 part and is refused by libsodium here as well.
  const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc_deterministic(publicKey, random.bytes(64));
  const { key, commitment } = deriveKeyAndCommitment(
    sharedSecret,
    sealKdfInput(label, publicKey, ciphertext, context),
  );
  try {
    const body = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, null, null, ZERO_NONCE, key);
    return concat(ciphertext, commitment, body);
  } finally {
    wipe(sharedSecret, key);
  }
}
