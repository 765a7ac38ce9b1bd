/**
 * Sign-in challenges that cost the server nothing until somebody has signed one: 32 bytes that carry their own expiry and a
 * tag that only the api can make. If asking for a challenge wrote a row, a stranger could fill the table and lock everybody
 * out. Single use comes from remembering the few that were used, until they expire.
 */
import { concat, digestOf, equalBytes } from '#crypto';

export const CHALLENGE_SECONDS = 120;
const RANDOM_BYTES = 12;
const TAG_BYTES = 16;

/** u32 expiry in seconds (big-endian) ‖ 12 random bytes ‖ 16 bytes of tag. */
export function issueChallenge(
  secret: Uint8Array,
  random: Uint8Array,
  now: Date,
): { nonce: Uint8Array; expires: Date } {
  if (secret.length !== 32 || random.length !== RANDOM_BYTES)
    throw new RangeError('a secret has 32 bytes, the random part 12');
  const seconds = Math.floor(now.getTime() / 1000) + CHALLENGE_SECONDS;
  const head = new Uint8Array(4 + RANDOM_BYTES);
  new DataView(head.buffer).setUint32(0, seconds);
  head.set(random, 4);
  return { nonce: concat(head, tagOf(secret, head)), expires: new Date(seconds * 1000) };
}

/** The time it expires, or null for a challenge that is not ours or no longer valid. */
export function readChallenge(secret: Uint8Array, nonce: Uint8Array, now: Date): Date | null {
  if (nonce.length !== 4 + RANDOM_BYTES + TAG_BYTES) return null;
  const head = nonce.slice(0, 4 + RANDOM_BYTES);
  if (!equalBytes(tagOf(secret, head), nonce.slice(4 + RANDOM_BYTES))) return null;
  const expires = new Date(new DataView(head.buffer).getUint32(0) * 1000);
  return now < expires ? expires : null;
}

function tagOf(secret: Uint8Array, head: Uint8Array): Uint8Array {
  return digestOf('challenge', secret, head).slice(0, TAG_BYTES);
}
