/**
 * What ties a later report to an earlier one, for the desk alone (PROTOCOL.md §9.5).
 *
 * A person who comes back with the words remembers nothing else, and no server may know which reports are theirs. So an
 * answer carries a mark that only the desk opens, and a later report brings it back inside its narrative, with a signature
 * that only the words can make.
 */
import { canonicalJson, type Json } from './canonical-json.js';
import { concat, fromHex, lp, toHex } from './bytes.js';
import { keyedHash } from './hash.js';
import { attempt, demand, type Unopened } from './opening.js';
import type { Randomness } from './randomness.js';
import { sign, verify } from './sign.js';
import { sodium } from './sodium.js';

const NONCE_BYTES = 24;
/** nonce 24 ‖ AEAD(u8 mailbox ‖ report id 16). */
export const THREAD_REF_BYTES = NONCE_BYTES + 1 + 16 + 16;

/** Both go into the associated data: a mark copied into the conversation of another person opens nowhere. */
export interface ThreadPlace {
  readonly address: Uint8Array;
  readonly signKey: Uint8Array;
}

export interface ThreadMark {
  /** The server's random id of the first report. */
  readonly reportId: string;
  /** `harmless`: the answer lay in the mailbox that the words open without the code (§9.6). */
  readonly mailbox: 'real' | 'harmless';
}

const MAILBOXES = ['real', 'harmless'] as const;
const PLAIN_ID = /^[0-9a-f]{32}$/;

const dashed = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');

const associated = ({ address, signKey }: ThreadPlace): Uint8Array =>
  concat(lp('amparo/1/thread'), lp(address), lp(signKey));

export function sealThreadRefWith(
  random: Randomness,
  threadKey: Uint8Array,
  place: ThreadPlace,
  { reportId, mailbox }: ThreadMark,
): Uint8Array {
  const id = reportId.replaceAll('-', '');
  if (!PLAIN_ID.test(id)) throw new RangeError('a report id is a UUID');
  const nonce = random.bytes(NONCE_BYTES);
  const content = concat(Uint8Array.of(MAILBOXES.indexOf(mailbox)), fromHex(id));
  return concat(
    nonce,
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(content, associated(place), null, nonce, threadKey),
  );
}

export function openThreadRef(
  threadKey: Uint8Array,
  place: ThreadPlace,
  ref: Uint8Array,
): { readonly ok: true; readonly mark: ThreadMark } | Unopened {
  return attempt(() => {
    demand(ref.length === THREAD_REF_BYTES);
    const content = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      ref.subarray(NONCE_BYTES),
      associated(place),
      ref.subarray(0, NONCE_BYTES),
      threadKey,
    );
    const mailbox = MAILBOXES[content[0] ?? MAILBOXES.length];
    demand(content.length === 17 && mailbox !== undefined);
    return { ok: true as const, mark: { reportId: dashed(toHex(content.subarray(1))), mailbox } };
  });
}

/** Covers the whole narrative: nobody who merely knows the address can add words to somebody's conversation. */
export function signThread(narrative: Json, secretKey: Uint8Array): Uint8Array {
  return sign('thread', canonicalJson(narrative), secretKey);
}

export function verifyThread(narrative: Json, proof: Uint8Array, signKey: Uint8Array): boolean {
  return verify('thread', canonicalJson(narrative), proof, signKey);
}

/**
 * The post key of a mailbox under one desk epoch. Everybody who holds the epoch derives it and nobody who left before does;
 * each answer carries it, so that what the reporter writes next is closed to former members.
 */
export function deskPostKey(threadKey: Uint8Array, address: Uint8Array): Uint8Array {
  return keyedHash(threadKey, concat(lp('amparo/1/desk-post'), lp(address)));
}
