/**
 * Consent taken back (PROTOCOL.md §9.7). Whoever holds the words can tell the machine to stop telling allies, and no server learns
 * which report was theirs: a report carries a mark that only the label recognises, and both exist sealed to dispatch.
 */
import { concat, equalBytes, lp } from './bytes.js';
import {
  bytes,
  exactly,
  id,
  integer,
  nullable,
  record,
  text,
  toJson,
  uniqueList,
  type Read,
} from './fields.js';
import { hash128 } from './hash.js';
import { signKeyPairFromSeed, type SignKeyPair } from './keys.js';
import type { Randomness } from './randomness.js';
import { EMPTY } from './messages.js';
import { sealSigned } from './signed-message.js';
import { CONSENT_LABEL_BYTES } from './sizes.js';

const NONCE_BYTES = 8;
export const CONSENT_MARK_BYTES = NONCE_BYTES + 16;

const DAY_MS = 86_400_000;
const LAST_DAY = 0xffff;

/** Days since 1970, in which marks and labels count: what is finer would be a trace, and needs no finer order. */
export const consentDay = (at: Date): number =>
  Math.min(LAST_DAY, Math.max(0, Math.floor(at.getTime() / DAY_MS) || 0));

export const consentLabel = record({
  deployment: text(128),
  /** Of the mailbox: what the marks were made from. */
  signKey: bytes(32),
  day: integer(0, LAST_DAY),
  /** What still holds; null: nothing was said about it. */
  consent: nullable(
    record({
      tiers: uniqueList(exactly('T1', 'T2', 'T3', 'T4'), String, 4),
      named: uniqueList(id, String, 8),
    }),
  ),
});
export type ConsentLabel = Read<typeof consentLabel>;
export type ConsentLeft = NonNullable<ConsentLabel['consent']>;

const tagOf = (signKey: Uint8Array, nonce: Uint8Array): Uint8Array =>
  hash128(concat(lp('amparo/1/consent-mark'), lp(signKey), nonce));

/** Another one for every report: two reports of one person have nothing in common for whoever has no label. */
export function consentMarkWith(random: Randomness, signKey: Uint8Array): Uint8Array {
  const nonce = random.bytes(NONCE_BYTES);
  return concat(nonce, tagOf(signKey, nonce));
}

export function isConsentMarkOf(signKey: Uint8Array, mark: Uint8Array): boolean {
  if (mark.length !== CONSENT_MARK_BYTES) return false;
  return equalBytes(tagOf(signKey, mark.subarray(0, NONCE_BYTES)), mark.subarray(NONCE_BYTES));
}

export interface ConsentSaid {
  readonly deployment: string;
  readonly day: number;
  readonly consent: ConsentLeft | null;
}

/**
 * Exactly CONSENT_LABEL_BYTES. Every visit to a mailbox sends one. Where nothing was said it is signed by a key that was made for it
 * alone, so that dispatch does not learn whose visit it was.
 */
export function sealConsentLabelWith(
  random: Randomness,
  dispatchKey: Uint8Array,
  said: ConsentSaid,
  own: SignKeyPair,
): Uint8Array {
  const signer = said.consent === null ? signKeyPairFromSeed(random.bytes(32)) : own;
  const fields = { ...said, signKey: signer.publicKey };
  consentLabel(toJson(fields));
  const to = { recipientKey: dispatchKey, context: EMPTY, sizes: [CONSENT_LABEL_BYTES] };
  return sealSigned(random, 'consent', to, fields, signer.secretKey);
}
