/**
 * Where random bytes come from. Sealing functions take a source as an argument so that the frozen vectors can be
 * produced again byte for byte; no door hands the argument out, so no caller can seal with a source of its own.
 */
import { split } from 'shamir-secret-sharing';
import { sodium } from './sodium.js';

export interface Randomness {
  bytes(length: number): Uint8Array;
  /** crypto_box_seal: an ephemeral X25519 key of its own. */
  boxSeal(message: Uint8Array, publicKey: Uint8Array): Uint8Array;
  /** Shamir over GF(256), shares of secret.length + 1 bytes, the last one the x coordinate. */
  split(secret: Uint8Array, shares: number, threshold: number): Promise<readonly Uint8Array[]>;
}

export const systemRandomness: Randomness = {
  bytes: (length) => sodium.randombytes_buf(length),
  boxSeal: (message, publicKey) => sodium.crypto_box_seal(message, publicKey),
  split: (secret, shares, threshold) => split(secret, shares, threshold),
};

export function randomBytes(length: number): Uint8Array {
  return systemRandomness.bytes(length);
}
