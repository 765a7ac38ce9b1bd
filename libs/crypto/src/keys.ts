/** Key pairs and their derivation from 32-byte seeds (PROTOCOL.md §2.2). */
import { isAllZero, lp, wipe, concat } from './bytes.js';
import { keyedHash } from './hash.js';
import { sodium } from './sodium.js';

export const SEAL_PUBLIC_KEY_BYTES = 1216;
const SEED_BYTES = 32;

/** X-Wing. The secret key is the 32-byte seed itself. */
export interface SealKeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}
/** Ed25519: 32 and 64 bytes. */
export interface SignKeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}
/** X25519: 32 and 32 bytes; only for custody boxes. */
export interface BoxKeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}
export interface MemberKeys {
  readonly seal: SealKeyPair;
  readonly sign: SignKeyPair;
  readonly custody: BoxKeyPair;
}
export interface DeskKeys {
  readonly seal: SealKeyPair;
  readonly sign: SignKeyPair;
  /** 32 bytes for blind tokens (`#crypto/search`). Says nothing of the seed, so that the worker may have it. */
  readonly index: Uint8Array;
  /** 32 bytes for what a conversation needs from one answer to the next (`mailbox-threads.ts`). Members only. */
  readonly thread: Uint8Array;
}

export function sealKeyPairFromSeed(seed: Uint8Array): SealKeyPair {
  const { publicKey, privateKey } = sodium.crypto_kem_xwing_seed_keypair(seed);
  return { publicKey, secretKey: privateKey };
}

export function newSealKeyPair(): SealKeyPair {
  return sealKeyPairFromSeed(sodium.randombytes_buf(SEED_BYTES));
}

export function signKeyPairFromSeed(seed: Uint8Array): SignKeyPair {
  const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed);
  return { publicKey, secretKey: privateKey };
}

export function newSignKeyPair(): SignKeyPair {
  return signKeyPairFromSeed(sodium.randombytes_buf(SEED_BYTES));
}

/** An Ed25519 secret key of 64 bytes ends in its public key. */
export function publicKeyOf(signSecretKey: Uint8Array): Uint8Array {
  return signSecretKey.slice(32);
}

/** The seed is the X25519 secret key, so that a second implementation needs no libsodium seed derivation. */
export function boxKeyPairFromSeed(seed: Uint8Array): BoxKeyPair {
  return { publicKey: sodium.crypto_scalarmult_base(seed), secretKey: seed.slice() };
}

function subSeed(
  seed: Uint8Array,
  domain: 'member' | 'desk',
  use: 'xwing' | 'ed25519' | 'x25519' | 'index' | 'thread',
): Uint8Array {
  if (seed.length !== SEED_BYTES) throw new RangeError('a seed has 32 bytes');
  return keyedHash(seed, concat(lp(`amparo/1/${domain}`), lp(use)));
}

/** Everything a member holds comes from one seed: H(key = seed, LP("amparo/1/member") ‖ LP(use)). */
export function deriveMemberKeys(seed: Uint8Array): MemberKeys {
  const ed25519 = subSeed(seed, 'member', 'ed25519');
  try {
    return {
      seal: sealKeyPairFromSeed(subSeed(seed, 'member', 'xwing')),
      sign: signKeyPairFromSeed(ed25519),
      custody: boxKeyPairFromSeed(subSeed(seed, 'member', 'x25519')),
    };
  } finally {
    wipe(ed25519);
  }
}

/** A desk epoch is one seed too; granting the seed grants every key of the desk. */
export function deriveDeskKeys(seed: Uint8Array): DeskKeys {
  const ed25519 = subSeed(seed, 'desk', 'ed25519');
  try {
    return {
      seal: sealKeyPairFromSeed(subSeed(seed, 'desk', 'xwing')),
      sign: signKeyPairFromSeed(ed25519),
      index: subSeed(seed, 'desk', 'index'),
      thread: subSeed(seed, 'desk', 'thread'),
    };
  } finally {
    wipe(ed25519);
  }
}

/**
 * A key that anybody could open: wrong length, zeros, an ML-KEM part that is no canonical field encoding, or an
 * X25519 part of low order. libsodium refuses all of them when it encapsulates, so one throw-away run decides.
 */
export function isWeakSealKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== SEAL_PUBLIC_KEY_BYTES) return true;
  // A zero ML-KEM part is a valid encoding, but everybody knows its shared secret.
  if (isAllZero(publicKey.subarray(0, 1184))) return true;
  try {
    wipe(sodium.crypto_kem_xwing_enc(publicKey).sharedSecret);
    return false;
  } catch {
    return true;
  }
}

/** X25519: with a low-order point every shared secret is known to everybody. */
export function isWeakBoxKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32 || isAllZero(publicKey)) return true;
  try {
    const shared = sodium.crypto_scalarmult(sodium.randombytes_buf(32), publicKey);
    return isAllZero(shared);
  } catch {
    return true;
  }
}

/** Ed25519: small-order and non-canonical points verify signatures that nobody made. */
export function isWeakSignKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32 || isAllZero(publicKey)) return true;
  try {
    sodium.crypto_sign_ed25519_pk_to_curve25519(publicKey);
    return false;
  } catch {
    return true;
  }
}
