/**
 * Opening a sealed file as it arrives (PROTOCOL.md §10.2). What comes out counts only once `finish` has said that it was whole: a
 * store that cuts a file short must not be able to choose which half of it somebody sees. Cut, lengthened, reordered, foreign,
 * another key: one outcome.
 */
import { concat, equalBytes, isAllZero, readU32, wipe } from './bytes.js';
import { chunksOf, fileClassOf, streamKeyOf } from './file-format.js';
import { RunningHash } from './hash.js';
import { attempt, demand, UNOPENED, type Unopened } from './opening.js';
import { PADDING_OVERHEAD } from './padding.js';
import { FINAL } from './seal-file.js';
import { FILE_CHUNK_BYTES, FILE_HEAD_BYTES, SEALED_FILE_CHUNK_BYTES } from './sizes.js';
import { sodium } from './sodium.js';

type Stream = ReturnType<typeof sodium.crypto_secretstream_xchacha20poly1305_init_pull>;

export interface WholeFile {
  readonly ok: true;
  readonly length: number;
  readonly sealedHash: Uint8Array;
  readonly originalHash: Uint8Array;
}

class Opening {
  readonly #original = new RunningHash();
  readonly #sealed = new RunningHash();
  readonly #chunks: number;
  #stream: Stream | null = null;
  #kept: Uint8Array = new Uint8Array(0);
  #opened = 0;
  /** Of the file's own bytes, how many are still to come; null before the first chunk. */
  #left: number | null = null;
  #length = 0;
  #failed: boolean;

  constructor(
    private readonly key: Uint8Array,
    sealedLength: number,
  ) {
    const sizeClass = fileClassOf(sealedLength);
    this.#failed = sizeClass === null;
    this.#chunks = sizeClass === null ? 0 : chunksOf(sizeClass);
  }

  /** The next sealed bytes, in any portions; what they complete comes back. */
  open(piece: Uint8Array): { readonly ok: true; readonly content: Uint8Array } | Unopened {
    if (this.#failed) return UNOPENED;
    const outcome = attempt(() => {
      this.#sealed.add(piece);
      this.#kept = concat(this.#kept, piece);
      const content: Uint8Array[] = [];
      for (let part = this.#take(); part; part = this.#take()) content.push(this.#content(part));
      return { ok: true as const, content: concat(...content) };
    });
    if (!outcome.ok) this.#failed = true;
    return outcome;
  }

  finish(): WholeFile | Unopened {
    const isWhole =
      !this.#failed && this.#opened === this.#chunks && this.#kept.length === 0 && this.#left === 0;
    if (!isWhole) return UNOPENED;
    this.#failed = true;
    return {
      ok: true,
      length: this.#length,
      sealedHash: this.#sealed.end(),
      originalHash: this.#original.end(),
    };
  }

  /** The plaintext of the next whole chunk. */
  #take(): Uint8Array | null {
    if (!this.#stream && this.#kept.length >= FILE_HEAD_BYTES) this.#begin(this.#cut(FILE_HEAD_BYTES));
    if (!this.#stream) return null;
    // Whatever follows the last chunk was added by somebody else.
    if (this.#opened === this.#chunks) demand(this.#kept.length === 0);
    if (this.#kept.length < SEALED_FILE_CHUNK_BYTES) return null;
    const sealed = this.#cut(SEALED_FILE_CHUNK_BYTES);
    const pulled = sodium.crypto_secretstream_xchacha20poly1305_pull(this.#stream, sealed, null);
    demand(pulled !== false);
    this.#opened += 1;
    demand((pulled.tag === FINAL) === (this.#opened === this.#chunks));
    return pulled.message;
  }

  #begin(head: Uint8Array): void {
    const derived = streamKeyOf(this.key);
    try {
      demand(equalBytes(derived.commitment, head.subarray(0, 32)));
      this.#stream = sodium.crypto_secretstream_xchacha20poly1305_init_pull(head.subarray(32), derived.key);
    } finally {
      wipe(derived.key);
    }
  }

  #cut(length: number): Uint8Array {
    const taken = this.#kept.slice(0, length);
    this.#kept = this.#kept.subarray(length);
    return taken;
  }

  /** Without the length and the padding, which is checked: it would be a place to hide a second message. */
  #content(chunk: Uint8Array): Uint8Array {
    let body = chunk;
    if (this.#left === null) {
      this.#length = readU32(chunk, 0);
      demand(this.#length + PADDING_OVERHEAD <= this.#chunks * FILE_CHUNK_BYTES);
      this.#left = this.#length;
      body = chunk.subarray(PADDING_OVERHEAD);
    }
    const content = body.slice(0, this.#left);
    demand(isAllZero(body.subarray(content.length)));
    this.#left -= content.length;
    this.#original.add(content);
    return content;
  }
}

export type FileOpening = Pick<Opening, 'open' | 'finish'>;

/** `sealedLength`: of all bytes that will come. */
export function openFile(key: Uint8Array, sealedLength: number): FileOpening {
  return new Opening(key, sealedLength);
}
