/**
 * The notebook of somebody who reports for many (PROTOCOL.md §10.3): what opens each conversation, sealed under one passphrase. It stays on
 * the operator's phone or in a file of theirs; no server ever has it.
 */
import { concat, equalBytes, wipe } from './bytes.js';
import { canonicalJson, parseCanonicalJson } from './canonical-json.js';
import { bytes, exactly, integer, matching, record, toJson, uniqueList, type Read } from './fields.js';
import { attempt, demand, type Unopened } from './opening.js';
import { pad, PADDING_OVERHEAD, unpad } from './padding.js';
import type { Randomness } from './randomness.js';
import { NOTEBOOK_SIZES } from './sizes.js';
import { sodium } from './sodium.js';

export const NOTEBOOK_SALT_BYTES = 16;
const COMMITMENT_BYTES = 32;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;
const NONCE_AT = NOTEBOOK_SALT_BYTES + COMMITMENT_BYTES;
const BODY_AT = NONCE_AT + NONCE_BYTES;

/** More do not fit into the largest size, whatever their labels. */
export const MOST_CONVERSATIONS = 300;
export const LONGEST_LABEL = 60;

export interface NotebookKeys {
  readonly salt: Uint8Array;
  readonly key: Uint8Array;
  readonly commitment: Uint8Array;
}

const day = matching(/^\d{4}-\d{2}-\d{2}$/);
/** At most LONGEST_LABEL characters, none that steers a terminal or a screen. */
const label = matching(/^\P{Cc}{0,60}$/u);

const conversation = record({
  /** The 16 bytes behind the twelve words (§9.1). */
  entropy: bytes(16),
  language: exactly('en', 'es', 'pt'),
  /** What the operator calls it. */
  label,
  day,
  /** Of the sealed report: whether it still waits on this phone is found by it. */
  digest: bytes(32),
  /** Number of the newest answer that was read; 0 before any. */
  seen: integer(0, Number.MAX_SAFE_INTEGER),
});
export type NotedConversation = Read<typeof conversation>;

const content = record({
  kind: exactly('amparo/notebook/1'),
  conversations: uniqueList(conversation, ({ entropy }) => entropy.join(), MOST_CONVERSATIONS),
});

/** Throws FormatError for entries that nobody could read again. One of NOTEBOOK_SIZES, different every time. */
export function lockNotebookWith(
  random: Randomness,
  { salt, key, commitment }: NotebookKeys,
  conversations: readonly NotedConversation[],
): Uint8Array {
  const fields = toJson({ kind: 'amparo/notebook/1', conversations });
  content(fields);
  const plain = canonicalJson(fields);
  const size = NOTEBOOK_SIZES.find((each) => plain.length <= each - BODY_AT - TAG_BYTES - PADDING_OVERHEAD);
  if (size === undefined) throw new RangeError('the largest notebook is too small');
  const nonce = random.bytes(NONCE_BYTES);
  const padded = pad(plain, size - BODY_AT - TAG_BYTES);
  try {
    const body = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, null, null, nonce, key);
    return concat(salt, commitment, nonce, body);
  } finally {
    wipe(plain, padded);
  }
}

export function isNotebookSized(blob: Uint8Array): boolean {
  return NOTEBOOK_SIZES.some((size) => size === blob.length);
}

export function unlockNotebook(
  { key, commitment }: NotebookKeys,
  blob: Uint8Array,
): { readonly ok: true; readonly conversations: readonly NotedConversation[] } | Unopened {
  return attempt(() => {
    demand(isNotebookSized(blob));
    // XChaCha20-Poly1305 does not commit to its key: a file that somebody prepared could open under many passphrases at once, and
    // whether it opened would tell which of them is the operator's.
    demand(equalBytes(commitment, blob.subarray(NOTEBOOK_SALT_BYTES, NONCE_AT)));
    const padded = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      blob.subarray(BODY_AT),
      null,
      blob.subarray(NONCE_AT, BODY_AT),
      key,
    );
    try {
      const { conversations } = content(parseCanonicalJson(unpad(padded)));
      return { ok: true as const, conversations };
    } finally {
      wipe(padded);
    }
  });
}
