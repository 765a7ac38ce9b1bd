/**
 * Asking for a proof of possession (PROTOCOL.md §5.10). Without one, somebody could register another's key as their
 * own and later claim, or disown, what was sealed to it or signed with it.
 */
import {
  possessionAnswer,
  possessionContext,
  type PossessionChallenge,
  type PossessionSubject,
} from './possession-format.js';
import { wipe } from './bytes.js';
import type { Randomness } from './randomness.js';
import { seal } from './sealed-box.js';

export function challengePossessionWith(random: Randomness, subject: PossessionSubject): PossessionChallenge {
  const secret = random.bytes(32);
  if (subject.use === 'sign') return { challenge: secret, expected: secret };
  const context = possessionContext(subject);
  try {
    const challenge =
      subject.use === 'seal'
        ? seal(random, subject.publicKey, 'possession', context, secret)
        : random.boxSeal(secret, subject.publicKey);
    return { challenge, expected: possessionAnswer(subject, secret) };
  } finally {
    wipe(secret);
  }
}
