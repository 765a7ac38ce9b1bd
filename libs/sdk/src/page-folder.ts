/** Pages in a folder: read and written whole. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PAGES, type PageFiles } from './pages.js';

export async function readPageFolder(folder: string): Promise<PageFiles> {
  const files = new Map<string, Uint8Array>();
  for (const name of (await readdir(folder)).sort())
    files.set(name, new Uint8Array(await readFile(join(folder, name))));
  return files;
}

/** pages.json last: a folder that was written by half is not taken for whole. */
export async function writePageFolder(folder: string, files: PageFiles): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const rest = [...files].filter(([name]) => name !== PAGES);
  for (const [name, content] of rest) await writeFile(join(folder, name), content);
  const manifest = files.get(PAGES);
  if (manifest) await writeFile(join(folder, PAGES), manifest);
}
