/** BLAKE2b as hash and as key derivation (PROTOCOL.md §2.1). */
import { concat, lp } from './bytes.js';
import { sodium } from './sodium.js';

/** H: BLAKE2b-256. */
export function hash(bytes: Uint8Array): Uint8Array {
  return sodium.crypto_generichash(32, bytes, null);
}

/** H128: BLAKE2b-128. */
export function hash128(bytes: Uint8Array): Uint8Array {
  return sodium.crypto_generichash(16, bytes, null);
}

/** H(key = key, message). */
export function keyedHash(key: Uint8Array, message: Uint8Array): Uint8Array {
  return sodium.crypto_generichash(32, message, key);
}

/** H128(key = key, message). */
export function keyedHash128(key: Uint8Array, message: Uint8Array): Uint8Array {
  return sodium.crypto_generichash(16, message, key);
}

/** H512(key = key, message), split in two: an AEAD key and a commitment to it. */
export function deriveKeyAndCommitment(
  key: Uint8Array,
  message: Uint8Array,
): { readonly key: Uint8Array; readonly commitment: Uint8Array } {
  const okm = sodium.crypto_generichash(64, message, key);
  const derived = { key: okm.slice(0, 32), commitment: okm.slice(32, 64) };
  okm.fill(0);
  return derived;
}

/** H(LP("amparo/1/" ‖ label) ‖ parts): parts have fixed lengths or are framed by the caller. */
export function digestOf(label: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return hash(concat(lp(`amparo/1/${label}`), ...parts));
}

/** H of what comes in pieces: a video never lies in memory whole. */
export class RunningHash {
  readonly #state = sodium.crypto_generichash_init(null, 32);

  add(piece: Uint8Array): void {
    sodium.crypto_generichash_update(this.#state, piece);
  }

  /** Once: the state is gone afterwards. */
  end(): Uint8Array {
    return sodium.crypto_generichash_final(this.#state, 32);
  }
}
