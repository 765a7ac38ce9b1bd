/**
 * A coordinator's work: look at the queue, claim, open, answer, release. Reports and notes are opened here, in the client,
 * with the desk keys that `openWork` accepted; whatever does not open has the one outcome `unopened`.
 */
import type { ClosureOutcome, Narrative } from '#vocabulary';
import {
  type Answer,
  answerReporter,
  type AnswerOutcome,
  type Conversation,
  type Correspondent,
  readConversation,
} from './desk-mailbox.js';
import { createThreads, type Threads, type ThreadSeen } from './desk-threads.js';
import type { VerifiedDirectory } from './directory.js';
import type { HeldDesk, MemberWork } from './member-keys.js';
import {
  createNoteReader,
  type Facets,
  joinSimilar,
  type NoteReader,
  type Similar,
  type TriageReasons,
} from './notes.js';
import {
  claimReport,
  closeReport,
  readReport,
  readTriageQueue,
  releaseReport,
  type ServedEntry,
  type TRIAGE_STATES,
} from './operations.js';
import { isSearch, matches, type Search, tokensToAsk } from './search.js';
import type { Standing } from './standing.js';
import type { Session } from './session.js';
import type { CallFailure } from './transport.js';
import { unsealWith, type RoutingSeen } from './unseal-report.js';
import { createUnsorted, type UnsortedOutcome, type UnsortedReport } from './unsorted.js';

export type TriageState = (typeof TRIAGE_STATES)[number];

export interface QueueEntry {
  readonly reportId: string;
  readonly desk: string;
  readonly unsorted: boolean;
  readonly urgency: number | null;
  readonly state: TriageState;
  readonly ackDueAt: Date;
  readonly actionDueAt: Date;
  readonly reassessAt: Date;
  readonly queuedAt: Date;
  /** Nobody took it in time. */
  readonly raised: boolean;
  readonly version: number;
  readonly claimedByMe: boolean;
  readonly claimExpiresAt: Date | null;
  readonly quarantine: string | null;
  readonly alert: Standing;
  /** Calls that the member's desks still have to make for it. */
  readonly openTasks: number;
  /** The codes that searching goes by; null where this member cannot read them, and then no search hides the entry. */
  readonly facets: Facets | null;
  /** A drill: paged and answered like a report, and none. */
  readonly exercise: boolean;
  readonly similar: readonly Similar[];
  /** The first report of its conversation, once this client has opened it and knows. */
  readonly belongsTo: string | null;
  /** What an unsorted one is, as its slot told; null for a sorted one. */
  readonly opens: UnsortedReport | null;
}

export interface QueuePage {
  readonly entries: readonly QueueEntry[];
  readonly next: string | null;
}

export interface QueueFilter extends Search {
  readonly urgency?: readonly number[];
  readonly state?: readonly TriageState[];
  readonly desk?: string;
  readonly olderThan?: Date;
}

export interface OpenedReport {
  readonly id: string;
  readonly desk: HeldDesk['desk'];
  readonly receivedAt: Date;
  readonly assurance: string;
  readonly envelope: Uint8Array;
  /**
   * What the codes say, and whether they are those that the reporter sealed. `altered`: dispatch, which holds their key, or
   * somebody who has its key, replaced them. `unreadable`: written by a newer client, or not by ours.
   */
  readonly routing: RoutingSeen;
  readonly narrative: Narrative;
  /** null for a report of a client that knows no conversations. */
  readonly thread: ThreadSeen | null;
  /** null when there is none, or when it was not made by this deployment's worker for this report. */
  readonly reasons: TriageReasons | null;
  /** Which reports it resembles, as far as it is the later one; the queue shows both directions. */
  readonly similar: readonly Similar[];
}

type Failed = { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };
type Refused<R extends string> = { readonly ok: false; readonly reason: R };

const failed = (failure: CallFailure): Failed => ({ ok: false, reason: 'call', failure });
const refused = <R extends string>(reason: R): Refused<R> => ({ ok: false, reason });

