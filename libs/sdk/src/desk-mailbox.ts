/**
 * The desk's side of a conversation (libs/crypto/PROTOCOL.md §9.3–§9.6): what the reporter said with the words, and answers.
 *
 * Behind every report stand two mailboxes: the real one, and the one that the words open where the reporter chose a code. The
 * desk always reads both and always answers both, in an order drawn by lot, because whoever watches the server must not learn
 * which reports have a code.
 */
import { equalBytes, fromBase64Url, randomBytes, toBase64Url, type Directory } from '#crypto';
import { deskPostKey, mailboxKeysFromBase, openPost, sealThreadRef, type ThreadMark } from '#crypto/mailbox';
import { MessageTooLong, sealReply } from '#crypto/seal';
import {
  readPost,
  saidSoFar,
  type DeskStatus,
  type FollowUp,
  type PostBody,
  type ReplyBody,
  type SaidSoFar,
} from '#vocabulary';
import type { HeldDesk } from './member-keys.js';
import { readMailboxPosts, reply } from './operations.js';
import type { Session } from './session.js';
import type { CallFailure, CallOutcome } from './transport.js';

/** What the reporter wrote back with the twelve words. */
export interface ReporterPost extends Omit<PostBody, 'v'> {
  /** Grows with every message, so that an old one served again is seen to be old. */
  readonly number: number;
  /** It was written by a newer client: something was said that cannot be shown whole. */
  readonly partly: boolean;
}

export interface Conversation {
  /** Oldest first; most visits leave an empty message, which is not shown. */
  readonly posts: readonly ReporterPost[];
  readonly said: SaidSoFar;
  /**
   * Somebody used the words without the code that the reporter chose: forced to, or somebody else, or the code forgotten.
   * Nothing of it counts as said by the reporter.
   */
  readonly duress: { readonly visits: number; readonly posts: readonly ReporterPost[] } | null;
}

export interface Answer {
  readonly text: string;
  /** Makes a question of the text. */
  readonly choices?: readonly string[];
  readonly status?: DeskStatus;
  /** For a report that came by the words alone: what may be read by whoever forces the person. */
  readonly toWhoeverReads?: boolean;
}

export type AnswerOutcome =
  | { readonly ok: true; readonly number: number }
  | {
      readonly ok: false;
      readonly reason: 'no-mailbox' | 'too-long' | 'refused' | 'unopened' | 'under-duress';
    }
  | { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };

interface Mailbox {
  /** `nobody`: stands beside a harmless one as it would beside a real one, and nobody has its words. */
  readonly kind: ThreadMark['mailbox'] | 'nobody';
  readonly address: Uint8Array;
  readonly sealKey: Uint8Array;
  readonly signKey: Uint8Array;
  readonly post: Uint8Array;
}

/** The server keeps 1,024 posts of one address and shows 64 at a time. */
const MAX_POST_PAGES = 32;

/** What a conversation is read and answered by. */
export interface Correspondent {
  /** The first report of the conversation, as far as it is known. */
  readonly reportId: string;
  readonly followUp: FollowUp;
  /** The report itself came by the words alone, so that the mailbox it names is the harmless one. */
  readonly underDuress: boolean;
}

/** In an order drawn by lot. */
function mailboxesOf({ followUp, underDuress }: Correspondent): readonly Mailbox[] {
  const { duress, address, sealKey, signKey, post } = followUp;
  const named: Mailbox = {
    kind: underDuress ? 'harmless' : 'real',
    address: fromBase64Url(address),
    sealKey: fromBase64Url(sealKey),
    signKey: fromBase64Url(signKey),
    post: fromBase64Url(post),
  };
  if (!duress) return [named];
  const keys = mailboxKeysFromBase(fromBase64Url(duress.words));
  const other: Mailbox = {
    kind: underDuress ? 'nobody' : 'harmless',
    address: keys.address,
    sealKey: keys.seal.publicKey,
    signKey: keys.sign.publicKey,
    post: keys.post,
  };
  return (randomBytes(1)[0] ?? 0) % 2 === 0 ? [named, other] : [other, named];
}

function openAny(mailbox: Mailbox, held: readonly HeldDesk[], box: Uint8Array) {
  const { address, signKey, post } = mailbox;
  for (const key of [post, ...held.map(({ keys }) => deskPostKey(keys.thread, address))]) {
    const opened = openPost({ address, signKey, post: key }, box);
    if (opened.ok) return opened;
  }
  return null;
}

/** null for an empty message. */
function shown(number: number, body: unknown): ReporterPost | null {
  const read = readPost(body);
  switch (read.kind) {
    case 'empty':
      return null;
    case 'unreadable':
      return { number, text: '', answer: null, consent: null, withdraw: null, read: null, partly: true };
    case 'said': {
      const { text, answer, consent, withdraw, read: upTo } = read.said;
      return { number, text, answer, consent, withdraw, read: upTo, partly: read.unknown.length > 0 };
    }
  }
}

