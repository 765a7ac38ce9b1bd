/**
 * Sealed files in a folder: `arriving/`, `whole/` and `fetched/` are their states, `receipts/` what was signed. There is no table.
 * Who steals the disk learns how many files there are, their size classes, the hour in which each was whole or last fetched, and
 * whether a desk has fetched it.
 *
 * Full is decided by two limits: so many bytes of files in all, and so much of the disk left free, because a database may lie on it.
 */
import { createReadStream } from 'node:fs';
import {
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { RunningHash } from '#crypto';
import { hourOf, type Clock } from '#kernel';
import { ArrivingStore } from './arriving.store.js';
import { BlobStore, type WholeBlob } from './blob-store.js';
import { FILE_STATES, isOver, type FileState } from './domain/lifetimes.js';

export interface FolderOptions {
  readonly folder: string;
  readonly maxBytes: number;
  readonly keepFreeBytes: number;
  readonly clock: Clock;
}

const NAME = /^[0-9a-f]{32}$/;
const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function hashOf(path: string): Promise<Uint8Array> {
  const running = new RunningHash();
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 18 })) running.add(piece as Buffer);
  return running.end();
}

export class FolderStore extends BlobStore {
  /** Bytes of all files, as they were counted last, and what has come since. */
  #used: number | null = null;

  private constructor(
    private readonly options: FolderOptions,
    readonly arriving: ArrivingStore,
  ) {
    super();
  }

  static async open(options: FolderOptions): Promise<FolderStore> {
    // It makes its folder by itself, and nobody can wait for that: what follows is what one waits for.
    const arriving = new ArrivingStore(join(options.folder, 'arriving'));
    for (const name of [...FILE_STATES, 'receipts'])
      await mkdir(join(options.folder, name), { recursive: true, mode: 0o700 });
    return new FolderStore(options, arriving);
  }

  async settle(blob: string, sign: (sealedHash: Uint8Array) => Uint8Array): Promise<void> {
    if (!(await this.arriving.isComplete(blob))) return;
    const path = this.#path('arriving', blob);
    const receipt = this.#path('receipts', blob);
    try {
      await flush(path);
      await writeFile(receipt, sign(await hashOf(path)), { mode: 0o600, flush: true });
      // Only the hour is kept: the second in which a file came would tell which report it belongs to.
      await this.#touch(path);
      await rename(path, this.#path('whole', blob));
      await flush(join(this.options.folder, 'whole'));
    } catch (error) {
      // Somebody else settled it at the same moment.
      if (!isMissing(error)) throw error;
    }
    await this.arriving.forget(blob);
  }

  async whole(blob: string): Promise<WholeBlob | null> {
    const found = await this.#find(blob);
    if (!found) return null;
    return { length: found.length, receipt: new Uint8Array(await readFile(this.#path('receipts', blob))) };
  }

  async fetch(blob: string): Promise<{ readonly length: number; readonly bytes: Readable } | null> {
    const found = await this.#find(blob);
    if (!found) return null;
    const fetched = this.#path('fetched', blob);
    if (found.state === 'whole') await rename(this.#path('whole', blob), fetched);
    await this.#touch(fetched);
    return { length: found.length, bytes: createReadStream(fetched, { highWaterMark: 1 << 18 }) };
  }

  async erase(blob: string): Promise<boolean> {
    let was = false;
    for (const state of FILE_STATES) {
      const path = this.#path(state, blob);
      const length = await this.#lengthOf(path);
      if (length === null) continue;
      await rm(path, { force: true });
      if (this.#used !== null) this.#used -= length;
      was = true;
    }
    await rm(this.#path('receipts', blob), { force: true });
    await this.arriving.forget(blob);
    return was;
  }

  async hasRoom(bytes: number): Promise<boolean> {
    const { folder, maxBytes, keepFreeBytes } = this.options;
    this.#used ??= await this.#count();
    if (this.#used + bytes > maxBytes) return false;
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize - bytes < keepFreeBytes) return false;
    this.#used += bytes;
    return true;
  }

  async tidy(now: Date): Promise<number> {
    let ended = 0;
    for (const state of FILE_STATES) {
      for (const blob of await this.#names(state)) {
        const found = await stat(this.#path(state, blob)).catch(() => null);
        if (!found || !isOver(state, found.mtime, now)) continue;
        if (await this.erase(blob)) ended += 1;
      }
    }
    // Counted anew: another process may have written here, and pieces that broke off were counted whole.
    this.#used = await this.#count();
    return ended;
  }

  #path(folder: FileState | 'receipts', blob: string): string {
    // The name comes from a stranger and must not become a path.
    if (!NAME.test(blob)) throw new RangeError('not the name of a file');
    return join(this.options.folder, folder, blob);
  }

  async #touch(path: string): Promise<void> {
    const hour = hourOf(this.options.clock());
    await utimes(path, hour, hour);
  }

  async #find(blob: string): Promise<{ state: FileState; length: number } | null> {
    for (const state of ['fetched', 'whole'] as const) {
      const length = await this.#lengthOf(this.#path(state, blob));
      if (length !== null) return { state, length };
    }
    return null;
  }

  async #lengthOf(path: string): Promise<number | null> {
    try {
      return (await stat(path)).size;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async #names(state: FileState): Promise<string[]> {
    const names = await readdir(join(this.options.folder, state));
    return names.filter((name) => NAME.test(name));
  }

  async #count(): Promise<number> {
    let sum = 0;
    for (const state of FILE_STATES)
      for (const blob of await this.#names(state))
        sum += (await this.#lengthOf(this.#path(state, blob))) ?? 0;
    return sum;
  }
}
