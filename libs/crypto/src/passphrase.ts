/** Passphrases of the keyring and of the notebook (PROTOCOL.md §10.1): eight words of one list, generated, never chosen. */
import { splitWords, wordAt, type WordList } from './bip39-words.js';
import { wipe } from './bytes.js';
import { systemRandomness } from './randomness.js';

export const PASSPHRASE_WORDS = 8;

/** 88 bits. */
export function drawPassphrase(list: WordList): string {
  const random = systemRandomness.bytes(PASSPHRASE_WORDS * 2);
  const words = Array.from({ length: PASSPHRASE_WORDS }, (_, at) => {
    // 65,536 is a multiple of 2,048: no word is likelier than another.
    const value = ((random[2 * at] ?? 0) << 8) | (random[2 * at + 1] ?? 0);
    return wordAt(list, value % 2048);
  });
  wipe(random);
  return words.join(' ');
}

/** How a passphrase is hashed: plain words, one space between; typed accents and capitals do not matter. */
export function plainPassphrase(typed: string): string {
  return splitWords(typed).join(' ');
}
