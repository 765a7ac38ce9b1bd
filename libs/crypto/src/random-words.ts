/**
 * libsodium's JavaScript build fetches randomness four bytes at a time, and every such call costs as much as one for a whole
 * page: a third of the time of sealing. Here the same source, the platform's own generator, is asked for a page at a time, and
 * each word is handed out once and overwritten.
 */
const WORDS = 256;

export interface WordSource {
  getRandomValues(words: Uint32Array): unknown;
}

export function randomWords(source: WordSource): () => number {
  const words = new Uint32Array(WORDS);
  let left = 0;
  return () => {
    if (left === 0) {
      // If the platform has no randomness to give it throws, and so does whoever wanted to seal: nothing stands in for it.
      source.getRandomValues(words);
      left = WORDS;
    }
    left -= 1;
    const word = words[left];
    if (word === undefined) throw new RangeError('no such word');
    // A word that stayed here could be read later, or handed out again.
    words[left] = 0;
    return word;
  };
}
