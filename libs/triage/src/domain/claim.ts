/**
 * One person works on a report at a time: two coordinators who call the same frightened person do harm. A claim
 * expires, so that nobody's closed laptop keeps a report from the others. Pure; the store applies a decision only if
 * the version is still the one that it was made on.
 */
import type { DeskName } from '#crypto';
import type { MemberId } from '#kernel';

export interface Claim {
  readonly holder: MemberId;
  /** The desk that the holder acts for; the only one that may see who holds an unsorted report. */
  readonly desk: DeskName;
  readonly until: Date;
}

export interface ClaimState {
  readonly status: 'open' | 'closed';
  /** Goes up by one with every change. */
  readonly version: number;
  readonly claim: Claim | null;
}

export interface ClaimRequest {
  readonly member: MemberId;
  readonly desk: DeskName;
  /** The version that the person was looking at. */
  readonly version: number;
}

export type ClaimDecision =
  | { readonly kind: 'claimed' | 'renewed'; readonly claim: Claim; readonly version: number }
  | { readonly kind: 'taken' }
  | { readonly kind: 'stale-version'; readonly version: number }
  | { readonly kind: 'not-open' };

export function decideClaim(
  state: ClaimState,
  request: ClaimRequest,
  claimSeconds: number,
  now: Date,
): ClaimDecision {
  if (state.status !== 'open') return { kind: 'not-open' };
  const current = activeClaim(state, now);
  if (current && current.holder !== request.member) return { kind: 'taken' };

  const claim = {
    holder: request.member,
    desk: request.desk,
    until: new Date(now.getTime() + claimSeconds * 1000),
  };
  const version = state.version + 1;
  // A lost reply makes the holder ask again with the version from before: that is a renewal, not a conflict.
  if (current) return { kind: 'renewed', claim, version };
  if (request.version !== state.version) return { kind: 'stale-version', version: state.version };
  return { kind: 'claimed', claim, version };
}

export type ReleaseDecision =
  | { readonly kind: 'released'; readonly version: number }
  | { readonly kind: 'already-free' }
  | { readonly kind: 'not-holder' }
  | { readonly kind: 'stale-version'; readonly version: number };

/** A closed report can be released too: a claim must not outlive the work. */
export function decideRelease(
  state: ClaimState,
  request: Omit<ClaimRequest, 'desk'>,
  now: Date,
): ReleaseDecision {
  const current = activeClaim(state, now);
  if (!current) return { kind: 'already-free' };
  if (current.holder !== request.member) return { kind: 'not-holder' };
  // A release that was delayed on the network must not end a claim that its sender has made since.
  if (request.version !== state.version) return { kind: 'stale-version', version: state.version };
  return { kind: 'released', version: state.version + 1 };
}

export type VisibleClaim =
  | { readonly state: 'free' }
  | { readonly state: 'mine' | 'held'; readonly holder: MemberId; readonly until: Date }
  | { readonly state: 'taken' };

/**
 * What one member may see of a claim. Who works on an unsorted report tells other desks whether it is a safeguarding
 * report, possibly about them: they learn only that it is taken.
 */
export function visibleClaim(
  state: ClaimState,
  viewer: { readonly member: MemberId; readonly desks: readonly DeskName[] },
  report: { readonly unsorted: boolean },
  now: Date,
): VisibleClaim {
  const claim = activeClaim(state, now);
  if (!claim) return { state: 'free' };
  const { holder, until } = claim;
  if (holder === viewer.member) return { state: 'mine', holder, until };
  if (report.unsorted && !viewer.desks.includes(claim.desk)) return { state: 'taken' };
  return { state: 'held', holder, until };
}

/** Only who works on a desk; whoever was taken off the desks holds nothing any more. */
export const mayHoldClaim = (rights: Iterable<string>): boolean =>
  [...rights].some((right) => right === 'desk:triage' || right === 'desk:safeguarding');

/** A claim ends at `until`, not after it. */
export function activeClaim(state: ClaimState, now: Date): Claim | null {
  return state.claim && now < state.claim.until ? state.claim : null;
}
