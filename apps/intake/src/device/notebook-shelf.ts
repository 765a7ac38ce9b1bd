/** The operator's notebook in the browser's storage, on a phone of one's own. */
import type { Shelf } from '../notebook/shelf.js';
import { indexedDbStorage } from './indexed-db.js';

/** Says nothing: what lies there is one more value that only its owner can read. */
const NAME = 'own/1';

export function notebookShelf(): Shelf {
  const storage = indexedDbStorage();
  return {
    read: () => storage.get(NAME),
    swap: (before, after) => storage.swap(NAME, before, after),
  };
}
