/**
 * `#crypto/keyring`: a member's seed under a generated passphrase (PROTOCOL.md §10). The only file that needs the
 * `-sumo` build of libsodium (Argon2id); it must never be part of the intake page.
 */
import sumo from 'libsodium-wrappers-sumo';
import { indexOfWord, splitWords, wordAt, type WordLanguage, type WordList } from './bip39-words.js';
import { concat, lp, utf8, wipe } from './bytes.js';
import { EVERY_WORD_LIST } from './every-word-list.js';
import { hash128, keyedHash } from './hash.js';
import { lockKeyringWith, type Keyring, type KeyringKeys } from './keyring-blob.js';
import { systemRandomness } from './randomness.js';

export { unlockKeyring, type Keyring, type KeyringKeys } from './keyring-blob.js';
export type { Unopened } from './opening.js';
export type { WordLanguage } from './bip39-words.js';

const WORDS = 8;
const OPSLIMIT = 3;
const MEMLIMIT = 64 * 1024 * 1024;

/** Eight words of one list, 88 bits. Generated, never chosen. */
export function newPassphrase(language: WordLanguage = 'es'): string {
  const random = systemRandomness.bytes(WORDS * 2);
  const words = Array.from({ length: WORDS }, (_, at) => {
    // 65,536 is a multiple of 2,048: no word is likelier than another.
    const value = ((random[2 * at] ?? 0) << 8) | (random[2 * at + 1] ?? 0);
    return wordAt(EVERY_WORD_LIST[language], value % 2048);
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
  const known = (list: WordList) => words.every((word) => indexOfWord(list, word) !== undefined);
  return words.length === WORDS && Object.values(EVERY_WORD_LIST).some(known);
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

/** Exactly 512 bytes, different every time. */
export function lockKeyring(keys: KeyringKeys, keyring: Keyring): Uint8Array {
  return lockKeyringWith(systemRandomness, keys, keyring);
}
