/**
 * How long a sealed file is kept when nobody says more. Pure. Nothing ties a file to a report, so nobody can tell here that a report
 * never came; what tells is that no desk has ever fetched the file.
 */
const DAY_MS = 86_400_000;

/** `arriving`: not whole yet. `whole`: no desk has asked for it. `fetched`: a desk has. */
export const FILE_STATES = ['arriving', 'whole', 'fetched'] as const;
export type FileState = (typeof FILE_STATES)[number];

/** Since its last byte, since it was whole, since it was last fetched. */
const KEPT_DAYS: Readonly<Record<FileState, number>> = { arriving: 7, whole: 60, fetched: 400 };

export function isOver(state: FileState, touchedAt: Date, now: Date): boolean {
  return now.getTime() - touchedAt.getTime() > KEPT_DAYS[state] * DAY_MS;
}
