/**
 * `#rosters/source`: a duty roster as people write it, in YAML: handles, local times, "handover: monday 08:00". Read as a
 * whole or refused as a whole, each problem with its line. What is signed is libs/crypto/PROTOCOL.md §6.3.
 */
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { dutyRoster, FormatError, formatTime, WEEKDAYS, type DutyRoster } from '#crypto';
import { dayNumberOf, localCalendar, minutesOf, weekdayOf, type LocalCalendar } from './local-time.js';

export interface DutyProblem {
  readonly line: number;
  readonly message: string;
}

export type DutySourceOutcome =
  | { readonly ok: true; readonly duty: DutyRoster }
  | { readonly ok: false; readonly problems: readonly DutyProblem[] };

export interface DutyKnown {
  /** Ids by handle. */
  readonly members: ReadonlyMap<string, string>;
  /** Who will sign. */
  readonly signer: string;
  /** The roster of that name as it is now: its version is counted on, and swaps and leave that the file leaves out are kept. */
  readonly current: (name: string) => { readonly version: number; readonly duty: DutyRoster | null };
  readonly now: Date;
}

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is written like 08:00');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written like 2026-12-24');
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}( ([01]\d|2[0-3]):[0-5]\d)?$/, 'a moment is written like 2026-12-24 08:00');
const window = z.strictObject({
  days: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .default([...WEEKDAYS]),
  from: clock,
  until: clock,
});
const form = z.strictObject({
  duty: z.literal('amparo/1'),
  roster: z.string(),
  desk: z.enum(['triage', 'safeguarding']).optional(),
  timeZone: z.string(),
  layers: z
    .array(
      z.strictObject({
        name: z.string(),
        members: z.array(z.string()).min(1),
        turn: z.string().regex(/^\d{1,3}d$/, 'a turn is a number of days, like 7d'),
        start: day,
        handover: z
          .string()
          .regex(
            /^([a-z]+ )?([01]\d|2[0-3]):[0-5]\d$/,
            'a handover is written like "monday 08:00" or "08:00"',
          ),
        only: z.array(window).default([]),
      }),
    )
    .min(1),
  overrides: z
    .array(z.strictObject({ on: z.string(), off: z.string().optional(), from: moment, until: moment }))
    .optional(),
  leave: z.array(z.strictObject({ who: z.string(), from: moment, until: moment })).optional(),
});
type Source = z.output<typeof form>;
type Path = readonly (string | number)[];

const MAX_CHARACTERS = 256 * 1024;

export function readDutySource(text: string, known: DutyKnown): DutySourceOutcome {
  if (text.length > MAX_CHARACTERS) return refused([{ line: 1, message: 'the file is too long' }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const [broken] = document.errors;
  if (broken) return refused([{ line: lines.linePos(broken.pos[0]).line, message: broken.message }]);
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 50 });
  } catch {
    // Aliases of aliases: a short file that would fill the memory.
    return refused([{ line: 1, message: 'too many aliases' }]);
  }
  const at = (path: Path, message: string): DutyProblem => ({ line: lineOf(document, lines, path), message });
  const read = form.safeParse(content);
  if (!read.success) {
    return refused(
      read.error.issues.map((issue) =>
        at(issue.path.map(String), `${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`),
      ),
    );
  }
  return compile(read.data, known, at);
}

const refused = (problems: readonly DutyProblem[]): DutySourceOutcome => ({ ok: false, problems });

function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function compile(
  source: Source,
  known: DutyKnown,
  at: (path: Path, message: string) => DutyProblem,
): DutySourceOutcome {
  const calendar = localCalendar(source.timeZone);
  if (!calendar) return refused([at(['timeZone'], `there is no time zone "${source.timeZone}"`)]);
  const problems: DutyProblem[] = [];
  const person = (handle: string, path: Path): string => {
    const id = known.members.get(handle);
    if (id === undefined) problems.push(at(path, `nobody of the roster is called "${handle}"`));
    return id ?? known.signer;
  };
  source.layers.forEach(({ start, handover }, i) => {
    const [weekday] = handover.includes(' ') ? handover.split(' ') : [];
    if (weekday !== undefined && weekday !== WEEKDAYS[weekdayOf(dayNumberOf(start))])
      problems.push(
        at(['layers', i, 'start'], `${start} is not a ${weekday}, on which this layer hands over`),
      );
  });
  const { version, duty: current } = known.current(source.roster);
  const desk = source.desk ?? (source.roster === 'safeguarding' ? 'safeguarding' : 'triage');
  const draft = {
    member: known.signer,
    name: source.roster,
    desk,
    version: version + 1,
    timeZone: source.timeZone,
    layers: source.layers.map((layer, i) => ({
      name: layer.name,
      members: layer.members.map((handle, n) => person(handle, ['layers', i, 'members', n])),
      daysPerTurn: Number.parseInt(layer.turn, 10),
      start: layer.start,
      handover: layer.handover.slice(-5),
      only: layer.only,
    })),
    overrides:
      source.overrides?.map(({ on, off, ...span }, i) => ({
        on: person(on, ['overrides', i, 'on']),
        off: off === undefined ? null : person(off, ['overrides', i, 'off']),
        ...spanOf(span, calendar),
      })) ?? (current?.overrides ?? []).filter(({ until }) => until > known.now).map(written),
    leave:
      source.leave?.map(({ who, ...span }, i) => ({
        member: person(who, ['leave', i, 'who']),
        ...spanOf(span, calendar),
      })) ?? (current?.leave ?? []).filter(({ until }) => until > known.now).map(written),
  };
  if (problems.length > 0) return refused(problems);
  try {
    return { ok: true, duty: dutyRoster(draft) };
  } catch (error) {
    if (error instanceof FormatError) return refused([at([], error.message)]);
    throw error;
  }
}

interface LocalSpan {
  readonly from: string;
  readonly until: string;
}

const spanOf = ({ from, until }: LocalSpan, calendar: LocalCalendar) => ({
  from: formatTime(momentIn(calendar, from)),
  until: formatTime(momentIn(calendar, until)),
});

const written = <T extends { readonly from: Date; readonly until: Date }>(span: T) => ({
  ...span,
  from: formatTime(span.from),
  until: formatTime(span.until),
});

/** `2026-12-24`, which begins at midnight, or `2026-12-24 08:00`, by the wall clock. */
function momentIn(calendar: LocalCalendar, text: string): Date {
  const [date = '', time = '00:00'] = text.split(' ');
  return new Date(calendar.instantOf(dayNumberOf(date), minutesOf(time)));
}

/** null for what is no moment, or in a zone that this machine does not know. */
export function localMoment(timeZone: string, text: string): Date | null {
  const calendar = localCalendar(timeZone);
  if (!calendar || !moment.safeParse(text).success) return null;
  const found = momentIn(calendar, text);
  return Number.isNaN(found.getTime()) ? null : found;
}
