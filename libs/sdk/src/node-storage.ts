/**
 * Storage in a folder, for the command line and for partners' software. Files are readable by their owner only; a value
 * is written beside its place, flushed to the disk and renamed, so that a power cut leaves the old value or the new one.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkedName, type Storage } from './storage.js';

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException | null)?.code;
const missing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(String(codeOf(error)));

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeWhole(path: string, value: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${randomUUID()}.new`);
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(value);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  // Without this the rename itself may be lost with the power, and with it a report its sender believes is kept.
  await flushFolder(folder);
}

async function namesIn(folder: string, prefix: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (missing(error)) return [];
    throw error;
  });
  const names: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const name = prefix + entry.name;
    if (entry.isDirectory()) names.push(...(await namesIn(join(folder, entry.name), `${name}/`)));
    else if (entry.isFile()) names.push(name);
  }
  return names;
}

export function fileStorage(folder: string): Storage {
  const place = (name: string): string => join(folder, ...checkedName(name).split('/'));
  return {
    async get(name) {
      try {
        return new Uint8Array(await readFile(place(name)));
      } catch (error) {
        if (missing(error)) return null;
        throw error;
      }
    },
    put: (name, value) => writeWhole(place(name), value),
    delete: (name) => rm(place(name), { force: true }),
    list: async (prefix) => (await namesIn(folder, '')).filter((name) => name.startsWith(prefix)).sort(),
  };
}
