/**
 * Who is on call at a moment (DESIGN §5.5; PROTOCOL.md §6.3). Pure and total: the answer depends on the roster and the
 * given time alone, so a clock that jumps there and back finds the same people again.
 *
 * Every layer gives one person: whose turn it is, unless a colleague has taken it over; where that person is on leave,
 * the next of the rotation. Layers are on call together.
 */
import type { DutyLayer, DutyRoster } from '#crypto';
import type { MemberId } from '#kernel';
import { isOpenAt } from './hours.js';
import { dayNumberOf, localCalendar, minutesOf, type LocalCalendar } from './local-time.js';

/** What changes the rotation at one moment. */
interface Changes {
  readonly away: ReadonlySet<string>;
  readonly standIns: ReadonlyMap<string, string>;
  readonly beside: readonly string[];
}

export interface Cover {
  readonly members: readonly MemberId[];
  /** Layers that should have somebody now and whose people are all on leave. */
  readonly emptied: readonly string[];
}

export const NOBODY: Cover = { members: [], emptied: [] };

/** Nobody where this machine does not know the roster's time zone. Who then is told is for the caller to say. */
export function onCall(roster: DutyRoster, at: Date): readonly MemberId[] {
  const calendar = localCalendar(roster.timeZone);
  return calendar ? coverAt(roster, at.getTime(), calendar).members : [];
}

export function coverAt(roster: DutyRoster, at: number, calendar: LocalCalendar): Cover {
  const changes = changesAt(roster, at);
  const onDuty: string[] = [];
  const emptied: string[] = [];
  for (const layer of roster.layers) {
    const turn = isOpenAt(layer.only, at, calendar) ? turnAt(layer, at, calendar) : null;
    if (turn === null) continue;
    const person = personOf(layer, turn, changes);
    if (person === null) emptied.push(layer.name);
    else onDuty.push(person);
  }
  onDuty.push(...changes.beside);
  return { members: [...new Set(onDuty)] as MemberId[], emptied };
}

/** How many turns began since the first; null before it. */
function turnAt(layer: DutyLayer, at: number, calendar: LocalCalendar): number | null {
  const today = calendar.dayAt(at);
  const handedOver = calendar.instantOf(today, minutesOf(layer.handover)) <= at;
  const days = today - dayNumberOf(layer.start) - (handedOver ? 0 : 1);
  return days < 0 ? null : Math.floor(days / layer.daysPerTurn);
}

function personOf({ members }: DutyLayer, turn: number, changes: Changes): string | null {
  for (let next = 0; next < members.length; next += 1) {
    const person = standInFor(members[(turn + next) % members.length] ?? '', changes.standIns);
    if (!changes.away.has(person)) return person;
  }
  return null;
}

/** Who took over may have given it on. Two who changed places with each other end the chain instead of turning in it. */
function standInFor(person: string, standIns: ReadonlyMap<string, string>): string {
  const seen = new Set([person]);
  let current = person;
  for (let next = standIns.get(current); next !== undefined && !seen.has(next); next = standIns.get(next)) {
    seen.add(next);
    current = next;
  }
  return current;
}

function changesAt({ overrides, leave }: DutyRoster, at: number): Changes {
  const now = ({ from, until }: { readonly from: Date; readonly until: Date }) =>
    from.getTime() <= at && at < until.getTime();
  const away = new Set(leave.filter(now).map(({ member }) => member));
  const standIns = new Map<string, string>();
  const beside: string[] = [];
  // What was agreed last holds: later entries overwrite earlier ones.
  for (const { on, off } of overrides.filter(now)) {
    if (off !== null) standIns.set(off, on);
    else if (!away.has(on)) beside.push(on);
  }
  return { away, standIns, beside };
}
