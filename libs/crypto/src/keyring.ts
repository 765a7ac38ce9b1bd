/**
 * `#crypto/keyring`: a member's seed under a generated passphrase (PROTOCOL.md §10). The only file that needs the
 * `-sumo` build of libsodium (Argon2id); it must never be part of the intake page.
 */
import sumo from 'libsodium-wrappers-sumo';
import { indexOfWord, splitWords, wordAt, WORD_LANGUAGES, type WordLanguage } from './bip39-words.js';
import { concat, lp, utf8, wipe } from './bytes.js';
import { canonicalJson, parseCanonicalJson } from './canonical-json.js';
import { bytes, exactly, id, record, toJson } from './fields.js';
import { hash128, keyedHash } from './hash.js';
import { pad, unpad } from './padding.js';
import { systemRandomness, type Randomness } from './randomness.js';
import { KEYRING_BLOB_BYTES } from './sizes.js';
import { sodium } from './sodium.js';
import { attempt, demand, type Unopened } from './opening.js';

export type { WordLanguage } from './bip39-words.js';

const WORDS = 8;
const NONCE_BYTES = 24;
const OPSLIMIT = 3;
const MEMLIMIT = 64 * 1024 * 1024;

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

/** Eight words of one list, 88 bits. Generated, never chosen. */
export function newPassphrase(language: WordLanguage = 'es'): string {
  const random = systemRandomness.bytes(WORDS * 2);
  const words = Array.from({ length: WORDS }, (_, at) => {
    // 65,536 is a multiple of 2,048: no word is likelier than another.
    const value = ((random[2 * at] ?? 0) << 8) | (random[2 * at + 1] ?? 0);
    return wordAt(language, value % 2048);
  });
  wipe(random);
  return words.join(' ');
}

/** How a passphrase is hashed: plain words, one space between; typed accents and capitals do not matter. */
export function plainPassphrase(typed: string): string {
  return splitWords(typed).join(' ');
}

/** A hint while typing: does it look like eight words of one list? Says nothing about any account. */
export function isPassphraseShaped(typed: string): boolean {
  const words = splitWords(typed);
  const known = (language: WordLanguage) => words.every((word) => indexOfWord(language, word) !== undefined);
  return words.length === WORDS && WORD_LANGUAGES.some(known);
}

/** Argon2id, 64 MiB, 3 passes: about a second on a phone. Deployment and handle are the salt, not secrets. */
export async function deriveKeyring(
  passphrase: string,
  deployment: string,
  handle: string,
): Promise<KeyringKeys> {
  await sumo.ready;
  const salt = hash128(concat(lp('amparo/1/keyring'), lp(deployment), lp(handle.trim().toLowerCase())));
  const okm = sumo.crypto_pwhash(
    32,
    utf8(plainPassphrase(passphrase)),
    salt,
    OPSLIMIT,
    MEMLIMIT,
    sumo.crypto_pwhash_ALG_ARGON2ID13,
  );
  const derive = (use: string) => keyedHash(okm, concat(lp('amparo/1/keyring'), lp(use)));
  try {
    return { address: derive('address'), key: derive('key') };
  } finally {
    wipe(okm);
  }
}

const content = record({ kind: exactly('amparo/keyring/1'), memberId: id, seed: bytes(32) });

/** nonce 24 ‖ AEAD(key, nonce, AAD address, padded): exactly 512 bytes. */
export function lockKeyring(keys: KeyringKeys, keyring: Keyring): Uint8Array {
  return lockKeyringWith(systemRandomness, keys, keyring);
}

function lockKeyringWith(random: Randomness, keys: KeyringKeys, { memberId, seed }: Keyring): Uint8Array {
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
