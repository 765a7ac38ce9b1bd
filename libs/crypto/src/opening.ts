/**
 * The opposite of sealed-box.ts (PROTOCOL.md §3.2). Whoever imports this file can open what is sealed to a key: no
 * door that the api may use reaches it.
 */
import { equalBytes, wipe } from './bytes.js';
import { deriveKeyAndCommitment } from './hash.js';
import { sealKeyPairFromSeed, type SealKeyPair } from './keys.js';
import { sealKdfInput, ZERO_NONCE, type SealLabel } from './sealed-box.js';
import { SEAL_OVERHEAD } from './sizes.js';
import { sodium } from './sodium.js';

const CIPHERTEXT_BYTES = 1120;
const BODY_AT = CIPHERTEXT_BYTES + 32;

/**
 * Every failure after the outer form has this one outcome. X-Wing throws on a low-order X25519 part and silently
 * rejects a mauled ML-KEM part: whoever could tell the two apart, or a wrong key from a wrong tag, has an oracle.
 */
export type Unopened = { readonly ok: false; readonly outcome: 'unopened' };
export const UNOPENED: Unopened = { ok: false, outcome: 'unopened' };

/** Thrown inside opening code only, and turned into UNOPENED by `attempt`. */
class Closed extends Error {}

export function demand(condition: boolean): asserts condition {
  if (!condition) throw new Closed();
}

/** Runs an opening; whatever goes wrong inside looks the same outside. */
export function attempt<T extends { readonly ok: true }>(open: () => T): T | Unopened {
  try {
    return open();
  } catch {
    return UNOPENED;
  }
}

/** Throws for every reason alike; call inside `attempt`. */
export function unseal(
  keyPair: SealKeyPair,
  label: SealLabel,
  context: Uint8Array,
  sealed: Uint8Array,
): Uint8Array {
  demand(sealed.length >= SEAL_OVERHEAD);
  const ciphertext = sealed.subarray(0, CIPHERTEXT_BYTES);
  const sharedSecret = sodium.crypto_kem_xwing_dec(ciphertext, keyPair.secretKey);
  const { key, commitment } = deriveKeyAndCommitment(
    sharedSecret,
    sealKdfInput(label, keyPair.publicKey, ciphertext, context),
  );
  try {
    // XChaCha20-Poly1305 does not commit to its key: without this line one ciphertext could show two recipients two
    // different texts.
    demand(equalBytes(commitment, sealed.subarray(CIPHERTEXT_BYTES, BODY_AT)));
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      sealed.subarray(BODY_AT),
      null,
      ZERO_NONCE,
      key,
    );
  } finally {
    wipe(sharedSecret, key);
  }
}

/** Recipients hold 32-byte seeds; the public key that the KDF needs is derived again. */
export function keyPairOf(secretKey: Uint8Array): SealKeyPair {
  return sealKeyPairFromSeed(secretKey);
}
