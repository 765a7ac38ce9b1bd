/** The reporter's page as this version was built with it, and as it lies in a deployment folder. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPageFolder } from '#sdk/page-folder';
import { checkPages, type PageFiles, type Pages } from '#sdk/pages';
import type { CommonOptions } from './home.js';
import { misuse } from './terminal.js';

/** dist/apps/cli/src → dist/apps/intake/page: a bundle without a deployment, part of every build. */
const BUILT = fileURLToPath(new URL('../../intake/page', import.meta.url));

/** Null in a checkout that was not built. */
export const builtPage = (): Promise<PageFiles | null> => readPageFolder(BUILT).catch(() => null);

export function stateFolder(options: CommonOptions): string {
  const state = options.state ?? process.env['AMPARO_STATE'];
  if (state === undefined)
    throw misuse('which deployment? give --state DIR, the folder that `ceremony` made');
  return state;
}

export const pagesFolder = (options: CommonOptions): string => join(stateFolder(options), 'pages');

export async function readPages(folder: string): Promise<Pages> {
  const pages = await readPageFolder(folder).then(checkPages, () => null);
  if (!pages) throw misuse(`${folder} holds no whole page: make it with \`amparo pages\``);
  return pages;
}