export interface Desk {
  /** Unsorted reports that the member's keys open. Of the others nothing is shown, not even how many. */
  unsorted(): Promise<UnsortedOutcome>;
  /** A page may be shorter than asked for: what is not the member's to open is left out. */
  queue(options: {
    readonly first?: number;
    readonly after?: string;
    readonly filter?: QueueFilter;
  }): Promise<{ readonly ok: true; readonly page: QueuePage } | Failed>;
  claim(
    reportId: string,
    version: number,
  ): Promise<
    | { readonly ok: true; readonly version: number; readonly expiresAt: Date }
    | Refused<'already-claimed' | 'stale-version' | 'not-available'>
    | Failed
  >;
  release(
    reportId: string,
    version: number,
  ): Promise<
    { readonly ok: true; readonly version: number } | Refused<'stale-version' | 'not-available'> | Failed
  >;
  /** Ends the work; the holder alone may, and not while nobody has answered its alert. */
  close(
    reportId: string,
    version: number,
    outcome: ClosureOutcome,
  ): Promise<
    | { readonly ok: true; readonly version: number }
    | Refused<'alert-open' | 'stale-version' | 'not-available'>
    | Failed
  >;
  open(
    reportId: string,
  ): Promise<
    { readonly ok: true; readonly report: OpenedReport } | Refused<'not-available' | 'unopened'> | Failed
  >;
  /** What the reporter wrote back, and whether somebody used the words without their code. */
  posts(report: OpenedReport): Promise<({ readonly ok: true } & Conversation) | Failed>;
  answer(report: OpenedReport, answer: Answer): Promise<AnswerOutcome>;
}

/** What one search may ask of the server before it shows what it has. */
const MAX_FETCHES = 10;
const MAX_PAGE = 100;

interface AskedPage {
  readonly ok: true;
  readonly edges: readonly { readonly cursor: string; readonly read: () => QueueEntry }[];
  readonly more: boolean;
}

const pageOf = (entries: readonly QueueEntry[], next: string | null) => ({
  ok: true as const,
  page: { entries: joinSimilar(entries), next },
});

const NOTHING_SAID: Conversation = {
  posts: [],
  said: { consent: null, withdrawn: null, read: null },
  duress: null,
};

function correspondentOf({ id, thread, narrative: { followUp } }: OpenedReport): Correspondent | null {
  if (!followUp) return null;
  return { reportId: thread?.belongsTo ?? id, followUp, underDuress: thread?.underDuress ?? false };
}

function entryOf(
  notes: NoteReader,
  threads: Threads,
  served: ServedEntry,
  mine: readonly UnsortedReport[],
): QueueEntry {
  const { t0, sealedNote, similarNote, ...entry } = served;
  const reasons = notes.reasons(t0, sealedNote);
  return {
    ...entry,
    facets: reasons?.facets ?? null,
    exercise: reasons?.exercise === true,
    similar: notes.similar(t0, similarNote),
    belongsTo: threads.belongsTo(served.reportId),
    opens: mine.find(({ reportId }) => reportId === served.reportId) ?? null,
  };
}

