/**
 * The shape of a duty roster (PROTOCOL.md §6.3): who answers when, for one desk, in one time zone. Who is on call at a
 * moment is decided elsewhere; here is only what may be signed. A list of people: it exists sealed only.
 */
import { FormatError } from '../bytes.js';
import { canonicalJson } from '../canonical-json.js';
import {
  exactly,
  extensible,
  formatTime,
  id,
  integer,
  list,
  matching,
  nullable,
  record,
  text,
  time,
  toJson,
  uniqueList,
  type Read,
  type Reader,
} from '../fields.js';
import { hash } from '../hash.js';

/** What stays below 64 KiB when all of it is used; more is a roster that nobody can read. */
export const MAX_DUTY_LAYERS = 8;
const MAX_DUTY_PEOPLE = 64;
const MAX_WINDOWS = 7;
const MAX_CHANGES = 100;

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day of the calendar, without a time zone. */
export const day: Reader<string> = (value) => {
  if (typeof value !== 'string' || !DAY.test(value)) throw new FormatError('not a day');
  const parsed = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || !formatTime(parsed).startsWith(value))
    throw new FormatError('not a day');
  return value;
};

/** A time of the wall clock, to the minute. */
const clockTime = matching(/^([01]\d|2[0-3]):[0-5]\d$/);

/** IANA, by form: which zones a machine knows depends on its age. */
export const timeZone = matching(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/);

/** From a clock time of these days until the next such clock time: `until` at or before `from` is on the day after. */
export const hoursWindow = record({
  days: uniqueList(exactly(...WEEKDAYS), String, WEEKDAYS.length, 1),
  from: clockTime,
  until: clockTime,
});
export type HoursWindow = Read<typeof hoursWindow>;

const layer = record({
  name: text(60),
  /** In the order of their turns. */
  members: uniqueList(id, String, MAX_DUTY_PEOPLE, 1),
  daysPerTurn: integer(1, 366),
  /** The first turn begins on this day, at the handover time. */
  start: day,
  handover: clockTime,
  /** Empty: always. */
  only: list(hoursWindow, MAX_WINDOWS),
});
export type DutyLayer = Read<typeof layer>;

function inOrder<T extends { readonly from: Date; readonly until: Date }>(reader: Reader<T>): Reader<T> {
  return (value) => {
    const read = reader(value);
    if (read.from >= read.until) throw new FormatError('ends before it begins');
    return read;
  };
}

const shape = extensible({
  member: id,
  name: matching(/^[a-z][a-z0-9-]{0,39}$/),
  desk: exactly('triage', 'safeguarding'),
  version: integer(1, 0xffffffff),
  timeZone,
  layers: uniqueList(layer, ({ name }) => name, MAX_DUTY_LAYERS, 1),
  /** `on` stands in for `off`; where `off` is null, beside whoever else is on call. */
  overrides: list(inOrder(record({ on: id, off: nullable(id), from: time, until: time })), MAX_CHANGES),
  leave: list(inOrder(record({ member: id, from: time, until: time })), MAX_CHANGES),
});

/** `member` is who signs it. */
export type DutyRoster = Read<typeof shape>;

/** The rosters named after a desk are that desk's: a delegate of one must not answer for the other by a name. */
export const dutyRoster: Reader<DutyRoster> = (value) => {
  const duty = shape(value);
  const names: readonly string[] = ['triage', 'safeguarding'];
  if (names.includes(duty.name) && duty.name !== duty.desk) throw new FormatError('named after another desk');
  return duty;
};

/** Of what it says, whoever it is sealed to: two rosters under one version are told apart by it. */
export const dutyHash = (duty: DutyRoster): Uint8Array => hash(canonicalJson(toJson(duty)));

/** Everybody whom the document names, once: each must hold the right of its desk. */
export function peopleOfDuty({ layers, overrides, leave }: DutyRoster): readonly string[] {
  return [
    ...new Set([
      ...layers.flatMap(({ members }) => members),
      ...overrides.flatMap(({ on, off }) => (off === null ? [on] : [on, off])),
      ...leave.map(({ member }) => member),
    ]),
  ];
}
