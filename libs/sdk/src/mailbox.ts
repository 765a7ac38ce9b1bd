/**
 * The reporter's side of the mailbox (libs/crypto/PROTOCOL.md §9). Whoever holds the twelve words reads the answers, with
 * nothing else: no account, no device, no memory. Every visit has one shape on the wire, whether there is news or not: one
 * 4 KiB message goes up, usually empty, and eight boxes of 4 KiB come down, most of them fillers.
 */
import { toBase64Url, toHex, wipe, type Directory, type Json } from '#crypto';
import {
  mailboxKeys,
  openReply,
  parseReceiptWords,
  sealPost,
  type MailboxKeys,
  type ParsedReceipt,
} from '#crypto/mailbox';
import { MessageTooLong } from '#crypto/seal';
import { exchangeMailbox } from './operations.js';
import { record, ShapeError, text } from './shape.js';
import type { CallFailure, Transport } from './transport.js';

export interface MailboxAnswer {
  /** Tells two answers with the same words apart. */
  readonly id: string;
  readonly text: string;
}

export type MailboxOutcome =
  | { readonly ok: true; readonly answers: readonly MailboxAnswer[] }
  | { readonly ok: false; readonly reason: 'words'; readonly detail: Exclude<ParsedReceipt, { ok: true }> }
  | { readonly ok: false; readonly reason: 'too-long' | 'other-shape' }
  | { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };

export interface Visit {
  readonly words: string;
  /** The reporter's own code, when one was chosen. */
  readonly code?: string;
  /** What to tell the desk; nothing is sent as an empty message of the same size. */
  readonly message?: string;
  /** Numbers the message, because words alone remember no earlier one: the desk tells old from new by it. */
  readonly now: Date;
}

const BOXES = 8;
const answerShape = record({ text });

function readAnswer(
  keys: MailboxKeys,
  box: Uint8Array,
  deskSignKeys: readonly Uint8Array[],
): MailboxAnswer | null {
  const opened = openReply(keys, box, deskSignKeys);
  // Filler, or a message that no desk of this deployment signed: both are nothing.
  if (!opened.ok) return null;
  try {
    return { id: toHex(opened.reply.replyId), text: answerShape(opened.reply.body).text };
  } catch (error) {
    if (error instanceof ShapeError) return null;
    throw error;
  }
}

function seal(keys: MailboxKeys, now: Date, message: string | undefined): Uint8Array | null {
  const body: Json = message === undefined ? null : { v: 1, text: message };
  try {
    return sealPost(keys, { number: now.getTime(), body });
  } catch (error) {
    if (error instanceof MessageTooLong) return null;
    throw error;
  }
}

/** `directory` is one that `openDirectory` verified: only its desks' signatures count. */
export async function visitMailbox(
  transport: Transport,
  directory: Directory,
  visit: Visit,
): Promise<MailboxOutcome> {
  const words = parseReceiptWords(visit.words);
  if (!words.ok) return { ok: false, reason: 'words', detail: words };
  const keys = mailboxKeys(words.entropy, visit.code ?? '');
  try {
    const post = seal(keys, visit.now, visit.message);
    if (!post) return { ok: false, reason: 'too-long' };
    const input = { read: toBase64Url(keys.read), post: toBase64Url(post) };
    const answer = await transport.call(exchangeMailbox, { input });
    if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
    const { boxes } = answer.value;
    if (boxes.length !== BOXES) return { ok: false, reason: 'other-shape' };
    const deskSignKeys = directory.desks.map(({ signKey }) => signKey);
    const answers = boxes.flatMap((box) => readAnswer(keys, box, deskSignKeys) ?? []);
    // The same answer in two boxes is one answer.
    return { ok: true, answers: [...new Map(answers.map((read) => [read.id, read])).values()] };
  } finally {
    wipe(words.entropy, keys.read, keys.post, keys.seal.secretKey, keys.sign.secretKey);
  }
}
