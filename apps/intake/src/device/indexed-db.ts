/**
 * The sdk's storage on a phone of one's own: sealed envelopes, the memory of the directory and its public copy (README.md, "What a
 * reporter's device keeps"). The page and the worker that sends share it. A value that was put is on the disk, not only on its way there:
 * a battery that dies a moment later loses no report.
 */
import type { Storage } from '#sdk';

const DATABASE = 'amparo';
const STORE = 'kept';

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('storage'));
    };
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE);
  };
  return settled(request);
}

export interface OwnStorage extends Storage {
  /** In one transaction, which no other tab's can come between: null is nothing. Tells whether `before` still lay there. */
  swap(name: string, before: Uint8Array | null, after: Uint8Array | null): Promise<boolean>;
}

const isSame = (found: unknown, before: Uint8Array | null): boolean =>
  before === null
    ? found === undefined
    : found instanceof Uint8Array &&
      found.length === before.length &&
      found.every((byte, at) => byte === before[at]);

export function indexedDbStorage(): OwnStorage {
  let opened: Promise<IDBDatabase> | null = null;

  async function database(): Promise<IDBDatabase> {
    opened ??= open();
    try {
      const found = await opened;
      // The browser closes it when the person clears the site's data: then the next use opens a new one.
      found.onclose = () => (opened = null);
      found.onversionchange = () => {
        found.close();
        opened = null;
      };
      return found;
    } catch (error) {
      opened = null;
      throw error;
    }
  }

  async function read<T>(ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const store = (await database()).transaction(STORE, 'readonly').objectStore(STORE);
    return settled(ask(store));
  }

  async function write(change: (store: IDBObjectStore) => unknown): Promise<void> {
    const transaction = (await database()).transaction(STORE, 'readwrite', { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      const fail = (): void => {
        reject(transaction.error ?? new Error('storage'));
      };
      transaction.oncomplete = () => {
        resolve();
      };
      transaction.onabort = fail;
      transaction.onerror = fail;
    });
    change(transaction.objectStore(STORE));
    await done;
  }

  return {
    async get(name) {
      const value: unknown = await read((store) => store.get(name));
      return value instanceof Uint8Array ? value : null;
    },
    put: (name, value) => write((store) => store.put(value, name)),
    delete: (name) => write((store) => store.delete(name)),
    async swap(name, before, after) {
      let swapped = false;
      await write((store) => {
        const found = store.get(name);
        found.onsuccess = () => {
          swapped = isSame(found.result, before);
          if (!swapped) return;
          if (after) store.put(after, name);
          else store.delete(name);
        };
      });
      return swapped;
    },
    async list(prefix) {
      const keys = await read((store) => store.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`)));
      return keys.filter((key) => typeof key === 'string').sort();
    },
  };
}

/** Whether an earlier visit kept anything here. Asks without making the database: a shared phone must not get one by being asked. */
export async function isDatabaseThere(): Promise<boolean> {
  const found = await indexedDB.databases();
  return found.some(({ name }) => name === DATABASE);
}
