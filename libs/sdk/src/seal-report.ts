/**
 * From what a person wrote to an envelope and twelve words (libs/crypto/PROTOCOL.md §4, §9).
 *
 * Who will hold the keys is decided before anything is sealed (readers.ts, guarantee 7). An excluded organisation's custody
 * box is a decoy. The words exist only in the result: nothing here stores them.
 */
import { consentDay, custodyBoxes, hash, toBase64Url, wipe, type Directory, type SizeClass } from '#crypto';
import {
  consentMark,
  loadWordList,
  loadWordLists,
  newReceiptWords,
  parseReceiptWords,
  type ParsedReceipt,
  type WordLanguage,
} from '#crypto/mailbox';
import { sealEnvelope, SealError, type SealRefusal } from '#crypto/seal';
import {
  type Attachment,
  encodeIdentity,
  encodeNarrative,
  encodeRouting,
  type Encoded,
  type Identity,
  type Narrative,
  type Routing,
  withConsentMark,
} from '#vocabulary';
import { decideReaders, type Mode, type Readers, type ReadersRefusal } from './readers.js';
import { inThread, threadOf, wipeThread, type ThreadKeys } from './thread-keys.js';

/** Files are sealed before the report, because the report says how to open them. */
export interface SealedFiles {
  readonly attachments: readonly Attachment[];
  /** Base64url; set when there are files that only a quorum may open. */
  readonly fileSecret: string | null;
}

export interface ReportDraft {
  readonly mode: Mode;
  /** Codes only. Its exclusions are organisations of the public list, by id. */
  readonly routing: Omit<Routing, 'v'>;
  readonly narrative: Omit<Narrative, 'v' | 'followUp' | 'attachments' | 'routing' | 'thread'>;
  /** null for an anonymous report, which looks the same. */
  readonly identity: Omit<Identity, 'v'> | null;
  /** What `sealFiles` says of the files that go with it. */
  readonly files?: SealedFiles;
  readonly wordsLanguage: WordLanguage;
  /** A larger envelope than the text needs. */
  readonly sizeClass?: SizeClass;
  /** Chosen by the reporter: opens the real conversation, while the words alone open a harmless one (PROTOCOL.md §9.6). */
  readonly code?: string;
}

/** New facts from somebody who sent a report before: the words, the code if they chose one, and what the desk's last answer brought. */
export interface EarlierReport {
  readonly words: string;
  readonly code?: string;
  readonly ref: Uint8Array | null;
}

export interface SealedDraft {
  readonly envelope: Uint8Array;
  readonly digest: Uint8Array;
  readonly words: readonly string[];
  readonly readers: Readers;
}

export type SealReportRefusal =
  | SealRefusal
  | ReadersRefusal
  /** A field has a form that no decoder would accept; `field` names it and never repeats it. */
  | 'malformed';

export type SealReportOutcome =
  | { readonly ok: true; readonly sealed: SealedDraft }
  | { readonly ok: false; readonly reason: SealReportRefusal; readonly field: string | null };

const refuse = (reason: SealReportRefusal, field: string | null = null): SealReportOutcome => ({
  ok: false,
  reason,
  field,
});

/** A compartment's contents, or the refusal that names it. */
class Unwritable extends Error {
  constructor(readonly outcome: SealReportOutcome) {
    super('a field cannot be written');
  }
}

function written(compartment: 'routing' | 'narrative' | 'identity', encoded: Encoded): Uint8Array {
  if (encoded.ok) return encoded.bytes;
  if (encoded.reason === 'too-large') throw new Unwritable(refuse(`${compartment}-too-long`));
  throw new Unwritable(refuse('malformed', `${compartment}.${encoded.path}`));
}

