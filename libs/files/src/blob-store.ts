/**
 * The port behind which sealed files lie. Whoever implements it keeps bytes by a random name and knows nothing else: no report, no
 * sender, no type. What it must hold in every case is that a file counts as whole only once all its bytes are on a lasting medium.
 */
import type { Readable } from 'node:stream';
import type { DataStore } from '@tus/server';

export interface WholeBlob {
  readonly length: number;
  /** What the api signed when the last byte had come. */
  readonly receipt: Uint8Array;
}

export abstract class BlobStore {
  /** Where tus writes what is still on its way. */
  abstract readonly arriving: DataStore;
  /** If every byte of it has come, makes it whole; `sign` is given H of all of them. Safe to run twice, or after a crash. */
  abstract settle(blob: string, sign: (sealedHash: Uint8Array) => Uint8Array): Promise<void>;
  abstract whole(blob: string): Promise<WholeBlob | null>;
  /** For a desk: from then on the file is kept as one that somebody needs. null for what is not there or not whole. */
  abstract fetch(blob: string): Promise<{ readonly length: number; readonly bytes: Readable } | null>;
  /** Gone for good, in whatever state it was; false if there was none. */
  abstract erase(blob: string): Promise<boolean>;
  /** Whether so many bytes more may be stored. */
  abstract hasRoom(bytes: number): Promise<boolean>;
  /** Ends what is over; answers how many. */
  abstract tidy(now: Date): Promise<number>;
}
