/**
 * What the dispatch keys have opened lately, so that one report is not opened again for each step of its ladder and each
 * comparison: opening costs about a millisecond of a worker that others wait for. The codes are what this process may read
 * anyway. They are found by the hash of every byte of the envelope, so that a row that was edited since is opened anew, and
 * are forgotten oldest first.
 */
import { envelopeDigest, toHex } from '#crypto';

const MOST = 512;

export class LatelyRead<T> {
  readonly #read = new Map<string, T>();

  constructor(private readonly most = MOST) {}

  /** `open` answers null for what should be tried again the next time: a key for it may arrive. */
  of<R>(stored: Uint8Array, open: () => { readonly value: R; readonly keep: T | null }): T | R {
    const key = toHex(envelopeDigest(stored));
    const known = this.#read.get(key);
    if (known !== undefined) {
      // Looked at again: it goes to the end of the row, and what nobody looks at is forgotten first.
      this.#read.delete(key);
      this.#read.set(key, known);
      return known;
    }
    const { value, keep } = open();
    if (keep !== null) this.#keep(key, keep);
    return value;
  }

  #keep(key: string, value: T): void {
    this.#read.set(key, value);
    const [oldest] = this.#read.keys();
    if (this.#read.size > this.most && oldest !== undefined) this.#read.delete(oldest);
  }
}
