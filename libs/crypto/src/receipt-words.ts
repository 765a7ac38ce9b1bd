/** Twelve words that a reporter keeps (PROTOCOL.md §9.1): 16 bytes of entropy and a 4-bit checksum. */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import {
  indexOfWord,
  splitWords,
  suggestWords,
  wordAt,
  WORD_LANGUAGES,
  wordsOf,
  type WordLanguage,
} from './bip39-words.js';
import { systemRandomness } from './randomness.js';

export interface ReceiptWords {
  readonly words: readonly string[];
  readonly entropy: Uint8Array;
  readonly language: WordLanguage;
}

export type ParsedReceipt =
  | { readonly ok: true; readonly entropy: Uint8Array; readonly language: WordLanguage }
  /** `have` words instead of twelve. */
  | { readonly ok: false; readonly reason: 'word-count'; readonly have: number }
  /** `position` counts from 0; `suggestions` are words of the list that look like it. */
  | {
      readonly ok: false;
      readonly reason: 'unknown-word';
      readonly position: number;
      readonly suggestions: readonly string[];
    }
  /** Every word is in the list, but together they are no receipt: one is wrong or two are exchanged. */
  | { readonly ok: false; readonly reason: 'checksum' };

const COUNT = 12;

export function newReceiptWords(language: WordLanguage): ReceiptWords {
  return receiptWordsOf(systemRandomness.bytes(16), language);
}

export function receiptWordsOf(entropy: Uint8Array, language: WordLanguage): ReceiptWords {
  const mnemonic = entropyToMnemonic(entropy, wordsOf(language));
  const words = mnemonic.split(/[\s\u3000]+/).map((word) => word.normalize('NFC'));
  return { words, entropy, language };
}

/** Any case, any accents, any separators. The language is the one whose list knows the most of the words. */
export function parseReceiptWords(typed: string): ParsedReceipt {
  const words = splitWords(typed);
  if (words.length !== COUNT) return { ok: false, reason: 'word-count', have: words.length };
  const readings = WORD_LANGUAGES.map((language) => readIn(language, words));
  // A few words stand in two lists; where all twelve do, the checksum decides.
  const valid = readings.find((reading) => reading.outcome.ok);
  const [first, ...others] = readings;
  if (valid || !first) return valid?.outcome ?? { ok: false, reason: 'checksum' };
  return others.reduce((best, next) => (next.known > best.known ? next : best), first).outcome;
}

function readIn(
  language: WordLanguage,
  words: readonly string[],
): { readonly known: number; readonly outcome: ParsedReceipt } {
  const indexes = words.map((word) => indexOfWord(language, word));
  const position = indexes.indexOf(undefined);
  const known = indexes.filter((index) => index !== undefined).length;
  if (position >= 0) {
    const suggestions = suggestWords(language, words[position] ?? '');
    return { known, outcome: { ok: false, reason: 'unknown-word', position, suggestions } };
  }
  const mnemonic = indexes.map((index) => wordAt(language, index ?? -1)).join(' ');
  try {
    return {
      known,
      outcome: { ok: true, entropy: mnemonicToEntropy(mnemonic, wordsOf(language)), language },
    };
  } catch {
    return { known, outcome: { ok: false, reason: 'checksum' } };
  }
}
