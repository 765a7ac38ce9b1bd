/**
 * The reporter's side of the mailbox (libs/crypto/PROTOCOL.md §9). Whoever holds the twelve words reads the answers, with
 * nothing else: no account, no device, no memory. Every visit has one shape on the wire, whether there is news or not: one
 * 4 KiB message goes up, usually empty, and eight boxes of 4 KiB come down, most of them fillers.
 *
 * A code, where one was chosen, opens the real conversation, and the words alone a harmless one. Nothing here knows which of
 * the two it is reading: whoever forces somebody to open it learns as much from this code as from the screen.
 */
import {
  consentDay,
  fromBase64Url,
  sealingKeys,
  toBase64Url,
  toHex,
  wipe,
  type ConsentLeft,
  type DeskName,
  type Directory,
  type Json,
} from '#crypto';
import {
  openReply,
  loadWordLists,
  parseReceiptWords,
  sealConsentLabel,
  sealPost,
  type MailboxKeys,
  type ParsedReceipt,
} from '#crypto/mailbox';
import { MessageTooLong } from '#crypto/seal';
import { readReply, type DeskStatus, type PostBody, type ReplyBody } from '#vocabulary';
import { exchangeMailbox } from './operations.js';
import { keysOf } from './thread-keys.js';
import type { CallFailure, Transport } from './transport.js';

export interface MailboxAnswer {
  /** Tells two answers with the same words apart. */
  readonly id: string;
  /** Grows with every answer: what a choice answers, and what "read" means. */
  readonly number: number;
  readonly text: string;
  readonly choices: readonly string[];
  readonly status: DeskStatus | null;
}

/** What one visit learned that the next needs; kept while the page is open and never stored. */
export interface Recalled {
  /** For `sealFollowUp`: tells the desk which report the new facts belong to. */
  readonly ref: Uint8Array | null;
  /** Closed to whoever left the desk. */
  readonly post: Uint8Array | null;
  /** The desk that answered: what comes next goes there, and nowhere where somebody may have been kept out. */
  readonly desk: DeskName | null;
}

export const NOTHING_RECALLED: Recalled = { ref: null, post: null, desk: null };

export type MailboxOutcome =
  | { readonly ok: true; readonly answers: readonly MailboxAnswer[]; readonly recalled: Recalled }
  | { readonly ok: false; readonly reason: 'words'; readonly detail: Exclude<ParsedReceipt, { ok: true }> }
  | { readonly ok: false; readonly reason: 'too-long' | 'other-shape' }
  | { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };

export type Saying = Partial<Omit<PostBody, 'v'>>;

export interface Visit {
  readonly words: string;
  /** The reporter's own code, when one was chosen. */
  readonly code?: string;
  /** What to tell the desk; nothing is sent as an empty message of the same size. */
  readonly say?: Saying;
  readonly recalled?: Recalled;
  /** Numbers the message, because words alone remember no earlier one: the desk tells old from new by it. */
  readonly now: Date;
}

const BOXES = 8;
const SILENT: PostBody = { v: 1, text: '', answer: null, consent: null, withdraw: null, read: null };

interface Received {
  readonly id: string;
  readonly body: ReplyBody;
  readonly desk: DeskName;
  /** By a desk epoch that is not retired: only its post keys are taken, or a former member could hand out their own. */
  readonly current: boolean;
}

function receive(keys: MailboxKeys, box: Uint8Array, { desks }: Directory): Received | null {
  const signedBy = (those: Directory['desks']) =>
    openReply(
      keys,
      box,
      those.map(({ signKey }) => signKey),
    );
  const opened = signedBy(desks);
  // Filler, or a message that no desk of this deployment signed: both are nothing.
  const body = opened.ok ? readReply(opened.reply.body) : null;
  if (!opened.ok || !body) return null;
  const guarded = signedBy(desks.filter(({ desk }) => desk === 'safeguarding')).ok;
  const current = signedBy(desks.filter(({ retired }) => retired === null)).ok;
  return { id: toHex(opened.reply.replyId), body, desk: guarded ? 'safeguarding' : 'triage', current };
}

function recall(received: readonly Received[], before: Recalled): Recalled {
  const bytes = (text: string | null | undefined) => (text ? fromBase64Url(text) : null);
  const latest = (has: (one: Received) => unknown) => received.findLast((one) => has(one));
  return {
    ref: bytes(latest(({ body }) => body.ref)?.body.ref) ?? before.ref,
    post: bytes(latest(({ body, current }) => current && body.post)?.body.post) ?? before.post,
    desk: received.at(-1)?.desk ?? before.desk,
  };
}

function sealSaying(keys: MailboxKeys, { now, say, recalled }: Visit): Uint8Array | null {
  const body = say === undefined ? null : { ...SILENT, ...say };
  const post = recalled?.post ?? keys.post;
  try {
    return sealPost({ ...keys, post }, { number: now.getTime(), body: body as Json });
  } catch (error) {
    if (error instanceof MessageTooLong) return null;
    throw error;
  }
}

/** What the machine that tells allies must know of it, and nobody can see whether it was told anything (PROTOCOL.md §9.7). */
function sealLabel(keys: MailboxKeys, directory: Directory, { now, say }: Visit): Uint8Array | null {
  const dispatch = sealingKeys(directory)?.dispatch;
  if (!dispatch) return null;
  const { deployment } = directory;
  return sealConsentLabel(keys, dispatch.sealKey, { deployment, day: consentDay(now), consent: leftBy(say) });
}

function leftBy(say: Saying | undefined): ConsentLeft | null {
  if (say?.withdraw) return { tiers: [], named: [] };
  return say?.consent ?? null;
}

/** Oldest first. The same answer in two boxes is one answer. */
function inOrder(received: readonly Received[]): readonly Received[] {
  const once = [...new Map(received.map((one) => [one.id, one])).values()];
  return once.reverse().sort((a, b) => a.body.number - b.body.number);
}

/** `directory` is one that `openDirectory` verified: only its desks' signatures count. */
export async function visitMailbox(
  transport: Transport,
  directory: Directory,
  visit: Visit,
): Promise<MailboxOutcome> {
  const words = parseReceiptWords(visit.words, await loadWordLists());
  if (!words.ok) return { ok: false, reason: 'words', detail: words };
  const keys = keysOf(words.entropy, visit.code);
  try {
    const post = sealSaying(keys, visit);
    if (!post) return { ok: false, reason: 'too-long' };
    const label = sealLabel(keys, directory, visit);
    const input = {
      read: toBase64Url(keys.read),
      post: toBase64Url(post),
      ...(label ? { label: toBase64Url(label) } : {}),
    };
    const answer = await transport.call(exchangeMailbox, { input });
    if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
    const { boxes } = answer.value;
    if (boxes.length !== BOXES) return { ok: false, reason: 'other-shape' };
    const received = inOrder(boxes.flatMap((box) => receive(keys, box, directory) ?? []));
    const answers = received.map(({ id, body: { number, text, choices, status } }) => ({
      id,
      number,
      text,
      choices,
      status,
    }));
    return { ok: true, answers, recalled: recall(received, visit.recalled ?? NOTHING_RECALLED) };
  } finally {
    wipe(words.entropy, keys.read, keys.post, keys.seal.secretKey, keys.sign.secretKey);
  }
}
