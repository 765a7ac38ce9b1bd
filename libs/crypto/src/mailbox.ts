/** `#crypto/mailbox`: receipt words, the mailbox behind them, replies and follow-ups (PROTOCOL.md §9). */
import { equalBytes } from './bytes.js';
import type { Json } from './canonical-json.js';
import type { MailboxKeys } from './mailbox-keys.js';
import { reply, type Reply } from './messages.js';
import { openSigned } from './open-signed-message.js';
import { consentMarkWith, sealConsentLabelWith, type ConsentSaid } from './consent.js';
import { sealPostWith } from './mailbox-posts.js';
import { systemRandomness } from './randomness.js';
import { sealThreadRefWith, type ThreadMark, type ThreadPlace } from './mailbox-threads.js';
import { MESSAGE_BYTES } from './sizes.js';
import { attempt, demand, type Unopened } from './opening.js';

export { mailboxAddress } from './address.js';
export { mailboxBase, mailboxKeys, mailboxKeysFromBase, type MailboxKeys } from './mailbox-keys.js';
export {
  newReceiptWords,
  parseReceiptWords,
  receiptWordsOf,
  type ParsedReceipt,
  type ReceiptWords,
} from './receipt-words.js';
export { openPost, type PostKeys } from './mailbox-posts.js';
export {
  deskPostKey,
  openThreadRef,
  signThread,
  THREAD_REF_BYTES,
  type ThreadMark,
  type ThreadPlace,
  verifyThread,
} from './mailbox-threads.js';
export { completeWord, type WordLanguage, type WordList } from './bip39-words.js';
export { loadWordList, loadWordLists } from './word-lists.js';
export type { Reply } from './messages.js';
export type { Unopened } from './opening.js';

/** `deskSignKeys`: of the desk epochs in the directory. A box that does not open is filler, or not for this mailbox. */
export function openReply(
  keys: MailboxKeys,
  box: Uint8Array,
  deskSignKeys: readonly Uint8Array[],
): { readonly ok: true; readonly reply: Reply } | Unopened {
  return attempt(() => {
    const opened = openSigned(keys.seal, 'reply', keys.address, box, [MESSAGE_BYTES], deskSignKeys, reply);
    demand(equalBytes(opened.address, keys.address));
    return { ok: true as const, reply: opened };
  });
}

/** Exactly 4,096 bytes, for body null too: every session posts one. */
export function sealPost(
  keys: MailboxKeys,
  message: { readonly number: number; readonly body: Json },
): Uint8Array {
  return sealPostWith(systemRandomness, keys, message);
}

/** What an answer carries so that the next report of the same person can name this one: 57 bytes that only the desk opens. */
export function sealThreadRef(threadKey: Uint8Array, place: ThreadPlace, mark: ThreadMark): Uint8Array {
  return sealThreadRefWith(systemRandomness, threadKey, place, mark);
}

/** 24 bytes for the routing of a report: the label of the same words recognises it, and nothing else does. */
export function consentMark(keys: MailboxKeys): Uint8Array {
  return consentMarkWith(systemRandomness, keys.sign.publicKey);
}

/** Exactly CONSENT_LABEL_BYTES, for consent null too: every visit sends one. */
export function sealConsentLabel(keys: MailboxKeys, dispatchKey: Uint8Array, said: ConsentSaid): Uint8Array {
  return sealConsentLabelWith(systemRandomness, dispatchKey, said, keys.sign);
}
