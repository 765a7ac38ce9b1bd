/**
 * How long an acceptance counts without a sign of help. Accepted is not helped: whoever accepts and is not heard of by the time
 * at which the case is to be looked at anew (DOMAIN §2) is counted as silent, and the ladder goes on. A claim that runs out
 * takes with it what its holder had accepted, and nobody else's word. Pure; a timer may come early, late or twice.
 */
import type { AlertState, Progress } from './acknowledgement.js';

const SECOND = 1000;

/** Until when whoever accepts has to say that they act: the re-assessment, or, of a late acceptance, the time to act. */
export function progressDueBy(acceptedAt: Date, reassessAt: Date, actionSeconds: number): Date {
  const atLeast = new Date(acceptedAt.getTime() + actionSeconds * SECOND);
  return reassessAt > atLeast ? reassessAt : atLeast;
}

/** Why a ladder is climbed again. */
export type Again = 'withdrawn' | 'no-progress' | 'claim-ended';

export interface PromiseState {
  readonly status: AlertState['status'];
  readonly progress: Progress | null;
  readonly dueBy: Date | null;
  /** Why it fell back, where the api recorded that somebody withdrew and the ladder has not been taken up since. */
  readonly again: Again | null;
}

export type PromiseDecision =
  | { readonly kind: 'stop' }
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'again'; readonly because: Again };

/** `longestSeconds`: no timer waits longer than that from now, whatever a clock that ran ahead has written. */
export function decidePromise(state: PromiseState, longestSeconds: number, now: Date): PromiseDecision {
  const { status, progress, dueBy, again } = state;
  if (status === 'escalating' && again === 'withdrawn') return { kind: 'again', because: again };
  if (status !== 'accepted' || progress !== null || dueBy === null) return { kind: 'stop' };
  if (now >= dueBy) return { kind: 'again', because: 'no-progress' };
  return wait(now, longestSeconds, dueBy);
}

export interface ClaimEndState {
  readonly status: AlertState['status'];
  readonly progress: Progress | null;
  readonly acceptedBy: string | null;
  readonly holder: string;
  readonly claimUntil: Date;
}

/** For a claim that nobody renewed, released or closed: whoever did took its timer with it. */
export function decideClaimEnd(state: ClaimEndState, claimSeconds: number, now: Date): PromiseDecision {
  const { status, progress, acceptedBy, holder, claimUntil } = state;
  if (now < claimUntil) return wait(now, claimSeconds, claimUntil);
  switch (status) {
    case 'accepted':
      return progress === null && acceptedBy === holder
        ? { kind: 'again', because: 'claim-ended' }
        : { kind: 'stop' };
    case 'exhausted':
      // The holder was the only one who did anything about it.
      return { kind: 'again', because: 'claim-ended' };
    case 'escalating':
    case 'closed':
      return { kind: 'stop' };
  }
}

function wait(now: Date, seconds: number, end: Date): PromiseDecision {
  const latest = now.getTime() + seconds * SECOND;
  return { kind: 'wait', until: new Date(Math.min(latest, end.getTime())) };
}
