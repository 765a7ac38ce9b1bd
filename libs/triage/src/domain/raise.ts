/**
 * When an unsorted report that nobody has taken is put first, and its desks are paged again. Nobody knows how urgent it is, so
 * its own deadline is the only thing that speaks for it. A claim postpones that, but not for ever: whoever cannot open a report
 * can still claim it, and must not be able to keep it from those who can. Pure; a job may come early, late or twice.
 */
export interface RaiseState {
  readonly status: 'open' | 'closed';
  readonly raised: boolean;
  readonly raiseAt: Date;
  /** From then on a claim postpones nothing: somebody should have acted. */
  readonly actionDueAt: Date;
  /** Until when somebody who may hold a claim holds it; null when nobody does. */
  readonly claimedUntil: Date | null;
}

/** The longest that one look may put off the next, in seconds. */
export interface RaiseBounds {
  readonly ackSeconds: number;
  readonly claimSeconds: number;
}

export type RaiseDecision =
  | { readonly kind: 'raise' }
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'stop'; readonly because: 'closed' | 'raised' };

export function decideRaise(state: RaiseState, bounds: RaiseBounds, now: Date): RaiseDecision {
  if (state.status === 'closed') return { kind: 'stop', because: 'closed' };
  if (state.raised) return { kind: 'stop', because: 'raised' };
  // A clock that jumped back must not put it off for longer than it was ever meant to wait.
  if (now < state.raiseAt) return wait(now, bounds.ackSeconds, state.raiseAt);
  const { claimedUntil } = state;
  if (claimedUntil === null || claimedUntil <= now || now >= state.actionDueAt) return { kind: 'raise' };
  return wait(now, bounds.claimSeconds, claimedUntil, state.actionDueAt);
}

function wait(now: Date, seconds: number, ...ends: readonly Date[]): RaiseDecision {
  const times = [now.getTime() + seconds * 1000, ...ends.map((end) => end.getTime())];
  return { kind: 'wait', until: new Date(Math.min(...times)) };
}
