/** Whether the twelve words were kept: two of them are asked for, forgiving in case, accents and blanks as the reading of words is. */

/** Two different places among twelve, in their order, from two random bytes. */
export function placesToAsk([first = 0, second = 0]: Uint8Array, of = 12): readonly [number, number] {
  const one = first % of;
  const other = (one + 1 + (second % (of - 1))) % of;
  return one < other ? [one, other] : [other, one];
}

const plain = (word: string): string => word.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase();

/** The places that were answered wrongly; none when the words were kept. */
export function wrongPlaces(
  words: readonly string[],
  asked: readonly number[],
  typed: readonly string[],
): readonly number[] {
  return asked.filter((place, at) => plain(words[place] ?? '') !== plain(typed[at] ?? ''));
}
