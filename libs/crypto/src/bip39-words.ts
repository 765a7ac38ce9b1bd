/**
 * Word lists (BIP-39: Spanish, Portuguese, English) and forgiving reading of words: people write them on paper, in
 * capitals, without accents, on keyboards of another language (PROTOCOL.md §9.1).
 */
export type WordLanguage = 'en' | 'es' | 'pt';
export const WORD_LANGUAGES: readonly WordLanguage[] = ['es', 'pt', 'en'];

/** 2,048 words; `indexes` by the plain form of each. */
export interface WordList {
  readonly language: WordLanguage;
  readonly words: readonly string[];
  readonly indexes: ReadonlyMap<string, number>;
}

/** Lower case, NFKD, marks removed. No two words of one list become the same (tested). */
export function plainWord(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

export const wordListOf = (language: WordLanguage, words: readonly string[]): WordList => ({
  language,
  words,
  indexes: new Map(words.map((word, index) => [plainWord(word), index])),
});

export function wordAt({ words }: WordList, index: number): string {
  const word = words[index];
  if (word === undefined) throw new RangeError('a word list has 2048 words');
  // NFC: the lists are NFKD, which some terminals and screen readers spell out mark by mark.
  return word.normalize('NFC');
}

/** The index of a word in that list, however it was typed. */
export function indexOfWord(list: WordList, word: string): number | undefined {
  return list.indexes.get(plainWord(word));
}

/** At most 200 plain words: a pasted book is not a receipt. */
export function splitWords(typed: string): string[] {
  return plainWord(typed.slice(0, 4000))
    .split(/[^\p{L}]+/u, 200)
    .filter((word) => word !== '');
}

/** Up to three words of the list that are nearest to what was typed: same first four letters, or one slip apart. */
export function suggestWords(list: WordList, typed: string): string[] {
  const plain = plainWord(typed).slice(0, 16);
  const near = [...list.indexes.entries()]
    .map(([word, index]) => ({
      index,
      distance: word.slice(0, 4) === plain.slice(0, 4) ? 1 : slips(word, plain),
    }))
    .filter(({ distance }) => distance <= 2)
    .sort((a, b) => a.distance - b.distance);
  return near.slice(0, 3).map(({ index }) => wordAt(list, index));
}

const MOST_COMPLETIONS = 4;

/** Words that begin like what was typed, of the first list that has any: for a page that helps without remembering. */
export function completeWord(typed: string, lists: readonly WordList[]): string[] {
  const plain = plainWord(typed);
  if (plain.length < 2) return [];
  for (const list of lists) {
    const found = [...list.indexes.entries()].filter(([word]) => word.startsWith(plain));
    if (found.length > 0) return found.slice(0, MOST_COMPLETIONS).map(([, index]) => wordAt(list, index));
  }
  return [];
}

/** Levenshtein distance of two short words. */
function slips(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
