/**
 * Solves what a server asks of somebody who sends while a channel is flooded (altcha's proof of work). In a file of its own, which a page
 * loads only when it is asked. The server is not trusted: it cannot make a phone work on anything but the one known algorithm, nor harder
 * or longer than here. The hashing is the browser's own, outside the page's thread: the page stays alive and can be left.
 */
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { ShapeError, count, record, text, type Decode } from './shape.js';

/** Twice what the api of this version asks at most (libs/reports/src/domain/asked-work.ts). */
const MAX_ROUNDS = 1_000;
/** Then the phone waits like before there was any work: the report is kept. */
const MAX_MS = 120_000;
const ALGORITHM = 'PBKDF2/SHA-256';

const hex: Decode<string> = (value) => {
  const written = text(value);
  if (!/^(?:[0-9a-f]{2}){1,64}$/.test(written)) throw new ShapeError();
  return written;
};

const readChallengeShape = record({
  parameters: record({
    algorithm: text,
    cost: count,
    keyLength: count,
    keyPrefix: hex,
    nonce: hex,
    salt: hex,
  }),
});

/**
 * What goes back to the server as `work`; null where it cannot be solved here: not a challenge, harder than is fair, taken away by
 * `stop`, or a browser that does not hash for a page without TLS.
 */
export async function solveWork(challenge: string, stop?: AbortController): Promise<string | null> {
  try {
    const asked: unknown = JSON.parse(challenge);
    const { parameters } = readChallengeShape(asked);
    const isFair = parameters.cost > 0 && parameters.cost <= MAX_ROUNDS && parameters.keyLength === 32;
    if (parameters.algorithm !== ALGORITHM || !isFair) return null;
    const solution = await solveChallenge({
      challenge: { parameters },
      deriveKey,
      timeout: MAX_MS,
      ...(stop ? { controller: stop } : {}),
    });
    // The challenge as it was: its signature covers what this version may not know.
    return solution && JSON.stringify({ challenge: asked, solution });
  } catch {
    return null;
  }
}