interface Opened {
  readonly ok: true;
  readonly visits: number;
  readonly posts: readonly ReporterPost[];
}
type Failed = { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };

async function readAll(
  session: Session,
  held: readonly HeldDesk[],
  mailbox: Mailbox,
): Promise<Opened | Failed> {
  const byNumber = new Map<number, ReporterPost | null>();
  const address = toBase64Url(mailbox.address);
  let before: number | null = null;
  // Every visit leaves a post, most of them empty: whoever looks often must not push their own words out of sight.
  for (let page = 0; page < MAX_POST_PAGES; page += 1) {
    const answer: CallOutcome<readonly { readonly number: number; readonly box: Uint8Array }[]> =
      await session.call(readMailboxPosts, { address, before });
    if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
    for (const { box } of answer.value) {
      const opened = openAny(mailbox, held, box);
      if (opened) byNumber.set(opened.number, shown(opened.number, opened.body));
    }
    const numbers = answer.value.map(({ number }) => number);
    if (numbers.length === 0) break;
    before = Math.min(...numbers);
  }
  const posts = [...byNumber.values()].filter((post) => post !== null);
  return { ok: true, visits: byNumber.size, posts: posts.sort((a, b) => a.number - b.number) };
}

export async function readConversation(
  session: Session,
  held: readonly HeldDesk[],
  correspondent: Correspondent,
): Promise<{ readonly ok: true; readonly conversation: Conversation } | Failed> {
  const read = new Map<Mailbox['kind'], Opened>();
  for (const mailbox of mailboxesOf(correspondent)) {
    const opened = await readAll(session, held, mailbox);
    if (!opened.ok) return opened;
    read.set(mailbox.kind, opened);
  }
  const posts = read.get('real')?.posts ?? [];
  const { visits = 0, posts: forced = [] } = read.get('harmless') ?? {};
  const said = saidSoFar(posts.map((post) => ({ v: 1, ...post })));
  return {
    ok: true,
    conversation: { posts, said, duress: visits === 0 ? null : { visits, posts: forced } },
  };
}

/** What lies in the harmless mailbox: what anybody is told who was told nothing yet. */
const HARMLESS: Answer = { text: '', status: 'received' };

export async function answerReporter(
  session: Session,
  { directory, desk, held }: { directory: Directory; desk: HeldDesk['desk']; held: readonly HeldDesk[] },
  correspondent: Correspondent,
  answer: Answer,
  now: Date,
): Promise<AnswerOutcome> {
  // Signed by today's epoch of the desk, never by a person: who holds the words must not learn a name.
  const signer = held.filter((one) => one.desk === desk && !one.retired).sort((a, b) => b.epoch - a.epoch)[0];
  const listed = directory.desks.some(
    (entry) => signer !== undefined && equalBytes(entry.signKey, signer.keys.sign.publicKey),
  );
  if (!signer || !listed) return { ok: false, reason: 'unopened' };
  // What the desk says to a person it would say to whoever forces them.
  if (correspondent.underDuress && answer.toWhoeverReads !== true)
    return { ok: false, reason: 'under-duress' };
  const answered: Mailbox['kind'] = correspondent.underDuress ? 'harmless' : 'real';
  const boxes: { readonly mailbox: Mailbox; readonly box: Uint8Array }[] = [];
  for (const mailbox of mailboxesOf(correspondent)) {
    const said = mailbox.kind === answered ? answer : HARMLESS;
    const box = sealAnswer(signer, mailbox, correspondent.reportId, said, now);
    if (!box) return { ok: false, reason: 'too-long' };
    boxes.push({ mailbox, box });
  }
  let number = 0;
  for (const { mailbox, box } of boxes) {
    const input = { address: toBase64Url(mailbox.address), box: toBase64Url(box) };
    const sent = await session.call(reply, { input });
    if (!sent.ok) return { ok: false, reason: 'call', failure: sent };
    if (sent.value.kind === 'ReplyRefused') return { ok: false, reason: 'refused' };
    if (mailbox.kind === answered) number = sent.value.value.number;
  }
  return { ok: true, number };
}

function sealAnswer(
  { keys }: HeldDesk,
  { kind, address, sealKey, signKey }: Mailbox,
  reportId: string,
  {
    text,
    choices = [],
    status = null,
  }: { text: string; choices?: readonly string[]; status?: DeskStatus | null },
  now: Date,
): Uint8Array | null {
  const ref = sealThreadRef(
    keys.thread,
    { address, signKey },
    {
      reportId,
      mailbox: kind === 'real' ? 'real' : 'harmless',
    },
  );
  const body: ReplyBody = {
    v: 1,
    number: now.getTime(),
    text,
    choices,
    status,
    ref: toBase64Url(ref),
    // Of the epoch that signs: whoever left before it began cannot read what comes back.
    post: toBase64Url(deskPostKey(keys.thread, address)),
  };
  try {
    return sealReply({ reporterKey: sealKey, address, body: { ...body } }, keys.sign.secretKey);
  } catch (error) {
    if (error instanceof MessageTooLong) return null;
    throw error;
  }
}
