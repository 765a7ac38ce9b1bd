/**
 * The worker's memory on its disk. A file that is missing is a first start, and is said; one that is damaged, or another
 * deployment's, is not guessed about: the worker does not start, and says what to do. Written beside its place, flushed and
 * renamed, readable by the worker only.
 */
import type { Logger } from '#platform';
import type { Storage } from '#sdk/storage';
import { checkedName, readMemory, writeMemory } from './memory-form.js';
import { goesBack, type Remembered, type Seen } from './remembered.js';

/** Far beyond the documents of a deployment's members: who reaches it fills our disk on purpose. */
const MAX_NAMES = 50_000;

export class MemoryFileError extends Error {
  override readonly name = 'MemoryFileError';
}

export interface MemoryPlace {
  readonly storage: Storage;
  readonly file: string;
  readonly deployment: string;
  readonly log: Logger;
}

export class MemoryFile implements Remembered {
  #isUnwritten = false;
  #isDirty = false;
  #writing: Promise<void> | null = null;

  private constructor(
    private readonly place: MemoryPlace,
    private readonly entries: Map<string, Seen>,
  ) {}

  static async load(place: MemoryPlace): Promise<MemoryFile> {
    const bytes = await place.storage.get(place.file).catch(() => refuse(UNREADABLE));
    if (bytes === null) {
      place.log.warn('no memory of signed versions yet: taken for a first start');
      return new MemoryFile(place, new Map());
    }
    const reading = readMemory(bytes);
    if (!reading.ok) return refuse(DAMAGED);
    if (reading.deployment !== place.deployment) return refuse(ANOTHER);
    return new MemoryFile(place, new Map(reading.seen));
  }

  /** True while the disk lacks something: a restart now would forget it. */
  get isUnwritten(): boolean {
    return this.#isUnwritten;
  }

  seen(name: string): Seen | undefined {
    return this.entries.get(name);
  }

  async remember(name: string, version: number, hash: Uint8Array): Promise<void> {
    const known = this.entries.get(checkedName(name));
    if (known && (known.version === version || goesBack(known, version, hash))) return;
    if (!known && this.entries.size >= MAX_NAMES) {
      this.place.log.error('the memory of signed versions is full', { count: this.entries.size });
      return;
    }
    this.entries.set(name, { version, hash });
    await this.flush();
  }

  /** Whoever waits gets a write that holds what they brought; many who come at once share one. */
  async flush(): Promise<void> {
    this.#isDirty = true;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#isDirty) {
      this.#isDirty = false;
      try {
        await this.#write();
        this.#isUnwritten = false;
      } catch (error) {
        this.#isUnwritten = true;
        this.place.log.error('the memory of signed versions cannot be written', { error });
      }
    }
  }

  async #write(): Promise<void> {
    const { storage, file, deployment } = this.place;
    // Another worker may have been given the same file: what it has seen is not forgotten for us.
    const bytes = await storage.get(file);
    const theirs = bytes && readMemory(bytes);
    if (theirs?.ok && theirs.deployment === deployment)
      for (const [name, seen] of theirs.seen)
        if (seen.version > (this.entries.get(name)?.version ?? -1)) this.entries.set(name, seen);
    await storage.put(file, writeMemory(deployment, this.entries));
  }
}

const NEXT =
  'It says which signed versions this worker has accepted, so that nobody can put an older policy back. ' +
  'Find out why; then see with `amparo directory verify` that the published head is the one that the roots signed last, ' +
  'remove the file, and start again.';
const UNREADABLE = `AMPARO_MEMORY_FILE: the file cannot be read. ${NEXT}`;
const DAMAGED = `AMPARO_MEMORY_FILE: the file is damaged. ${NEXT}`;
const ANOTHER = `AMPARO_MEMORY_FILE: the file is the memory of another deployment. ${NEXT}`;

function refuse(message: string): never {
  throw new MemoryFileError(message);
}
