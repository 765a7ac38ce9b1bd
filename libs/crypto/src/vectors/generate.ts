/**
 * Writes `libs/crypto/vectors/*.json` again: `node dist/libs/crypto/src/vectors/generate.js libs/crypto/vectors`.
 * Inputs come from a fixed seed, outputs from the same table that the test replays. Running it must change nothing;
 * a difference means that version 1 was broken.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cryptoReady } from '../sodium.js';
import { vectorFiles } from './cases.js';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder?');
await cryptoReady();
mkdirSync(folder, { recursive: true });
for (const [name, file] of Object.entries(await vectorFiles())) {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(file, null, 1)}\n`);
}
