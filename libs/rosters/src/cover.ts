/**
 * A roster over a stretch of time: who is on call from when until when, where nobody is, and one person's shifts. The
 * same answer as onCall at every moment, because it asks onCall's question wherever the answer can change.
 */
import type { DutyRoster } from '#crypto';
import type { MemberId } from '#kernel';
import { windowOn } from './hours.js';
import { dayNumberOf, localCalendar, minutesOf, type LocalCalendar } from './local-time.js';
import { coverAt, NOBODY, type Cover } from './on-call.js';

/** Nobody plans further ahead, and a question about a century must end. */
export const MAX_LOOK_AHEAD_DAYS = 100;
const DAY_MS = 86_400_000;

interface Span {
  readonly from: Date;
  readonly until: Date;
}

export interface Stretch extends Span, Cover {}
export type Shift = Span;

/** nobody: no one at all. layer: all people of one layer are on leave. language: nobody on call speaks it. */
export type Gap =
  | (Span & { readonly because: 'nobody' })
  | (Span & { readonly because: 'layer'; readonly layer: string })
  | (Span & { readonly because: 'language'; readonly language: string });

/** Languages that somebody on call should speak. */
export interface LanguageDemand {
  readonly languages: readonly string[];
  readonly spokenBy: (member: MemberId) => readonly string[];
}

/** In order, without holes, each different from the one before; at most MAX_LOOK_AHEAD_DAYS from `from`. */
export function stretchesOf(roster: DutyRoster, from: Date, until: Date): readonly Stretch[] {
  const begin = from.getTime();
  const end = Math.min(until.getTime(), begin + MAX_LOOK_AHEAD_DAYS * DAY_MS);
  if (!(begin < end)) return [];
  const calendar = localCalendar(roster.timeZone);
  if (!calendar) return [{ from, until: new Date(end), ...NOBODY }];
  const moments = momentsOfChange(roster, begin, end, calendar);
  const covers = moments.map((at) => ({ at, cover: coverAt(roster, at, calendar) }));
  const changes = covers.filter(({ cover }, i) => !sameCover(cover, covers[i - 1]?.cover));
  return changes.map(({ at, cover }, i) => ({
    from: new Date(at),
    until: new Date(changes[i + 1]?.at ?? end),
    ...cover,
  }));
}

/** Sorted; the first is `begin`. Every moment at which the answer of coverAt can change. */
function momentsOfChange(
  roster: DutyRoster,
  begin: number,
  end: number,
  calendar: LocalCalendar,
): readonly number[] {
  const moments = new Set([begin]);
  const add = (at: number) => {
    if (begin < at && at < end) moments.add(at);
  };
  for (const { from, until } of [...roster.overrides, ...roster.leave]) {
    add(from.getTime());
    add(until.getTime());
  }
  // A window that opened yesterday may close today; a day before and one after also catch zones far from UTC.
  for (let day = calendar.dayAt(begin) - 1; day <= calendar.dayAt(end) + 1; day += 1) {
    for (const layer of roster.layers) {
      if ((day - dayNumberOf(layer.start)) % layer.daysPerTurn === 0)
        add(calendar.instantOf(day, minutesOf(layer.handover)));
      for (const window of layer.only) {
        const open = windowOn(window, day, calendar);
        if (!open) continue;
        add(open.from);
        add(open.until);
      }
    }
  }
  return [...moments].sort((a, b) => a - b);
}

function sameCover(a: Cover, b: Cover | undefined): boolean {
  return b !== undefined && a.members.join() === b.members.join() && a.emptied.join() === b.emptied.join();
}

/** Where the roster leaves a hole, found before it comes. */
export function gaps(roster: DutyRoster, from: Date, until: Date, demand?: LanguageDemand): readonly Gap[] {
  const stretches = stretchesOf(roster, from, until);
  const layers = [...new Set(stretches.flatMap(({ emptied }) => emptied))];
  const speaks = ({ members }: Stretch, language: string) =>
    members.some((member) => demand?.spokenBy(member).includes(language));
  return [
    ...joined(stretches, ({ members }) => members.length === 0).map((span) => ({
      ...span,
      because: 'nobody' as const,
    })),
    ...layers.flatMap((layer) =>
      joined(stretches, ({ emptied }) => emptied.includes(layer)).map((span) => ({
        ...span,
        because: 'layer' as const,
        layer,
      })),
    ),
    ...(demand?.languages ?? []).flatMap((language) =>
      // Where nobody is, that is the gap; which languages nobody speaks would only hide it.
      joined(stretches, (stretch) => stretch.members.length > 0 && !speaks(stretch, language)).map(
        (span) => ({
          ...span,
          because: 'language' as const,
          language,
        }),
      ),
    ),
  ];
}

/** For one person's calendar. */
export function shiftsOf(roster: DutyRoster, member: MemberId, from: Date, until: Date): readonly Shift[] {
  return joined(stretchesOf(roster, from, until), ({ members }) => members.includes(member));
}

/** Neighbours that both fit become one. */
function joined(stretches: readonly Stretch[], fits: (stretch: Stretch) => boolean): readonly Span[] {
  const spans: Span[] = [];
  for (const stretch of stretches) {
    if (!fits(stretch)) continue;
    const last = spans.at(-1);
    if (last?.until.getTime() === stretch.from.getTime())
      spans[spans.length - 1] = { from: last.from, until: stretch.until };
    else spans.push({ from: stretch.from, until: stretch.until });
  }
  return spans;
}
