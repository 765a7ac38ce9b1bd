/**
 * What this worker has accepted, by name: the version and hash of the newest of each signed document. Whoever runs the database
 * can put an older policy, roster or address back, signed as it once was; the worker that remembers refuses it, also after a
 * restart (memory-file.ts).
 */
import { equalBytes } from '#crypto';

export interface Seen {
  readonly version: number;
  readonly hash: Uint8Array;
}

export interface Remembered {
  /** The newest that was ever accepted under this name. */
  seen(name: string): Seen | undefined;
  /**
   * To be called before the document is acted on. Resolves when it is on the disk, or when the disk refused it: that is said
   * loudly and tried again, because a full disk must not silence alerts. What goes back changes nothing.
   */
  remember(name: string, version: number, hash: Uint8Array): Promise<void>;
}

/** Null for what may be accepted: newer than what was seen, or the very same. */
export function goesBack(
  seen: Seen | undefined,
  version: number,
  hash: Uint8Array,
): 'rolled-back' | 'forked' | null {
  if (!seen || version > seen.version) return null;
  if (version < seen.version) return 'rolled-back';
  return equalBytes(hash, seen.hash) ? null : 'forked';
}
