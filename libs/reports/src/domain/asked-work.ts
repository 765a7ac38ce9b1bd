/**
 * How much work a report is asked for when its channel's budget is used up (THREAT-MODEL.md, "Flood"). Pure. Little at first and sixteen
 * times as much when the budget of worked reports is nearly gone, doubling on the way: whoever floods pays for every report, and whoever
 * has one report to send pays once. An attempt takes 3.8 ms in a browser slowed six times (measured), so the most is 15 seconds there, and
 * a minute on a phone four times slower still; an attack that pays that, too, meets the budget's end.
 */

/** PBKDF2 rounds of one attempt. One attempt costs the api about a millisecond when it asks, and nothing when it checks. */
export const ROUNDS = 500;
const LEAST_ATTEMPTS = 250;
const MOST_ATTEMPTS = 4_000;
/** Long enough for the slowest phone and a lost connection or two; then it is asked anew. */
export const VALID_SECONDS = 600;

/** `pressure`: how much of the budget of worked reports is used, 0 to 1. */
export function attemptsFor(pressure: number): number {
  const within = Math.min(Math.max(pressure, 0), 1);
  return Math.round(LEAST_ATTEMPTS * (MOST_ATTEMPTS / LEAST_ATTEMPTS) ** within);
}

/**
 * Which attempt succeeds: between half of the most and the most. Known to the api and signed, so that nobody is ever unlucky for minutes,
 * as one is when the luck of the draw decides. `chance`: 0 up to, not including, 1.
 */
export const drawAttempt = (attempts: number, chance: number): number =>
  Math.floor(attempts / 2) + 1 + Math.floor(chance * (attempts / 2));
