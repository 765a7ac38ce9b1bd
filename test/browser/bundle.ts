/** Bundles for a browser, from the very sources and the very `*.test.ts` files that Node runs. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { frozen } from '../../libs/crypto/src/vectors/frozen.js';

const root = join(import.meta.dirname, '../..');

/** `node:fs` is the one thing the suites take from Node; in its place stand the vectors themselves. */
const vectorsInside: Plugin = {
  name: 'vectors-inside',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]vectors[\\/]frozen\.ts$/ }, () => ({
      contents: `export const frozen = JSON.parse(${JSON.stringify(JSON.stringify(frozen))});`,
      loader: 'js',
    }));
  },
};

export async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['source'],
    alias: { '@jest/globals': join(root, 'test/browser/globals.ts') },
    plugins: [vectorsInside],
    logLevel: 'silent',
  });
  const [output] = outputFiles;
  if (!output) throw new Error('the bundle is empty');
  return output.text;
}

const CRYPTO = 'libs/crypto/src';

/** All of them, found anew each time: a suite that somebody adds runs in the browser as well. */
export const cryptoSuites = (): string[] =>
  readdirSync(join(root, CRYPTO), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${CRYPTO}/${name}`)
    .sort();