/** An original goes to the quorum even where nobody gave a name; from outside no identity is told from another. */
function identityOf({ identity, files }: ReportDraft): Uint8Array | null {
  const fileSecret = files?.fileSecret ?? null;
  if (identity === null && fileSecret === null) return null;
  const said = identity ?? { name: '', contacts: '', safeContact: '' };
  return written(
    'identity',
    encodeIdentity({ v: 1, ...said, ...(fileSecret === null ? {} : { fileSecret }) }),
  );
}

/**
 * With the mark by which whoever holds the words can take consent back. A report with so many codes that the mark does not fit is
 * sent without it: people can be told to stop, and help is not refused for want of 60 bytes.
 */
function writtenRouting({ routing, narrative }: ReportDraft, { mailbox }: ThreadKeys): Uint8Array {
  const day = consentDay(new Date(narrative.recordedAt));
  const marked = encodeRouting({
    v: 1,
    ...routing,
    ext: withConsentMark(routing.ext, consentMark(mailbox), day),
  });
  return written(
    'routing',
    marked.ok || marked.reason !== 'too-large' ? marked : encodeRouting({ v: 1, ...routing }),
  );
}

interface Voice {
  readonly thread: ThreadKeys;
  readonly words: readonly string[];
}

/** `directory` is one that `openDirectory` verified. */
export async function sealReport(draft: ReportDraft, directory: Directory): Promise<SealReportOutcome> {
  const { words, entropy } = newReceiptWords(await loadWordList(draft.wordsLanguage));
  try {
    return await sealAs({ words, thread: threadOf('first', entropy, draft.code, null) }, draft, directory);
  } finally {
    wipe(entropy);
  }
}

export type SealFollowUpOutcome =
  | SealReportOutcome
  | { readonly ok: false; readonly reason: 'words'; readonly detail: Exclude<ParsedReceipt, { ok: true }> };

/**
 * New facts are a report like any other, triaged and alerted; that they belong to an earlier one is inside, for the desk alone.
 * The words remember nothing of the first report: who must not learn of it has to be said again in the draft.
 */
export async function sealFollowUp(
  draft: Omit<ReportDraft, 'wordsLanguage' | 'code'>,
  directory: Directory,
  earlier: EarlierReport,
): Promise<SealFollowUpOutcome> {
  const parsed = parseReceiptWords(earlier.words, await loadWordLists());
  if (!parsed.ok) return { ok: false, reason: 'words', detail: parsed };
  const { entropy, language: wordsLanguage } = parsed;
  try {
    const thread = threadOf('later', entropy, earlier.code, earlier.ref);
    return await sealAs({ words: [], thread }, { ...draft, wordsLanguage }, directory);
  } finally {
    wipe(entropy);
  }
}

async function sealAs(
  { thread, words }: Voice,
  draft: ReportDraft,
  directory: Directory,
): Promise<SealReportOutcome> {
  const decided = decideReaders(draft, directory);
  if (!decided.ok) return refuse(decided.reason);
  const { keys, desk, readers } = decided;
  try {
    const routing = writtenRouting(draft, thread);
    const bound = { routing: toBase64Url(hash(routing)), attachments: draft.files?.attachments ?? [] };
    const narrative = inThread({ v: 1, ...draft.narrative, ...bound }, thread);
    const sealed = await sealEnvelope({
      keySet: keys.keySet.number,
      recipients: { mode: readers.mode, dispatchKey: keys.dispatch.sealKey, deskKey: desk.sealKey },
      custody: custodyBoxes(directory, draft.routing.exclusions),
      routing,
      narrative: written('narrative', encodeNarrative(narrative)),
      ...(draft.sizeClass === undefined ? {} : { sizeClass: draft.sizeClass }),
      identity: identityOf(draft),
    });
    return {
      ok: true,
      sealed: {
        envelope: sealed.bytes,
        digest: sealed.digest,
        words,
        readers,
      },
    };
  } catch (error) {
    if (error instanceof SealError) return refuse(error.reason);
    if (error instanceof Unwritable) return error.outcome;
    throw error;
  } finally {
    wipeThread(thread);
  }
}