export function createDesk(
  session: Session,
  work: MemberWork,
  verified: VerifiedDirectory,
  now: () => Date = () => new Date(),
): Desk {
  const { directory } = verified;
  const unsorted = createUnsorted(session, work);

  const notes = createNoteReader(work.desks, directory.servers.dispatchSign);
  const threads = createThreads(work.desks);
  const heldOf = (desk: HeldDesk['desk']) => work.desks.filter((one) => one.desk === desk);

  async function page(first: number, after: string | null, filter: object): Promise<AskedPage | Failed> {
    const answer = await session.call(readTriageQueue, { first, after, filter });
    if (!answer.ok) return failed(answer);
    const { edges, pageInfo } = answer.value;
    const mine = await openable(edges.map(({ node }) => node));
    if (!mine.ok) return mine;
    return {
      ok: true,
      // A reading costs a decapsulation or two, so an entry is read when it is looked at.
      edges: edges.map(({ cursor, node }) => ({
        cursor,
        read: () => entryOf(notes, threads, node, mine.reports),
      })),
      more: pageInfo.hasNextPage,
    };
  }

  /** What the member's keys open of the unsorted ones among these; asked only where there are some. */
  async function openable(served: readonly ServedEntry[]): Promise<UnsortedOutcome> {
    if (served.some(({ unsorted: isUnsorted }) => isUnsorted)) return unsorted.find();
    return { ok: true, reports: [], sizeClasses: [] };
  }

  return {
    unsorted: () => unsorted.find(),

    async queue({ first = 20, after = null, filter = {} }) {
      const { department, actGroups, months, olderThan, ...rest } = filter;
      const search: Search = {
        ...(department === undefined ? {} : { department }),
        ...(actGroups ? { actGroups } : {}),
        ...(months === undefined ? {} : { months }),
      };
      const asked = {
        ...rest,
        olderThan: olderThan?.toISOString(),
        ...tokensToAsk(search, work.desks, now()),
      };
      // About half of what a token finds is not meant: asking for twice as much mostly saves a second question.
      const size = isSearch(search) ? Math.min(2 * first, MAX_PAGE) : first;
      const entries: QueueEntry[] = [];
      let cursor = after;
      for (let fetches = 0; fetches < MAX_FETCHES; fetches += 1) {
        const found = await page(size, cursor, asked);
        if (!found.ok) return found;
        for (const [at, edge] of found.edges.entries()) {
          cursor = edge.cursor;
          const entry = edge.read();
          // Of another desk's reports a member is shown nothing, and counts none.
          if (entry.unsorted && !entry.opens) continue;
          if (!matches(search, entry.facets)) continue;
          entries.push(entry);
          const last = at === found.edges.length - 1 && !found.more;
          if (entries.length === first) return pageOf(entries, last ? null : cursor);
        }
        if (!found.more) return pageOf(entries, null);
      }
      // Not found yet, and more to look through: whoever wants it goes on from here.
      return pageOf(entries, cursor);
    },

    async claim(reportId, version) {
      const answer = await session.call(claimReport, { input: { reportId, version } });
      if (!answer.ok) return failed(answer);
      switch (answer.value.kind) {
        case 'Claim':
          return { ok: true, version: answer.value.value.version, expiresAt: answer.value.value.expiresAt };
        case 'AlreadyClaimed':
          return refused('already-claimed');
        case 'StaleVersion':
          return refused('stale-version');
        case 'NotAvailable':
          return refused('not-available');
      }
    },

    async release(reportId, version) {
      const answer = await session.call(releaseReport, { input: { reportId, version } });
      if (!answer.ok) return failed(answer);
      switch (answer.value.kind) {
        case 'Released':
          return { ok: true, version: answer.value.value.version };
        case 'StaleVersion':
          return refused('stale-version');
        case 'NotAvailable':
          return refused('not-available');
      }
    },

    async close(reportId, version, outcome) {
      const answer = await session.call(closeReport, { input: { reportId, version, outcome } });
      if (!answer.ok) return failed(answer);
      switch (answer.value.kind) {
        case 'Closed':
          return { ok: true, version: answer.value.value.version };
        case 'AlertOpen':
          return refused('alert-open');
        case 'StaleVersion':
          return refused('stale-version');
        case 'NotAvailable':
          return refused('not-available');
      }
    },

    async open(reportId) {
      const answer = await session.call(readReport, { id: reportId });
      if (!answer.ok) return failed(answer);
      if (answer.value === null) return refused('not-available');
      const { envelope, receivedAt, assurance, sealedNote, similarNote } = answer.value;
      const opened = unsealWith(work.desks, envelope);
      if (!opened) return refused('unopened');
      const { desk, T0, routing, narrative } = opened;
      return {
        ok: true,
        report: {
          id: reportId,
          desk: desk.desk,
          receivedAt,
          assurance,
          envelope,
          routing,
          narrative,
          thread: threads.see(reportId, narrative),
          reasons: notes.reasons(T0, sealedNote),
          similar: notes.similar(T0, similarNote),
        },
      };
    },

    async posts(report) {
      const correspondent = correspondentOf(report);
      if (!correspondent) return { ok: true, ...NOTHING_SAID };
      const read = await readConversation(session, heldOf(report.desk), correspondent);
      return read.ok ? { ok: true, ...read.conversation } : read;
    },

    async answer(report, answer) {
      const correspondent = correspondentOf(report);
      if (!correspondent) return refused('no-mailbox');
      const from = { directory, desk: report.desk, held: work.desks };
      return answerReporter(session, from, correspondent, answer, now());
    },
  };
}
