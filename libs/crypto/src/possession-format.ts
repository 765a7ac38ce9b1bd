/** What a proof of possession is about (PROTOCOL.md §5.10), and how it is checked. */
import { concat, equalBytes, lp } from './bytes.js';
import { digestOf, hash } from './hash.js';
import { verify } from './sign.js';

export type KeyUse = 'seal' | 'sign' | 'custody';

export interface PossessionSubject {
  readonly deployment: string;
  /** seal: X-Wing. sign: Ed25519. custody: X25519. */
  readonly use: KeyUse;
  readonly publicKey: Uint8Array;
}
export interface PossessionChallenge {
  /** Goes to the holder of the key. */
  readonly challenge: Uint8Array;
  /** Stays with the ceremony. */
  readonly expected: Uint8Array;
}

export function possessionContext({ deployment, use, publicKey }: PossessionSubject): Uint8Array {
  return concat(lp(deployment), lp(use), hash(publicKey));
}

/** The answer for keys that open: a hash of the opened secret, so that the holder is no decryption oracle. */
export function possessionAnswer(subject: PossessionSubject, secret: Uint8Array): Uint8Array {
  return digestOf('possession', possessionContext(subject), secret);
}

/** The bytes that a signing key signs, label 'possession'. */
export function possessionStatement(subject: PossessionSubject, challenge: Uint8Array): Uint8Array {
  return concat(possessionContext(subject), challenge);
}

export function verifyPossession(
  subject: PossessionSubject,
  asked: PossessionChallenge,
  proof: Uint8Array,
): boolean {
  if (subject.use === 'sign') {
    return verify('possession', possessionStatement(subject, asked.challenge), proof, subject.publicKey);
  }
  return equalBytes(asked.expected, proof);
}
