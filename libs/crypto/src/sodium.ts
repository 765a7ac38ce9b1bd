/**
 * The one door to libsodium (standard build, 0.8.4). Every primitive of PROTOCOL.md §2 comes from here; the only
 * other source is the `-sumo` build in argon2.ts.
 */
import sodium from 'libsodium-wrappers';
import { randomWords, type WordSource } from './random-words.js';

let ready: Promise<void> | undefined;

/** Wait once, before any other call: libsodium is WebAssembly and loads asynchronously. */
export function cryptoReady(): Promise<void> {
  ready ??= load();
  return ready;
}

async function load(): Promise<void> {
  await sodium.ready;
  const { crypto } = globalThis as unknown as { crypto: WordSource };
  const { libsodium } = sodium as unknown as { libsodium: { getRandomValue: () => number } };
  libsodium.getRandomValue = randomWords(crypto);
}

export { sodium };
