/**
 * The conversation that a report opens or continues (libs/crypto/PROTOCOL.md §9.5, §9.6), as its narrative carries it. Every
 * report has the same members with the same lengths: whether it is the first, whether there is a code and whether the desk
 * has answered before cannot be told from a size.
 */
import { FormatError, randomBytes, toBase64Url, wipe, type Json } from '#crypto';
import { mailboxBase, mailboxKeys, signThread, THREAD_REF_BYTES, type MailboxKeys } from '#crypto/mailbox';
import type { Narrative, Thread } from '#vocabulary';

export interface ThreadKeys {
  readonly mailbox: MailboxKeys;
  /** What the words alone lead to, or random bytes. */
  readonly harmless: Uint8Array;
  readonly kind: Thread['kind'];
  readonly ref: Uint8Array;
}

/** A code is spoken, remembered and typed in fear: capitals and spaces do not count. Empty means none. */
function plainCode(code: string | undefined): string {
  return (code ?? '').normalize('NFKC').trim().toLowerCase().replace(/\s+/gu, ' ');
}

export function keysOf(entropy: Uint8Array, code: string | undefined): MailboxKeys {
  return mailboxKeys(entropy, plainCode(code));
}

export function threadOf(
  kind: Thread['kind'],
  entropy: Uint8Array,
  code: string | undefined,
  ref: Uint8Array | null,
): ThreadKeys {
  return {
    mailbox: keysOf(entropy, code),
    harmless: plainCode(code) === '' ? randomBytes(32) : mailboxBase(entropy),
    kind,
    ref: ref ?? randomBytes(THREAD_REF_BYTES),
  };
}

export function wipeThread({ mailbox, harmless }: ThreadKeys): void {
  wipe(mailbox.read, mailbox.post, mailbox.seal.secretKey, mailbox.sign.secretKey, harmless);
}

export function inThread(
  narrative: Omit<Narrative, 'followUp' | 'thread'>,
  { mailbox, harmless, kind, ref }: ThreadKeys,
): Narrative {
  const followUp = {
    address: toBase64Url(mailbox.address),
    sealKey: toBase64Url(mailbox.seal.publicKey),
    signKey: toBase64Url(mailbox.sign.publicKey),
    post: toBase64Url(mailbox.post),
    duress: { words: toBase64Url(harmless) },
  };
  const thread = { kind, ref: toBase64Url(ref) };
  return { ...narrative, followUp, thread: { ...thread, proof: prove({ ...narrative, followUp, thread }) } };

  function prove(statement: object): string {
    try {
      return toBase64Url(signThread(statement as Json, mailbox.sign.secretKey));
    } catch (error) {
      // Half a character: the encoder refuses the same narrative and names the refusal.
      if (error instanceof FormatError) return toBase64Url(new Uint8Array(64));
      throw error;
    }
  }
}
