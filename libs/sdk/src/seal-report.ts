/**
 * From what a person wrote to an envelope and twelve words (libs/crypto/PROTOCOL.md §4, §9).
 *
 * Who will hold the keys is decided before anything is sealed (readers.ts, guarantee 7). An excluded organisation's custody
 * box is a decoy. The words exist only in the result: nothing here stores them.
 */
import { custodyBoxes, hash, toBase64Url, wipe, type Directory, type SizeClass } from '#crypto';
import { mailboxKeys, newReceiptWords, type WordLanguage } from '#crypto/mailbox';
import { sealEnvelope, SealError, type SealRefusal } from '#crypto/seal';
import {
  encodeIdentity,
  encodeNarrative,
  encodeRouting,
  type Encoded,
  type Identity,
  type Narrative,
  type Routing,
} from '#vocabulary';
import { decideReaders, type Mode, type Readers, type ReadersRefusal } from './readers.js';

export interface ReportDraft {
  readonly mode: Mode;
  /** Codes only. Its exclusions are organisations of the public list, by id. */
  readonly routing: Omit<Routing, 'v'>;
  readonly narrative: Omit<Narrative, 'v' | 'followUp' | 'attachments' | 'routing'>;
  /** null for an anonymous report, which looks the same. */
  readonly identity: Omit<Identity, 'v'> | null;
  readonly wordsLanguage: WordLanguage;
  /** A larger envelope than the text needs. */
  readonly sizeClass?: SizeClass;
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

/** `directory` is one that `openDirectory` verified. */
export async function sealReport(draft: ReportDraft, directory: Directory): Promise<SealReportOutcome> {
  const decided = decideReaders(draft, directory);
  if (!decided.ok) return refuse(decided.reason);
  const { keys, desk, readers } = decided;

  const words = newReceiptWords(draft.wordsLanguage);
  const mailbox = mailboxKeys(words.entropy);
  const followUp = {
    address: toBase64Url(mailbox.address),
    sealKey: toBase64Url(mailbox.seal.publicKey),
    signKey: toBase64Url(mailbox.sign.publicKey),
    post: toBase64Url(mailbox.post),
    duress: null,
  };
  try {
    const routing = written('routing', encodeRouting({ v: 1, ...draft.routing }));
    const bound = { routing: toBase64Url(hash(routing)), attachments: [], followUp };
    const sealed = await sealEnvelope({
      keySet: keys.keySet.number,
      recipients: { mode: readers.mode, dispatchKey: keys.dispatch.sealKey, deskKey: desk.sealKey },
      custody: custodyBoxes(directory, draft.routing.exclusions),
      routing,
      narrative: written('narrative', encodeNarrative({ v: 1, ...draft.narrative, ...bound })),
      ...(draft.sizeClass === undefined ? {} : { sizeClass: draft.sizeClass }),
      identity: draft.identity && written('identity', encodeIdentity({ v: 1, ...draft.identity })),
    });
    return {
      ok: true,
      sealed: {
        envelope: sealed.bytes,
        digest: sealed.digest,
        words: words.words,
        readers,
      },
    };
  } catch (error) {
    if (error instanceof SealError) return refuse(error.reason);
    if (error instanceof Unwritable) return error.outcome;
    throw error;
  } finally {
    wipe(words.entropy, mailbox.read, mailbox.post, mailbox.seal.secretKey, mailbox.sign.secretKey);
  }
}
