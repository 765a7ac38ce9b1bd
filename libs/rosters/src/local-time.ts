/**
 * Wall clocks and instants. A rota is written in local time ("Mondays at eight"); a decision needs instants. Each clock
 * time of a day is one instant: where clocks jump over it, the moment by which it would have come; where they show it
 * twice, one of the two, always the same. So nobody is handed over twice in one night and no minute is nobody's.
 */
import { DateTime, IANAZone } from 'luxon';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of the calendar, without a zone. */
export type DayNumber = number;

export interface LocalCalendar {
  /** The day that the wall shows at this moment. */
  dayAt(at: number): DayNumber;
  /** When the wall shows these minutes after midnight, on that day. */
  instantOf(day: DayNumber, minutes: number): number;
}

export const dayNumberOf = (day: string): DayNumber => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** 0 is Monday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: DayNumber): number => (((day + 3) % 7) + 7) % 7;

export const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** null where this machine does not know the zone: whoever asks then counts on nobody. */
export function localCalendar(timeZone: string): LocalCalendar | null {
  if (!IANAZone.isValidZone(timeZone)) return null;
  const zone = IANAZone.create(timeZone);
  const known = new Map<number, number>();
  return {
    dayAt(at) {
      const { year, month, day } = DateTime.fromMillis(at, { zone });
      return Date.UTC(year, month - 1, day) / DAY_MS;
    },
    instantOf(day, minutes) {
      const wall = day * DAY_MS + minutes * MINUTE_MS;
      const found = known.get(wall) ?? resolve(wall, zone);
      known.set(wall, found);
      return found;
    },
  };
}

function resolve(wall: number, zone: IANAZone): number {
  return DateTime.fromMillis(wall, { zone: 'utc' }).setZone(zone, { keepLocalTime: true }).toMillis();
}

/** For people to read: `Mon 2026-11-23 08:00`; in UTC, and saying so, where the zone is not known. */
export function localTime(timeZone: string, at: Date): string {
  const known = IANAZone.isValidZone(timeZone);
  const local = DateTime.fromJSDate(at, { zone: known ? timeZone : 'utc' });
  return local.setLocale('en').toFormat(known ? 'ccc yyyy-MM-dd HH:mm' : "ccc yyyy-MM-dd HH:mm 'UTC'");
}
