/** A report's line in `amparo queue`, from what its sealed note tells a member; widths as in the heading. */
import type { QueueEntry, UnsortedReport } from '#sdk/member';
import { labelOf, LISTS, territoryName } from '#vocabulary';
import { counted } from './counted.js';

export const QUEUE_HEADING = `${'report'.padEnd(36)}  urg  ${'desk'.padEnd(12)}  ${'state'.padEnd(14)}  ${'answer due'.padEnd(10)}  what`;

const minutesUntil = (at: Date, now: Date): string => {
  const minutes = Math.round((at.getTime() - now.getTime()) / 60_000);
  const size = Math.abs(minutes);
  const text =
    size < 120 ? `${size} min` : size < 2880 ? `${Math.round(size / 60)} h` : `${Math.round(size / 1440)} d`;
  return minutes < 0 ? `${text} late` : `in ${text}`;
};

/** A report that no machine could sort: what its own codes say it is. */
export const kindOf = ({ mode, cover }: UnsortedReport): string => (cover ? 'cover' : mode);

export function queueRow(entry: QueueEntry, now: Date): string {
  const state = entry.claimedByMe ? 'CLAIMED by you' : entry.state;
  const calls = entry.openTasks === 0 ? '' : ` · ${counted(entry.openTasks, 'call')} to make`;
  return [
    entry.reportId,
    (entry.urgency === null ? (entry.raised ? '!' : '–') : `U${entry.urgency}`).padEnd(3),
    (entry.opens ? kindOf(entry.opens) : entry.desk).padEnd(12),
    state.padEnd(14),
    minutesUntil(entry.ackDueAt, now).padEnd(10),
    `${whatAndWhere(entry)}${belongingOf(entry)}${answerOf(entry)}${calls}`,
  ].join('  ');
}

/** Only what changes what somebody does next. */
function answerOf({ alert: { state, mine, progress, again } }: QueueEntry): string {
  if (state === 'EXHAUSTED') return ' · NOBODY answered';
  if (state === 'ESCALATING') return again === null ? '' : ' · open again';
  if (state === 'CLOSED') return '';
  const how = progress === null ? 'nothing heard since' : progress.toLowerCase();
  return ` · accepted by ${mine ? 'you' : 'a colleague'}, ${how}`;
}

const belongingOf = ({ belongsTo }: QueueEntry): string =>
  belongsTo === null ? '' : ` · belongs to ${belongsTo.slice(0, 8)}`;

/** From the note; nothing is hidden because it cannot be read. */
function whatAndWhere({ facets, unsorted, similar, exercise }: QueueEntry): string {
  const drill = exercise ? 'EXERCISE · ' : '';
  if (!facets) return unsorted ? '' : 'codes not readable here';
  const [act] = facets.acts;
  const place = facets.department === null ? 'place not told' : territoryName(facets.department);
  const alike = similar.length === 0 ? '' : ` · like ${counted(similar.length, 'other')}`;
  return `${drill}${act === undefined ? '' : `${labelOf(LISTS.acts, act, 'en')}, `}${place}${alike}`;
}
