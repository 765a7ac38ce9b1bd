/**
 * The outer form of a sealed file (PROTOCOL.md §10.2): commitment ‖ secretstream header ‖ chunks, in one of 24 lengths. The server
 * that stores it sees the length and nothing else; which report it belongs to stands only inside the report.
 */
import { concat, lp } from './bytes.js';
import { deriveKeyAndCommitment, keyedHash } from './hash.js';
import { PADDING_OVERHEAD } from './padding.js';
import { FILE_CHUNK_BYTES, FILE_CLASSES, FILE_SIZES } from './sizes.js';

export const BLOB_BYTES = 16;
export const STREAM_HEADER_BYTES = 24;

/** Every length that was ever sealed fits in one; null for what no class holds. */
export function fileClassFor(contentLength: number): number | null {
  const found = FILE_CLASSES.findIndex(
    (chunks) => contentLength + PADDING_OVERHEAD <= chunks * FILE_CHUNK_BYTES,
  );
  return found < 0 ? null : found;
}

/** null for a length that no sealed file has. */
export function fileClassOf(sealedLength: number): number | null {
  const found = FILE_SIZES.indexOf(sealedLength);
  return found < 0 ? null : found;
}

export function chunksOf(sizeClass: number): number {
  const chunks = FILE_CLASSES[sizeClass];
  if (chunks === undefined) throw new RangeError('not a size class');
  return chunks;
}

/** secretstream does not commit to its key: without the second half one file could open to two people as two. */
export function streamKeyOf(key: Uint8Array): ReturnType<typeof deriveKeyAndCommitment> {
  return deriveKeyAndCommitment(key, lp('amparo/1/file'));
}

/**
 * The key of a file that opens only for a quorum: from one secret in `identity`, however many such files there are, so that a
 * field of fixed size holds the keys of all of them.
 */
export function quorumFileKey(secret: Uint8Array, blob: Uint8Array): Uint8Array {
  return keyedHash(secret, concat(lp('amparo/1/file-key'), lp(blob)));
}
