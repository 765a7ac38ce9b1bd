/**
 * A silence that one person alone has made, and the ringing of everybody else about it (DOMAIN §3). Whoever cannot be rung is
 * rung again, less often as time goes by, for as long as the silence lasts. Pure.
 */
import type { WhyVoid } from './silence.js';

export type DeskCallDecision =
  | { readonly kind: 'ring' }
  | { readonly kind: 'wait'; readonly until: Date }
  /** It silences nobody, and will not: there is nothing to be rung about. */
  | { readonly kind: 'over' };

export function decideDeskCall(
  silence: { readonly from: Date; readonly because: WhyVoid | null } | null,
): DeskCallDecision {
  if (!silence) return { kind: 'over' };
  if (silence.because === null) return { kind: 'ring' };
  return silence.because === 'not-yet' ? { kind: 'wait', until: silence.from } : { kind: 'over' };
}

const SHORTEST_MS = 30_000;
const LONGEST_MS = 15 * 60_000;

/** A fifth of the time that it has lasted, so that one that runs for hours is not a hundred calls. */
export function ringAgainAt(from: Date, now: Date): Date {
  const lasted = now.getTime() - from.getTime();
  return new Date(now.getTime() + Math.min(Math.max(lasted / 5, SHORTEST_MS), LONGEST_MS));
}
