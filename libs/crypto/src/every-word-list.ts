/** All word lists at once, where nobody waits for bytes: what a page loads must not import this. */
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as portuguese } from '@scure/bip39/wordlists/portuguese.js';
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js';
import { wordListOf, type WordLanguage, type WordList } from './bip39-words.js';

export const EVERY_WORD_LIST: Readonly<Record<WordLanguage, WordList>> = {
  es: wordListOf('es', spanish),
  pt: wordListOf('pt', portuguese),
  en: wordListOf('en', english),
};
