/**
 * When a report may be closed: by the person who holds it, once somebody has answered its alert or nobody is left to ask. A
 * report that is closed while its ladder still climbs would be one about which everybody believes somebody else. Pure.
 */
import type { MemberId } from '#kernel';
import type { ClosureOutcome } from '#vocabulary';
import { activeClaim, type ClaimState } from './claim.js';

export interface ClosingState extends ClaimState {
  /** Null when the report has no alert. */
  readonly alert: 'escalating' | 'accepted' | 'exhausted' | 'closed' | null;
  /** How, and by whom, once it is closed. */
  readonly closed: { readonly by: string; readonly outcome: string } | null;
}

export interface CloseRequest {
  readonly member: MemberId;
  readonly version: number;
  readonly outcome: ClosureOutcome;
}

export type CloseDecision =
  | { readonly kind: 'closed' | 'closed-before'; readonly version: number }
  | { readonly kind: 'not-holder' }
  | { readonly kind: 'stale-version'; readonly version: number }
  | { readonly kind: 'alert-open' };

export function decideClose(state: ClosingState, request: CloseRequest, now: Date): CloseDecision {
  const { member, version, outcome } = request;
  if (state.closed) {
    // A lost reply makes the holder ask again with the version from before. Anybody else learns nothing from trying.
    const repeated =
      state.closed.by === member && state.closed.outcome === outcome && version === state.version - 1;
    return repeated ? { kind: 'closed-before', version: state.version } : { kind: 'not-holder' };
  }
  if (activeClaim(state, now)?.holder !== member) return { kind: 'not-holder' };
  if (version !== state.version) return { kind: 'stale-version', version: state.version };
  if (state.alert === 'escalating') return { kind: 'alert-open' };
  return { kind: 'closed', version: state.version + 1 };
}
