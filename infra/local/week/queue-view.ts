/** The queue as one coordinator sees it: counted, and the most urgent opened with their own keys to say where and what. */
import { labelOf, LISTS, territoryName, URGENCY_CODES } from '#vocabulary';
import { createDesk, type Desk, type QueueEntry, type TriageState } from '#sdk/member';
import type { SignedInPerson } from '../demo.js';
import { good } from '../play.js';

const PAGE = 100;
const MOST_PAGES = 200;
const UNSORTED_TRIED = 40;
const STATES: readonly TriageState[] = ['WAITING', 'CLAIMED', 'TAKEN', 'CLOSED'];

export const deskOf = ({ session, work, verified }: SignedInPerson): Desk =>
  createDesk(session, work, verified);

export async function wholeQueue(desk: Desk): Promise<QueueEntry[]> {
  const entries: QueueEntry[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = good(
      'looking at the queue',
      await desk.queue({ first: PAGE, ...(after === undefined ? {} : { after }) }),
    );
    entries.push(...answer.page.entries);
    if (answer.page.next === null) break;
    after = answer.page.next;
  }
  return entries;
}

const levelOf = ({ urgency, unsorted }: QueueEntry): string =>
  unsorted || urgency === null ? 'unsorted' : `U${String(urgency)}`;

export interface Counts {
  readonly level: string;
  readonly states: Readonly<Record<TriageState, number>>;
  readonly all: number;
}

/** Pure. A row for each urgency, one for what no machine may sort. */
export function countQueue(entries: readonly QueueEntry[]): Counts[] {
  return [...URGENCY_CODES, 'unsorted'].map((level) => {
    const those = entries.filter((entry) => levelOf(entry) === level);
    const states = Object.fromEntries(
      STATES.map((state) => [state, those.filter((entry) => entry.state === state).length]),
    ) as Record<TriageState, number>;
    return { level, states, all: those.length };
  });
}

/** Pure. What a person should look at first: by urgency, then by who must answer soonest. */
export function mostUrgent(entries: readonly QueueEntry[], count: number): QueueEntry[] {
  return entries
    .filter(({ state, urgency, unsorted }) => state !== 'CLOSED' && urgency !== null && !unsorted)
    .sort((a, b) => (a.urgency ?? 9) - (b.urgency ?? 9) || a.ackDueAt.getTime() - b.ackDueAt.getTime())
    .slice(0, count);
}

/** A line of the table: opened in the client, for the server knows neither place nor act. */
export async function describe(desk: Desk, entry: QueueEntry): Promise<string[]> {
  const opened = await desk.open(entry.reportId);
  const codes = opened.ok && opened.report.routing.kind !== 'unreadable' ? opened.report.routing.codes : null;
  const time = (date: Date): string => date.toISOString().slice(5, 16).replace('T', ' ');
  return [
    levelOf(entry),
    time(entry.ackDueAt),
    time(entry.actionDueAt),
    entry.state.toLowerCase(),
    codes?.department ? territoryName(codes.department) : '–',
    codes?.acts[0] ? labelOf(LISTS.acts, codes.acts[0], 'en') : '–',
  ];
}

/** How many of the unsorted this person's keys open; the rest are another desk's, and nobody tells them whose. */
export async function opensUnsorted(
  desk: Desk,
  entries: readonly QueueEntry[],
): Promise<{ readonly tried: number; readonly opened: number }> {
  const tried = entries.filter(({ unsorted }) => unsorted).slice(0, UNSORTED_TRIED);
  let opened = 0;
  for (const { reportId } of tried) if ((await desk.open(reportId)).ok) opened += 1;
  return { tried: tried.length, opened };
}
