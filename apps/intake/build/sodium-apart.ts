/**
 * libsodium carries its WebAssembly as text inside its script. As a file of its own it is a quarter smaller on the wire and is compiled
 * without being decoded first. The bytes are the package's own; if the package changes its form, the build stops here.
 */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** The standard build, and the large one, which only the notebook fetches. */
const SCRIPT = /[\\/](libsodium(?:-sumo)?)[\\/]dist[\\/]modules(?:-sumo)?-esm[\\/]libsodium(?:-sumo)?\.mjs$/;
/** `(function that decodes base64)("…")`, the one place where the bytes stand. */
const DECODED =
  /\(A=>\{for\(var I,g,C=0,B=0,Q=\d+,E=new Uint8Array\([^"]*?"="==[^"]*?"="==[^"]*?return E\}\)\("([A-Za-z0-9+/=]+)"\)/;

export const sodiumApart: Plugin = {
  name: 'sodium-apart',
  setup({ onLoad, onResolve }) {
    const carried = new Map<string, Uint8Array>();
    onLoad({ filter: SCRIPT }, async ({ path }) => {
      const script = await readFile(path, 'utf8');
      const [decoding, base64] = DECODED.exec(script) ?? [];
      if (decoding === undefined || base64 === undefined)
        throw new Error('libsodium carries its WebAssembly in another form than the build knows');
      const wasm = `${SCRIPT.exec(path)?.[1] ?? ''}.wasm`;
      carried.set(wasm, new Uint8Array(Buffer.from(base64, 'base64')));
      const fetched = 'new Uint8Array(await(await fetch(amparoWasm)).arrayBuffer())';
      return {
        contents: `import amparoWasm from '${wasm}';${script.replace(decoding, () => fetched)}`,
        loader: 'js',
      };
    });
    onResolve({ filter: /^libsodium(-sumo)?\.wasm$/ }, ({ path }) => ({ path, namespace: 'sodium-apart' }));
    onLoad({ filter: /.*/, namespace: 'sodium-apart' }, ({ path }) => ({
      contents: carried.get(path) ?? new Uint8Array(0),
      loader: 'file',
    }));
  },
};
