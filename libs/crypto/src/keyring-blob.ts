/** The blob that the server keeps for a member (PROTOCOL.md §10): found by an address, opened by a key. */
import { concat, wipe } from './bytes.js';
import { canonicalJson, parseCanonicalJson } from './canonical-json.js';
import { bytes, exactly, id, record, toJson } from './fields.js';
import { attempt, demand, type Unopened } from './opening.js';
import { pad, unpad } from './padding.js';
import type { Randomness } from './randomness.js';
import { KEYRING_BLOB_BYTES } from './sizes.js';
import { sodium } from './sodium.js';

const NONCE_BYTES = 24;

export interface KeyringKeys {
  /** Where the blob lies: no handle is ever looked up, so a stranger cannot ask whether somebody is a member. */
  readonly address: Uint8Array;
  readonly key: Uint8Array;
}
export interface Keyring {
  readonly memberId: string;
  /** 32 bytes; deriveMemberKeys gives every key of the member. */
  readonly seed: Uint8Array;
}

const content = record({ kind: exactly('amparo/keyring/1'), memberId: id, seed: bytes(32) });

/** nonce 24 ‖ AEAD(key, nonce, AAD address, padded): exactly 512 bytes. */
export function lockKeyringWith(
  random: Randomness,
  keys: KeyringKeys,
  { memberId, seed }: Keyring,
): Uint8Array {
  const fields = toJson({ kind: 'amparo/keyring/1', memberId, seed });
  content(fields);
  // Random, because the same key locks the blob again whenever its content changes.
  const nonce = random.bytes(NONCE_BYTES);
  const padded = pad(canonicalJson(fields), KEYRING_BLOB_BYTES - NONCE_BYTES - 16);
  try {
    return concat(
      nonce,
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, keys.address, null, nonce, keys.key),
    );
  } finally {
    wipe(padded);
  }
}

export function unlockKeyring(
  keys: KeyringKeys,
  blob: Uint8Array,
): { readonly ok: true; readonly keyring: Keyring } | Unopened {
  return attempt(() => {
    demand(blob.length === KEYRING_BLOB_BYTES);
    const padded = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      blob.subarray(NONCE_BYTES),
      keys.address,
      blob.subarray(0, NONCE_BYTES),
      keys.key,
    );
    try {
      const { memberId, seed } = content(parseCanonicalJson(unpad(padded)));
      return { ok: true as const, keyring: { memberId, seed } };
    } finally {
      wipe(padded);
    }
  });
}
