/**
 * Asks for work and checks it, with altcha's proof of work. No state and no table: the challenge carries what it is for (one envelope, by
 * its digest) and until when, signed under keys that every api of a deployment derives from the same seed. What was solved for one report
 * admits no other, and cannot be prepared before the report is there.
 */
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { randomInt } from 'node:crypto';
import { digestOf, toHex } from '#crypto';
import { drawAttempt, ROUNDS, VALID_SECONDS } from './domain/asked-work.js';
import { readWork } from './read-work.js';

/** Asking costs a little; a flood that is asked more than this at once is only told when to come back. */
const MOST_AT_ONCE = 32;
const DRAWS = 1_000_000;

export class WorkGate {
  readonly #secrets: { readonly hmacSignatureSecret: string; readonly hmacKeySignatureSecret: string };
  #asking = 0;

  /** @param acceptSecretKey Ed25519, 64 bytes: the seed is its first half */
  constructor(acceptSecretKey: Uint8Array) {
    const derived = (label: string): string => toHex(digestOf(label, acceptSecretKey.subarray(0, 32)));
    this.#secrets = {
      hmacSignatureSecret: derived('work-challenge'),
      hmacKeySignatureSecret: derived('work-solution'),
    };
  }

  /** The challenge as text; null while too many are being made. */
  async ask(digest: Uint8Array, attempts: number, now: Date): Promise<string | null> {
    if (this.#asking >= MOST_AT_ONCE) return null;
    this.#asking += 1;
    try {
      const challenge = await createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost: ROUNDS,
        counter: drawAttempt(attempts, randomInt(DRAWS) / DRAWS),
        data: { report: toHex(digest), until: secondsOf(now) + VALID_SECONDS },
        deriveKey,
        ...this.#secrets,
      });
      return JSON.stringify(challenge);
    } finally {
      this.#asking -= 1;
    }
  }

  async isDone(text: string, digest: Uint8Array, now: Date): Promise<boolean> {
    const work = readWork(text);
    if (!work) return false;
    const { report, until } = work.challenge.parameters.data;
    if (report !== toHex(digest) || until < secondsOf(now)) return false;
    const { verified } = await verifySolution({ ...work, deriveKey, ...this.#secrets });
    return verified;
  }
}

const secondsOf = (time: Date): number => Math.floor(time.getTime() / 1000);
