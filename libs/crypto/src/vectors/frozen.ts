/** The frozen vectors as they lie in the repository. Where there are no files, as in a browser, a bundler puts them here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VectorFile } from './cases.js';

const folder = join(import.meta.dirname, '../../vectors');

export const frozen: Readonly<Record<string, VectorFile>> = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as VectorFile]),
);
