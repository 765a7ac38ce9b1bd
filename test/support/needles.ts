/**
 * Many texts looked for in one pass over the bytes: hundreds of spellings, hundreds of megabytes. The first three bytes of every needle are
 * marked in a table of all three bytes there are; only where one begins are the needles compared.
 */
export interface Needle {
  readonly canary: string;
  readonly spelling: string;
  readonly bytes: Buffer;
}

const PREFIX = 3;
const PREFIXES = 2 ** (8 * PREFIX);

const prefixAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);

export class Needles {
  readonly #begins = new Uint8Array(PREFIXES);
  readonly #byPrefix = new Map<number, Needle[]>();

  constructor(needles: readonly Needle[]) {
    for (const needle of needles) {
      if (needle.bytes.length < PREFIX) throw new RangeError(`${needle.spelling} is too short to look for`);
      const prefix = prefixAt(needle.bytes, 0);
      this.#begins[prefix] = 1;
      this.#byPrefix.set(prefix, [...(this.#byPrefix.get(prefix) ?? []), needle]);
    }
  }

  /** Each needle that is there, once. */
  in(haystack: Buffer): readonly Needle[] {
    const found = new Set<Needle>();
    const begins = this.#begins;
    let prefix = prefixAt(haystack, 0) >> 8;
    for (let end = PREFIX - 1; end < haystack.length; end += 1) {
      prefix = ((prefix << 8) | haystack[end]!) & (PREFIXES - 1);
      if (begins[prefix] === 0) continue;
      const at = end - PREFIX + 1;
      for (const needle of this.#byPrefix.get(prefix) ?? [])
        if (haystack.subarray(at, at + needle.bytes.length).equals(needle.bytes)) found.add(needle);
    }
    return [...found];
  }
}
