/**
 * `#crypto/notebook`: many conversations under one generated passphrase (PROTOCOL.md §10.3). It needs Argon2id, so that the page fetches it
 * only for whoever asks for the notebook.
 */
import { stretch } from './argon2.js';
import { concat, lp, wipe } from './bytes.js';
import { deriveKeyAndCommitment } from './hash.js';
import {
  isNotebookSized,
  lockNotebookWith,
  NOTEBOOK_SALT_BYTES,
  type NotebookKeys,
  type NotedConversation,
} from './notebook-blob.js';
import { systemRandomness } from './randomness.js';

export {
  LONGEST_LABEL,
  MOST_CONVERSATIONS,
  unlockNotebook,
  type NotebookKeys,
  type NotedConversation,
} from './notebook-blob.js';
export { drawPassphrase } from './passphrase.js';
export type { Unopened } from './opening.js';

/**
 * Half of the keyring's memory: WebAssembly gives none back, and a phone with one gigabyte ends a page that took 64 MiB. Still more than
 * OWASP asks for passwords that people choose, and this one has 88 bits.
 */
const COST = { passes: 3, mebibytes: 32 };

export async function notebookKeysFrom(passphrase: string, salt: Uint8Array): Promise<NotebookKeys> {
  const okm = await stretch(passphrase, salt, COST);
  try {
    return { salt, ...deriveKeyAndCommitment(okm, concat(lp('amparo/1/notebook'), lp(salt))) };
  } finally {
    wipe(okm);
  }
}

/** For a new notebook, or a new passphrase. */
export function newNotebookKeys(passphrase: string): Promise<NotebookKeys> {
  return notebookKeysFrom(passphrase, systemRandomness.bytes(NOTEBOOK_SALT_BYTES));
}

/** null where the bytes are no notebook, whatever the passphrase. */
export async function notebookKeysFor(passphrase: string, blob: Uint8Array): Promise<NotebookKeys | null> {
  return isNotebookSized(blob) ? notebookKeysFrom(passphrase, blob.slice(0, NOTEBOOK_SALT_BYTES)) : null;
}

/** 16, 64 or 256 KiB; throws FormatError for entries that nobody could read again. */
export function lockNotebook(keys: NotebookKeys, conversations: readonly NotedConversation[]): Uint8Array {
  return lockNotebookWith(systemRandomness, keys, conversations);
}
