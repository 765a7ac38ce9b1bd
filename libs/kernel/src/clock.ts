/** Time arrives as an argument, so that a test moves it and no decision depends on the database's idea of now. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** What others may see of a time: the hour it fell in (UTC). A finer time would tell one sender from another. */
export function hourOf(at: Date): Date {
  const hour = new Date(at.getTime());
  hour.setUTCMinutes(0, 0, 0);
  return hour;
}
