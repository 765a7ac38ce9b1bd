/** Reads and writes what is carried by hand: bundles, parts, receipts. Sizes are looked at before anything is read. */
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_FILE_BYTES, readBundle, type Bundle } from '#sdk/carried';
import { misuse, refuse } from './terminal.js';

export async function readCarried(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw misuse(`cannot read ${file}`);
  if (found.size > MAX_FILE_BYTES)
    throw refuse('too-large', `${file} is larger than 64 MiB: it is not one of ours.`);
  return new Uint8Array(await readFile(file).catch(() => Promise.reject(misuse(`cannot read ${file}`))));
}

/** Files as they are named; of a folder, the files that lie in it. */
export async function filesIn(paths: readonly string[]): Promise<string[]> {
  const all = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => null);
      if (!found) throw misuse(`cannot read ${path}`);
      if (!found.isDirectory()) return [path];
      const entries = await readdir(path, { withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
        .map(({ name }) => join(path, name));
    }),
  );
  return all.flat().sort();
}

/** Never over something that exists: it may be the only copy of somebody's report. */
export async function writeNew(file: string, content: Uint8Array | string): Promise<void> {
  await writeFile(file, content, { mode: 0o600, flag: 'wx' }).catch(() =>
    Promise.reject(misuse(`cannot write ${file}; does it exist already?`)),
  );
}

/** The old file or the new one, never half of each: it is written again after every receipt. */
export async function replaceFile(file: string, content: Uint8Array): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, content, { mode: 0o600 }).catch(() =>
    Promise.reject(misuse(`cannot write ${file}`)),
  );
  await rename(draft, file);
}

const UNREADABLE = {
  'too-large': 'It is larger than 64 MiB: it is not one of ours.',
  'nothing-recognised':
    'Nothing in this file can be recognised as part of a bundle. If it came by mail or messenger, ask for it again as a file.',
} as const;

export function bundlesIn(bytes: Uint8Array): { bundles: readonly Bundle[]; crowded: boolean } {
  const read = readBundle(bytes);
  if (!read.ok) throw refuse(read.reason, UNREADABLE[read.reason]);
  return read;
}

/** "envelope 3 of 7 is damaged", one line for each that did not come whole. */
export function troublesOf(bundles: readonly Bundle[]): string[] {
  const several = bundles.length > 1;
  return bundles.flatMap(({ id, total, entries }) =>
    entries.flatMap(({ index, state }) =>
      state === 'whole'
        ? []
        : [
            `${several ? `bundle ${id.slice(0, 8)}: ` : ''}envelope ${String(index)} of ${String(total)} is ${state}`,
          ],
    ),
  );
}
