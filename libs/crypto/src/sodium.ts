/**
 * The one door to libsodium (standard build, 0.8.4). Every primitive of PROTOCOL.md §2 comes from here; the only
 * other source is the `-sumo` build in keyring.ts, for Argon2id.
 */
import sodium from 'libsodium-wrappers';

/** Wait once, before any other call: libsodium is WebAssembly and loads asynchronously. */
export async function cryptoReady(): Promise<void> {
  await sodium.ready;
}

export { sodium };
