/**
 * One way to sign (PROTOCOL.md §2.4): Ed25519 over LP("amparo/1/sign") ‖ LP(label) ‖ H(bytes).
 * The label is what keeps a signature from being valid for a document of another kind: without it a server could
 * present the digest of a head as a sign-in challenge and be handed a signed head.
 */
import { concat, lp } from './bytes.js';
import { hash } from './hash.js';
import { sodium } from './sodium.js';

export const SIGN_LABELS = [
  'head',
  'freshness',
  'acceptance',
  'sign-in',
  'acknowledgement',
  'call',
  'notice',
  'capsule',
  'reply',
  'channel',
  'own-channels',
  'publication',
  'custody-request',
  'custody-release',
  'possession',
  'follow-up',
  'thread',
  'triage-note',
  'likeness',
  'task',
  'duty',
  'silence',
  'silence-consent',
  'consent',
  'duty-publication',
  'keyring',
] as const;
export type SignLabel = (typeof SIGN_LABELS)[number];

function signedBytes(label: SignLabel, bytes: Uint8Array): Uint8Array {
  return concat(lp('amparo/1/sign'), lp(label), hash(bytes));
}

/** 64 bytes, the same every time for the same input. */
export function sign(label: SignLabel, bytes: Uint8Array, secretKey: Uint8Array): Uint8Array {
  return sodium.crypto_sign_detached(signedBytes(label, bytes), secretKey);
}

/** Never throws. libsodium itself refuses small-order and non-canonical keys, and scalars that are not reduced. */
export function verify(
  label: SignLabel,
  bytes: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  try {
    return sodium.crypto_sign_verify_detached(signature, signedBytes(label, bytes), publicKey);
  } catch {
    return false;
  }
}
