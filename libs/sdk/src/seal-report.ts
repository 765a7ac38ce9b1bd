/**
 * From what a person wrote to an envelope and twelve words (libs/crypto/PROTOCOL.md §4, §9).
 *
 * Exclusions are checked against the organisations that hold the desk *before* anything is sealed (guarantee 7): if they
 * meet, the other desk is used where its set is disjoint, and if there is none, nothing is sealed and the person is told.
 * A report that accuses the reporter's own organisation goes to the safeguarding desk. An excluded organisation's custody
 * box is a decoy. The words exist only in the result: nothing here stores them.
 */
import {
  custodyBoxes,
  hash,
  sealingKeys,
  toBase64Url,
  wipe,
  type DeskEntry,
  type DeskName,
  type Directory,
  type SealingKeys,
  type SizeClass,
} from '#crypto';
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

export type Mode = 'ordinary' | 'humans-only' | 'safeguarding';

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

/** Who will be able to read what: for the person to hear before sending. */
export interface Readers {
  readonly mode: Mode;
  readonly desk: DeskName;
  /** Organisations whose members may hold the desk's key. */
  readonly deskOrganisations: readonly string[];
  /** Whether the machine that routes alerts reads the codes (never the text). */
  readonly dispatchReadsCodes: boolean;
  /** Organisations whose custodians hold a share of the identity; of them, this many must agree. */
  readonly custodians: readonly string[];
  readonly custodyQuorum: number;
  /** Why the report went to another desk than asked. */
  readonly moved: 'excluded-desk' | 'own-organisation' | null;
}

export interface SealedDraft {
  readonly envelope: Uint8Array;
  readonly digest: Uint8Array;
  readonly words: readonly string[];
  readonly readers: Readers;
}

export type SealReportRefusal =
  | SealRefusal
  /** An exclusion names an organisation that the public list does not hold: it belongs in the free text, for people. */
  | 'unknown-organisation'
  /** Every desk holds somebody who is excluded. */
  | 'no-desk-without-them'
  /** A field has a form that no decoder would accept; `field` names it and never repeats it. */
  | 'malformed';

export type SealReportOutcome =
  | { readonly ok: true; readonly sealed: SealedDraft }
  | { readonly ok: false; readonly reason: SealReportRefusal; readonly field: string | null };

interface Chosen {
  readonly mode: Mode;
  readonly desk: DeskEntry;
  readonly moved: Readers['moved'];
}

/** Pure. The accused organisation, and whoever is excluded, must not hold the key that opens this. */
function chooseDesk(draft: Pick<ReportDraft, 'mode' | 'routing'>, keys: SealingKeys): Chosen | null {
  const { exclusions, perpetrators } = draft.routing;
  const clean = (desk: DeskEntry): boolean => !desk.organisations.some((id) => exclusions.includes(id));
  if (draft.mode === 'safeguarding') {
    // Never moved to the triage desk: who asks for safeguarding may be accusing somebody there.
    return clean(keys.safeguarding) ? { mode: 'safeguarding', desk: keys.safeguarding, moved: null } : null;
  }
  if (perpetrators.includes('OWN_ORG')) {
    return clean(keys.safeguarding)
      ? { mode: 'safeguarding', desk: keys.safeguarding, moved: 'own-organisation' }
      : null;
  }
  if (clean(keys.triage)) return { mode: draft.mode, desk: keys.triage, moved: null };
  return clean(keys.safeguarding)
    ? { mode: 'safeguarding', desk: keys.safeguarding, moved: 'excluded-desk' }
    : null;
}

function namesOf(directory: Directory, ids: readonly string[]): string[] {
  return ids.flatMap(
    (id) => directory.organisations.find((organisation) => organisation.id === id)?.name ?? [],
  );
}

function readersOf(directory: Directory, chosen: Chosen, exclusions: readonly string[]): Readers {
  const custodians = directory.custody.boxes
    .map((box) => box.organisation)
    .filter((organisation) => !exclusions.includes(organisation));
  return {
    mode: chosen.mode,
    desk: chosen.desk.desk,
    deskOrganisations: namesOf(directory, chosen.desk.organisations),
    dispatchReadsCodes: chosen.mode === 'ordinary',
    custodians: namesOf(directory, custodians),
    custodyQuorum: directory.custody.k,
    moved: chosen.moved,
  };
}

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
  const { exclusions } = draft.routing;
  const listed = new Set(directory.organisations.map((organisation) => organisation.id));
  if (exclusions.some((id) => !listed.has(id))) return refuse('unknown-organisation');
  const keys = sealingKeys(directory);
  if (!keys) return refuse('weak-key');
  const chosen = chooseDesk(draft, keys);
  if (!chosen) return refuse('no-desk-without-them');

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
      recipients: { mode: chosen.mode, dispatchKey: keys.dispatch.sealKey, deskKey: chosen.desk.sealKey },
      custody: custodyBoxes(directory, exclusions),
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
        readers: readersOf(directory, chosen, exclusions),
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
