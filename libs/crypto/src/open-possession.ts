/** Answering a possession challenge (PROTOCOL.md §5.10). */
import {
  possessionAnswer,
  possessionContext,
  possessionStatement,
  type PossessionSubject,
} from './possession-format.js';
import { sign } from './sign.js';
import { sodium } from './sodium.js';
import { attempt, keyPairOf, unseal, type Unopened } from './opening.js';

/** The secret key of the subject's kind: 32-byte X-Wing seed, 64-byte Ed25519, or 32-byte X25519. */
export function provePossession(
  subject: PossessionSubject,
  challenge: Uint8Array,
  secretKey: Uint8Array,
): { readonly ok: true; readonly proof: Uint8Array } | Unopened {
  return attempt(() => ({ ok: true as const, proof: prove(subject, challenge, secretKey) }));
}

function prove(subject: PossessionSubject, challenge: Uint8Array, secretKey: Uint8Array): Uint8Array {
  switch (subject.use) {
    case 'sign':
      return sign('possession', possessionStatement(subject, challenge), secretKey);
    case 'seal': {
      const context = possessionContext(subject);
      return possessionAnswer(subject, unseal(keyPairOf(secretKey), 'possession', context, challenge));
    }
    case 'custody': {
      const opened = sodium.crypto_box_seal_open(challenge, subject.publicKey, secretKey);
      return possessionAnswer(subject, opened);
    }
  }
}
