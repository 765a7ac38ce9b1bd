/**
 * `#crypto/files`: sealing and opening what is too large for an envelope (PROTOCOL.md §10.2). Of no use to a server: neither the
 * api nor the worker may import it.
 */
import { BLOB_BYTES } from './file-format.js';
import { systemRandomness as random } from './randomness.js';
import { FileSealing } from './seal-file.js';

export { fileClassFor, quorumFileKey } from './file-format.js';
export { FileTooLong, type FileSealing, type SealedFile } from './seal-file.js';
export { openFile, type FileOpening, type WholeFile } from './open-file.js';

/** Where the store keeps a file: random, so that it tells nothing, and known only to who sealed it and who opens the report. */
export function newBlob(): Uint8Array {
  return random.bytes(BLOB_BYTES);
}

/** `key`: 32 bytes, for this file alone. Throws FileTooLong. */
export function sealFile(key: Uint8Array, length: number): FileSealing {
  return new FileSealing(random, key, length);
}
