/** A notebook while its passphrase is known to this page. */
import type { NotebookKeys, NotedConversation } from '#crypto/notebook';

export interface OpenNotebook {
  readonly keys: NotebookKeys;
  /** As it lies in the storage: what a change is allowed to replace. */
  readonly bytes: Uint8Array;
  readonly conversations: readonly NotedConversation[];
}
