/** Windows of the week: "weekdays nine to six", "every night from ten until six". Pure. */
import { WEEKDAYS, type Hours, type HoursWindow } from '#crypto';
import { localCalendar, minutesOf, weekdayOf, type DayNumber, type LocalCalendar } from './local-time.js';

/** The window that opens on this day, as instants; null where it opens on other days only. */
export function windowOn(
  { days, from, until }: HoursWindow,
  day: DayNumber,
  calendar: LocalCalendar,
): { readonly from: number; readonly until: number } | null {
  const name = WEEKDAYS[weekdayOf(day)];
  if (!name || !days.includes(name)) return null;
  const [opens, closes] = [minutesOf(from), minutesOf(until)];
  // Ten at night until six is until six of the next morning.
  const closing = closes > opens ? day : day + 1;
  return { from: calendar.instantOf(day, opens), until: calendar.instantOf(closing, closes) };
}

/** No window: always. */
export function isOpenAt(windows: readonly HoursWindow[], at: number, calendar: LocalCalendar): boolean {
  if (windows.length === 0) return true;
  const today = calendar.dayAt(at);
  return windows.some((window) =>
    // A window of yesterday may still be open.
    [today - 1, today].some((day) => {
      const open = windowOn(window, day, calendar);
      return open !== null && open.from <= at && at < open.until;
    }),
  );
}

/** Whether an ally is there at that moment. Hours in a zone that this machine does not know bar nobody. */
export function isWithinHours(hours: Hours | null, at: Date): boolean {
  if (hours === null) return true;
  const calendar = localCalendar(hours.timeZone);
  return calendar === null || isOpenAt(hours.windows, at.getTime(), calendar);
}
