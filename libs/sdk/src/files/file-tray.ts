/**
 * Sealed files on the device until they have been sent. Ciphertext and a size class: no name, no type, no key, no report. Of a
 * device that is seized while files wait one learns how many there are and how long, and nothing else (PROTOCOL.md §10.2).
 *
 * A file lies in parts, because a video must fit through the memory of an old phone, and counts once its last line is there: what a
 * page that was closed half-way left behind is never sent.
 */
import { FILE_SIZES } from '#crypto';
import type { Storage } from '../storage.js';

const PREFIX = 'files/';
const WHOLE = 'whole';
/** Sealed chunks in one part; the first also holds the head. */
export const PART_BYTES = 16 * 65_553;
const BLOB = /^[0-9a-f]{32}$/;

export interface KeptFile {
  readonly blob: string;
  readonly length: number;
}

export interface FileTray {
  /** Appends; bytes are cut into parts here. */
  writer(blob: string): TrayWriter;
  /** Whole files, in no telling order. */
  waiting(): Promise<KeptFile[]>;
  /** The bytes from `offset` on, at most `size` of them and never beyond one part; empty at the end. */
  read(blob: string, offset: number, size: number): Promise<Uint8Array>;
  drop(blob: string): Promise<void>;
  /** What was begun and never finished; answers how many files that were. Not while somebody is sealing. */
  tidy(): Promise<number>;
}

export interface TrayWriter {
  write(sealed: Uint8Array): Promise<void>;
  /** Everything is there. */
  end(sizeClass: number): Promise<void>;
}

const partName = (blob: string, part: number): string => `${PREFIX}${blob}/${String(part).padStart(5, '0')}`;

export function fileTray(storage: Storage): FileTray {
  async function drop(blob: string): Promise<void> {
    const names = await storage.list(`${PREFIX}${blob}/`);
    // The line that makes it count goes first: half a file must not look whole.
    for (const name of names.reverse()) await storage.delete(name);
  }

  async function blobs(): Promise<Map<string, boolean>> {
    const found = new Map<string, boolean>();
    for (const name of await storage.list(PREFIX)) {
      const [, blob = '', part] = name.split('/');
      if (BLOB.test(blob)) found.set(blob, found.get(blob) === true || part === WHOLE);
    }
    return found;
  }

  async function lengthOf(blob: string): Promise<number | null> {
    const line = await storage.get(`${PREFIX}${blob}/${WHOLE}`);
    return (line && FILE_SIZES[line[0] ?? -1]) ?? null;
  }

  return {
    writer(blob) {
      let part = 0;
      let held = new Uint8Array(PART_BYTES);
      let filled = 0;
      const flush = async (): Promise<void> => {
        await storage.put(partName(blob, part), held.subarray(0, filled));
        part += 1;
        filled = 0;
      };
      return {
        async write(sealed) {
          for (let at = 0; at < sealed.length;) {
            const piece = sealed.subarray(at, at + PART_BYTES - filled);
            held.set(piece, filled);
            filled += piece.length;
            at += piece.length;
            if (filled === PART_BYTES) await flush();
          }
        },
        async end(sizeClass) {
          if (filled > 0) await flush();
          held = new Uint8Array(0);
          await storage.put(`${PREFIX}${blob}/${WHOLE}`, Uint8Array.of(sizeClass));
        },
      };
    },

    async waiting() {
      const kept: KeptFile[] = [];
      for (const [blob, isWhole] of await blobs()) {
        const length = isWhole ? await lengthOf(blob) : null;
        if (length !== null) kept.push({ blob, length });
      }
      return kept;
    },

    async read(blob, offset, size) {
      const part = await storage.get(partName(blob, Math.floor(offset / PART_BYTES)));
      const at = offset % PART_BYTES;
      return part ? part.subarray(at, at + size) : new Uint8Array(0);
    },

    drop,

    async tidy() {
      const unfinished = [...(await blobs())].filter(([, isWhole]) => !isWhole);
      for (const [blob] of unfinished) await drop(blob);
      return unfinished.length;
    },
  };
}
