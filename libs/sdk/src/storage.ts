/**
 * Where a client keeps its few bytes: the pin's memory and the outbox. Browser and Node differ only here. Whatever is put
 * is either public or sealed; nothing in the sdk ever puts a plaintext, a passphrase or receipt words.
 */
export interface Storage {
  get(name: string): Promise<Uint8Array | null>;
  /** Replaces the whole value or leaves the old one: never half of each. */
  put(name: string, value: Uint8Array): Promise<void>;
  delete(name: string): Promise<void>;
  /** Names that begin with the prefix, sorted. */
  list(prefix: string): Promise<string[]>;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,127}(\/[a-z0-9][a-z0-9._-]{0,127}){0,3}$/;

/** Names are ours, never a server's. An unexpected one is a programmer's mistake and must not become a path. */
export function checkedName(name: string): string {
  if (!NAME.test(name)) throw new Error('storage: a name holds only a-z, 0-9, ".", "_", "-" and "/"');
  return name;
}

/** Forgets everything when the page or process ends: for tests, and for a shared device. */
export function memoryStorage(): Storage {
  const values = new Map<string, Uint8Array>();
  return {
    get: (name) => Promise.resolve(values.get(checkedName(name))?.slice() ?? null),
    put: (name, value) => {
      values.set(checkedName(name), value.slice());
      return Promise.resolve();
    },
    delete: (name) => {
      values.delete(checkedName(name));
      return Promise.resolve();
    },
    list: (prefix) => Promise.resolve([...values.keys()].filter((name) => name.startsWith(prefix)).sort()),
  };
}
