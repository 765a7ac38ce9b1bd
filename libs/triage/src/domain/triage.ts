/**
 * How urgent a report is, for which desk, and by when people must have answered. Pure: the worker supplies the opened
 * routing, the signed policy and the time.
 *
 * A safeguarding report never comes here with its routing: it is sealed to another desk, and dispatch can no more open
 * it than a humans-only report. Both arrive as `routing: null` and are offered to every desk.
 *
 * `base`, `raised` and `reasons` repeat what the reporter wrote: they belong into what is sealed to the desk. Only
 * urgency, desk and the three times may stand in clear columns.
 */
import type { Policy, ReactionTimes } from '#policy';
import {
  judgeUrgency,
  type ChannelAssurance,
  type Raised,
  type Routing,
  type UrgencyLevel,
  type UrgencyReason,
} from '#vocabulary';
import { decideUnsortedTimes } from './batch.js';

export interface TriageInput {
  /** Null where dispatch could not open it, or opened what it could not read: either way people must look. */
  readonly routing: Routing | null;
  readonly receivedAt: Date;
  readonly channelAssurance: ChannelAssurance;
  /** Accepted with a doubt (unknown or revoked channel, retired key): as urgent as any, but a person looks first. */
  readonly quarantined: boolean;
}

/** Closed reasons, each with the code that caused it. */
export type TriageReason =
  | UrgencyReason
  | { readonly code: 'unsorted'; readonly because: ChannelAssurance }
  | { readonly code: 'quarantined'; readonly because: ChannelAssurance };

export interface TriageDecision {
  /** Null for an unsorted report: a guess in a clear column would say something about a report that nobody opened. */
  readonly urgency: UrgencyLevel | null;
  readonly base: UrgencyLevel | null;
  readonly raised: readonly Raised[];
  readonly reasons: readonly TriageReason[];
  readonly desk: 'triage' | 'all';
  readonly unsorted: boolean;
  readonly quarantined: boolean;
  readonly ackDueAt: Date;
  readonly actionDueAt: Date;
  readonly reassessAt: Date;
  /** From when on members may see it. */
  readonly visibleAt: Date;
  /** When it is raised if nobody holds it; null for what has a level of its own. */
  readonly raiseAt: Date | null;
}

export function decideTriage(input: TriageInput, policy: Policy, now: Date): TriageDecision {
  const { routing, channelAssurance, quarantined } = input;
  const doubt: readonly TriageReason[] = quarantined
    ? [{ code: 'quarantined', because: channelAssurance }]
    : [];
  if (!routing) {
    return {
      urgency: null,
      base: null,
      raised: [],
      reasons: [{ code: 'unsorted', because: channelAssurance }, ...doubt],
      desk: 'all',
      unsorted: true,
      quarantined,
      ...decideUnsortedTimes(input, policy, now),
    };
  }
  const { base, urgency, raised, reasons } = judgeUrgency(routing);
  return {
    urgency,
    base,
    raised,
    reasons: [...reasons, ...doubt],
    desk: 'triage',
    unsorted: false,
    quarantined,
    ...deadlines(policy.reactionTimes[urgency], input.receivedAt, now),
    visibleAt: now,
    raiseAt: null,
  };
}

/** From receipt, so that a worker that was down does not give people more time than they were promised. */
function deadlines(times: ReactionTimes, receivedAt: Date, now: Date) {
  // An api whose clock ran ahead must not push a deadline into the future.
  const start = Math.min(receivedAt.getTime(), now.getTime());
  const after = (seconds: number) => new Date(start + seconds * 1000);
  return {
    ackDueAt: after(times.ackSeconds),
    actionDueAt: after(times.actionSeconds),
    reassessAt: after(times.reassessSeconds),
  };
}
