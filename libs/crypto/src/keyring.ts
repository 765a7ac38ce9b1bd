/** `#crypto/keyring`: a member's seed under a generated passphrase (PROTOCOL.md §10.1). It must never be part of the intake page. */
import { stretch } from './argon2.js';
import { indexOfWord, splitWords, type WordLanguage, type WordList } from './bip39-words.js';
import { concat, lp, wipe } from './bytes.js';
import { EVERY_WORD_LIST } from './every-word-list.js';
import { hash128, keyedHash } from './hash.js';
import { lockKeyringWith, type Keyring, type KeyringKeys } from './keyring-blob.js';
import { drawPassphrase, PASSPHRASE_WORDS } from './passphrase.js';
import { systemRandomness } from './randomness.js';

export { unlockKeyring, type Keyring, type KeyringKeys } from './keyring-blob.js';
export type { Unopened } from './opening.js';
export type { WordLanguage } from './bip39-words.js';

/** About a second on a phone. */
const COST = { passes: 3, mebibytes: 64 };

/** Eight words of one list, 88 bits. */
export function newPassphrase(language: WordLanguage = 'es'): string {
  return drawPassphrase(EVERY_WORD_LIST[language]);
}

/** A hint while typing: does it look like eight words of one list? Says nothing about any account. */
export function isPassphraseShaped(typed: string): boolean {
  const words = splitWords(typed);
  const known = (list: WordList) => words.every((word) => indexOfWord(list, word) !== undefined);
  return words.length === PASSPHRASE_WORDS && Object.values(EVERY_WORD_LIST).some(known);
}

/** Deployment and handle are the salt, not secrets. */
export async function deriveKeyring(
  passphrase: string,
  deployment: string,
  handle: string,
): Promise<KeyringKeys> {
  const salt = hash128(concat(lp('amparo/1/keyring'), lp(deployment), lp(handle.trim().toLowerCase())));
  const okm = await stretch(passphrase, salt, COST);
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
