/**
 * How urgent a report is, by the codes in it. Nothing is ever lowered: the reporter's own view and every raiser can only
 * lift the level that the rules give. The reasons repeat what the reporter wrote, and belong to people only.
 */
import type { Routing } from '../report/routing.js';
import { mostUrgent, oneLevelUp, type UrgencyLevel } from './urgency-levels.js';
import { dangerOfAct, DANGERS, RAISER_OF_ACT, RAISERS_WITHOUT_LIFT } from './urgency-rules.js';

export interface Raised {
  readonly raiser: string;
  readonly from: UrgencyLevel;
  readonly to: UrgencyLevel;
}

/** Closed reasons, each with the code that caused it. */
export type UrgencyReason =
  | { readonly code: 'act'; readonly because: string; readonly level: UrgencyLevel }
  | { readonly code: 'imminence'; readonly because: Routing['imminence'] }
  | { readonly code: 'reporter'; readonly because: UrgencyLevel }
  | { readonly code: 'raiser'; readonly because: string }
  | { readonly code: 'raiser-at-top'; readonly because: string };

export interface Judgement {
  readonly base: UrgencyLevel;
  readonly urgency: UrgencyLevel;
  readonly raised: readonly Raised[];
  readonly reasons: readonly UrgencyReason[];
}

/** Every act is judged, not only the primary one; then the reporter's view; then one level for each raiser. */
export function judgeUrgency(
  routing: Pick<Routing, 'acts' | 'imminence' | 'urgency' | 'raisers'>,
): Judgement {
  const reasons: UrgencyReason[] = [];
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
function raisersOf({ acts, raisers }: Pick<Routing, 'acts' | 'raisers'>): readonly string[] {
  const implied = acts.flatMap((act) => RAISER_OF_ACT[act] ?? []);
  return [...new Set([...raisers, ...implied])].filter((raiser) => !RAISERS_WITHOUT_LIFT.includes(raiser));
}
