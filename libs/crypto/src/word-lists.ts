/**
 * The word lists, each loaded when it is needed (PROTOCOL.md §9.1): a reporter's page seals with one of them, and on 2G the other two
 * would be seconds. Once loaded, a list stays.
 */
import { wordListOf, WORD_LANGUAGES, type WordLanguage, type WordList } from './bip39-words.js';

const LOADERS: Readonly<Record<WordLanguage, () => Promise<{ readonly wordlist: readonly string[] }>>> = {
  es: () => import('@scure/bip39/wordlists/spanish.js'),
  pt: () => import('@scure/bip39/wordlists/portuguese.js'),
  en: () => import('@scure/bip39/wordlists/english.js'),
};

const loaded = new Map<WordLanguage, WordList>();

/** Rejects where the file cannot be had: a browser without a signal that never had it. */
export async function loadWordList(language: WordLanguage): Promise<WordList> {
  const known = loaded.get(language);
  if (known) return known;
  const { wordlist } = await LOADERS[language]();
  const list = wordListOf(language, wordlist);
  loaded.set(language, list);
  return list;
}

/** All of them, for words that somebody typed: nobody is asked which list they come from. */
export const loadWordLists = (): Promise<readonly WordList[]> =>
  Promise.all(WORD_LANGUAGES.map(loadWordList));
