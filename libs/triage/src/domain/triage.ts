/**
 * How urgent a report is, for which desk, and by when people must have answered. Pure: the worker supplies the opened
 * routing, the signed policy and the time.
 *
 * Nothing is ever lowered: the reporter's own view and every raiser can only lift the level that the rules give.
 * A safeguarding report never comes here with its routing: it is sealed to another desk, and dispatch can no more open
 * it than a humans-only report. Both arrive as `routing: null` and are offered to every desk.
 *
 * `base`, `raised` and `reasons` repeat what the reporter wrote: they belong into what is sealed to the desk. Only
 * urgency, desk and the three times may stand in clear columns.
 */
import {
  type ChannelAssurance,
  dangerOfAct,
  DANGERS,
  mostUrgent,
  oneLevelUp,
  type Policy,
  RAISER_OF_ACT,
  RAISERS_WITHOUT_LIFT,
  type ReactionTimes,
  type Routing,
  type UrgencyLevel,
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

export interface Raised {
  readonly raiser: string;
  readonly from: UrgencyLevel;
  readonly to: UrgencyLevel;
}

/** Closed reasons, each with the code that caused it. */
export type TriageReason =
  | { readonly code: 'act'; readonly because: string; readonly level: UrgencyLevel }
  | { readonly code: 'imminence'; readonly because: Routing['imminence'] }
  | { readonly code: 'reporter'; readonly because: UrgencyLevel }
  | { readonly code: 'raiser'; readonly because: string }
  | { readonly code: 'raiser-at-top'; readonly because: string }
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
  const { base, urgency, raised, reasons } = judge(routing);
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

/** Every act is judged, not only the primary one; then the reporter's view; then one level for each raiser. */
function judge(routing: Routing) {
  const reasons: TriageReason[] = [];
  const judged = routing.acts.map((act) => ({ act, level: DANGERS[dangerOfAct(act)][routing.imminence] }));
  const base = judged.map(({ level }) => level).reduce(mostUrgent, 'U4');
  for (const { act, level } of judged) if (level === base) reasons.push({ code: 'act', because: act, level });
  reasons.push({ code: 'imminence', because: routing.imminence });

  let urgency: UrgencyLevel = base;
  if (routing.urgency && mostUrgent(routing.urgency, base) !== base) {
    urgency = routing.urgency;
    reasons.push({ code: 'reporter', because: routing.urgency });
  }

  const raised: Raised[] = [];
  for (const raiser of raisersOf(routing)) {
    const to = oneLevelUp(urgency);
    if (to === urgency) {
      reasons.push({ code: 'raiser-at-top', because: raiser });
      continue;
    }
    raised.push({ raiser, from: urgency, to });
    reasons.push({ code: 'raiser', because: raiser });
    urgency = to;
  }
  return { base, urgency, raised, reasons };
}

/** What was ticked, and what the acts themselves say. Each counts once. */
function raisersOf(routing: Routing): readonly string[] {
  const implied = routing.acts.flatMap((act) => RAISER_OF_ACT[act] ?? []);
  return [...new Set([...routing.raisers, ...implied])].filter(
    (raiser) => !RAISERS_WITHOUT_LIFT.includes(raiser),
  );
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
