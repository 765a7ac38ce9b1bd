/**
 * The acceptance receipt (PROTOCOL.md §8.1): the api's promise to include these exact bytes. It names no channel and
 * no finer time than the hour, because it may be found on the reporter's device.
 */
import { concat, readU32, u32 } from './bytes.js';
import { digestOf } from './hash.js';
import { sign, verify } from './sign.js';
import { ACCEPTANCE_BYTES } from './sizes.js';

const VERSION = 1;
const HOUR = 3_600_000;

export interface Acceptance {
  /** D of PROTOCOL.md §4.7, 32 bytes. */
  readonly digest: Uint8Array;
  /** Rounded down to the hour. */
  readonly hour: Date;
}

/** 69 bytes, the same every time for the same digest and hour, so that a retry is answered with the same receipt. */
export function signAcceptance({ digest, hour }: Acceptance, acceptSecretKey: Uint8Array): Uint8Array {
  if (digest.length !== 32) throw new RangeError('a digest has 32 bytes');
  const hours = u32(Math.floor(hour.getTime() / HOUR));
  return concat(Uint8Array.of(VERSION), hours, sign('acceptance', concat(digest, hours), acceptSecretKey));
}

export function verifyAcceptance(
  receipt: Uint8Array,
  digest: Uint8Array,
  acceptPublicKeys: readonly Uint8Array[],
): { readonly ok: true; readonly hour: Date } | { readonly ok: false } {
  if (receipt.length !== ACCEPTANCE_BYTES || receipt[0] !== VERSION || digest.length !== 32)
    return { ok: false };
  const statement = concat(digest, receipt.subarray(1, 5));
  const signature = receipt.subarray(5);
  if (!acceptPublicKeys.some((key) => verify('acceptance', statement, signature, key))) return { ok: false };
  return { ok: true, hour: new Date(readU32(receipt, 1) * HOUR) };
}

/** What the receipt of a stored file covers (PROTOCOL.md §10.2): its place and all of its sealed bytes. */
export function fileDigest(blob: Uint8Array, sealedHash: Uint8Array): Uint8Array {
  return digestOf('file', blob, sealedHash);
}

/** What a channel signs to say that a file comes its way. */
export function fileChannelDigest(blob: Uint8Array): Uint8Array {
  return digestOf('file-channel', blob);
}
