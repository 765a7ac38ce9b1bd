/**
 * libsodium's wrapper offers three hundred functions, each with its checks, and hangs them all on one object, so that no bundler can tell
 * which are used. They are used through one door, `sodium.NAME` (libs/crypto/src/sodium.ts): what nobody names there is taken off the
 * object, and the bundler drops it. If the package changes its form, or somebody uses the door otherwise, the build stops here.
 */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** `for(var e=["name",…],a=[function,…],`: the functions and what they are called, in the same order. */
const FUNCTIONS = /for\(var (\w)=\[((?:"\w+",?)+)\],(\w)=\[((?:[\w$]+,?)+)\]/;
/** `var n=["NAME",…]`: numbers that the WebAssembly is asked for. */
const NUMBERS = /var (\w)=\[((?:"\w+",?)+)\]/;
const USED = /\bsodium\.(\w+)/g;
/** What it asks of itself before it says that it is ready. */
const OWN = /\bt\.(\w+)/g;
/** The object passed on as a whole, or taken apart: then the names would not be seen. */
const PASSED_ON = /\bsodium\[|[=(,]\s*sodium\s*[;,)]/;

async function namesUsed(root: string): Promise<ReadonlySet<string>> {
  const folder = join(root, 'libs', 'crypto', 'src');
  const names = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.ts') || entry.endsWith('.test.ts')) continue;
    const source = await readFile(join(folder, entry), 'utf8');
    if (PASSED_ON.test(source)) throw new Error(`${entry} passes libsodium on as a whole`);
    for (const [, name = ''] of source.matchAll(USED)) names.add(name);
  }
  return names;
}

function trimmed(script: string, used: ReadonlySet<string>): string {
  const own = new Set([...script.matchAll(OWN)].map(([, name = '']) => name));
  const isUsed = (quoted: string): boolean => used.has(quoted.slice(1, -1)) || own.has(quoted.slice(1, -1));
  const functions = FUNCTIONS.exec(script);
  if (!functions)
    throw new Error('libsodium-wrappers offers its functions in another form than the build knows');
  const [all, nameList = '', quoted = '', functionList = '', given = ''] = functions;
  const names = quoted.split(',');
  const bodies = given.split(',');
  if (names.length !== bodies.length) throw new Error('libsodium-wrappers names other functions than it has');
  const kept = names.flatMap((name, at) => (isUsed(name) ? [[name, bodies[at] ?? '']] : []));
  const before = `for(var ${nameList}=[${kept.map(([name]) => name).join()}],${functionList}=[${kept.map(([, body]) => body).join()}]`;
  return script
    .replace(all, () => before)
    .replace(
      NUMBERS,
      (_, list: string, numbers: string) => `var ${list}=[${numbers.split(',').filter(isUsed).join()}]`,
    );
}

export const sodiumTrimmed = (root: string): Plugin => ({
  name: 'sodium-trimmed',
  setup({ onLoad }) {
    const filter = /[\\/]libsodium-wrappers[\\/]dist[\\/]modules-esm[\\/]libsodium-wrappers\.mjs$/;
    onLoad({ filter }, async ({ path }) => ({
      contents: trimmed(await readFile(path, 'utf8'), await namesUsed(root)),
      loader: 'js',
    }));
  },
});
