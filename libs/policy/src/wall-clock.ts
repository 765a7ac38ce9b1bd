/** Clock times of a policy's own time zone, as instants and back. */
import { DateTime } from 'luxon';

export const isTimeZone = (zone: string): boolean => DateTime.local({ zone }).isValid;

/** `2026-03-02T23:30` on the wall there; null where that zone or day does not exist. */
export function instantOf(wall: string, zone: string): Date | null {
  const moment = DateTime.fromISO(wall, { zone });
  return moment.isValid ? moment.toJSDate() : null;
}

/** `Mon 23:30` there. */
export const wallTime = (at: Date, zone: string): string =>
  DateTime.fromJSDate(at, { zone }).toFormat('ccc HH:mm', { locale: 'en' });

/** 0 to 23 there. */
export const hourAt = (at: Date, zone: string): number => DateTime.fromJSDate(at, { zone }).hour;
