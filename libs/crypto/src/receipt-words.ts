/** Twelve words that a reporter keeps (PROTOCOL.md §9.1): 16 bytes of entropy and a 4-bit checksum. */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import {
  indexOfWord,
  splitWords,
  suggestWords,
  wordAt,
  type WordLanguage,
  type WordList,
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

export function newReceiptWords(list: WordList): ReceiptWords {
  return receiptWordsOf(systemRandomness.bytes(16), list);
}

export function receiptWordsOf(entropy: Uint8Array, { language, words: list }: WordList): ReceiptWords {
  const mnemonic = entropyToMnemonic(entropy, [...list]);
  const words = mnemonic.split(/[\s\u3000]+/).map((word) => word.normalize('NFC'));
  return { words, entropy, language };
}

/** Any case, any accents, any separators. The language is the one whose list knows the most of the words. */
export function parseReceiptWords(typed: string, lists: readonly WordList[]): ParsedReceipt {
  const words = splitWords(typed);
  if (words.length !== COUNT) return { ok: false, reason: 'word-count', have: words.length };
  const readings = lists.map((list) => readIn(list, words));
  // A few words stand in two lists; where all twelve do, the checksum decides.
  const valid = readings.find((reading) => reading.entropy !== null);
  if (valid?.entropy) return { ok: true, entropy: valid.entropy, language: valid.list.language };
  const closest = readings.reduce((best, next) => (next.known > best.known ? next : best));
  if (closest.unknownAt < 0) return { ok: false, reason: 'checksum' };
  const suggestions = suggestWords(closest.list, words[closest.unknownAt] ?? '');
  return { ok: false, reason: 'unknown-word', position: closest.unknownAt, suggestions };
}

interface Reading {
  readonly list: WordList;
  readonly known: number;
  /** −1 when every word is known. */
  readonly unknownAt: number;
  readonly entropy: Uint8Array | null;
}

function readIn(list: WordList, words: readonly string[]): Reading {
  const indexes = words.map((word) => indexOfWord(list, word));
  const known = indexes.filter((index) => index !== undefined);
  const complete = known.length === words.length;
  const entropy = complete ? entropyOf(list, known) : null;
  return { list, known: known.length, unknownAt: indexes.indexOf(undefined), entropy };
}

/** null where the checksum does not fit. */
function entropyOf(list: WordList, indexes: readonly number[]): Uint8Array | null {
  const mnemonic = indexes.map((index) => wordAt(list, index)).join(' ');
  try {
    return mnemonicToEntropy(mnemonic, [...list.words]);
  } catch {
    return null;
  }
}
