/**
 * Sealing a file as its bytes come in (PROTOCOL.md §10.2): never more than one chunk in memory, however long the video. The length
 * must be known beforehand, because it stands first; whoever gives more or fewer bytes has made a mistake and gets no file.
 */
import { concat, u32, wipe } from './bytes.js';
import { chunksOf, fileClassFor, STREAM_HEADER_BYTES, streamKeyOf } from './file-format.js';
import { RunningHash } from './hash.js';
import { PADDING_OVERHEAD } from './padding.js';
import type { Randomness } from './randomness.js';
import { FILE_CHUNK_BYTES, FILE_SIZES } from './sizes.js';
import { sodium } from './sodium.js';

const MESSAGE = 0;
export const FINAL = 3;

/** No class holds it: the person must be told before anything is read. */
export class FileTooLong extends Error {
  override readonly name = 'FileTooLong';
}

/** What the report says about a file, besides what it is. */
export interface SealedFile {
  readonly sizeClass: number;
  readonly sealedLength: number;
  /** H of all sealed bytes: the store that gives others is found out before anything is opened. */
  readonly sealedHash: Uint8Array;
  /** H of the file as it was given. */
  readonly originalHash: Uint8Array;
}

export class FileSealing {
  readonly #stream: ReturnType<typeof sodium.crypto_secretstream_xchacha20poly1305_init_pull>;
  readonly #original = new RunningHash();
  readonly #sealed = new RunningHash();
  readonly #chunk = new Uint8Array(FILE_CHUNK_BYTES);
  readonly #chunks: number;
  readonly #sizeClass: number;
  #head: Uint8Array | null;
  #filled = PADDING_OVERHEAD;
  #made = 0;
  #given = 0;

  constructor(
    random: Randomness,
    key: Uint8Array,
    private readonly length: number,
  ) {
    const sizeClass = fileClassFor(length);
    if (sizeClass === null) throw new FileTooLong('no size class holds this file');
    this.#sizeClass = sizeClass;
    this.#chunks = chunksOf(sizeClass);
    const header = random.bytes(STREAM_HEADER_BYTES);
    const derived = streamKeyOf(key);
    // The state for reading and for writing is the same; this one takes the header instead of drawing it out of our sight.
    this.#stream = sodium.crypto_secretstream_xchacha20poly1305_init_pull(header, derived.key);
    wipe(derived.key);
    this.#head = concat(derived.commitment, header);
    this.#chunk.set(u32(length));
  }

  /** The next bytes of the file, in any portions; what they complete comes back sealed. */
  seal(piece: Uint8Array): Uint8Array {
    this.#given += piece.length;
    if (this.#given > this.length) throw new RangeError('more bytes than were announced');
    this.#original.add(piece);
    const done: Uint8Array[] = [];
    for (let at = 0; at < piece.length;) {
      const room = FILE_CHUNK_BYTES - this.#filled;
      const part = piece.subarray(at, at + room);
      this.#chunk.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === FILE_CHUNK_BYTES && this.#made < this.#chunks - 1) done.push(this.#next());
    }
    return concat(...done);
  }

  /** The rest, chunk by chunk: padding may be as long as half the file. */
  *finish(): Generator<Uint8Array, SealedFile> {
    if (this.#given !== this.length) throw new RangeError('fewer bytes than were announced');
    while (this.#made < this.#chunks) yield this.#next();
    return {
      sizeClass: this.#sizeClass,
      sealedLength: FILE_SIZES[this.#sizeClass] ?? 0,
      sealedHash: this.#sealed.end(),
      originalHash: this.#original.end(),
    };
  }

  #next(): Uint8Array {
    const tag = this.#made === this.#chunks - 1 ? FINAL : MESSAGE;
    const sealed = sodium.crypto_secretstream_xchacha20poly1305_push(this.#stream, this.#chunk, null, tag);
    const out = this.#head ? concat(this.#head, sealed) : sealed;
    this.#head = null;
    this.#sealed.add(out);
    this.#made += 1;
    this.#chunk.fill(0);
    this.#filled = 0;
    return out;
  }
}
