/**
 * What the ladder does next. The database is the truth and the queue only the clock: a job may come early, late, twice
 * or never, and the answer depends on the stored state alone. Pure.
 *
 * Steps are counted, not computed from the time, so a clock that jumps back cannot repeat one and a clock that jumps
 * forward cannot skip one: each waits for its own interval after the step before.
 */
import type { EscalationPlan, StepTarget } from '#policy';

export interface EscalationState {
  readonly acknowledged: boolean;
  /** Index of the step to take next; `steps.length` when all were taken and only the last wait remains. */
  readonly nextStep: number;
  readonly dueAt: Date;
  /**
   * Somebody of the step before cannot be rung by any channel, or everybody told so far has declined: whoever comes next takes
   * their place now.
   */
  readonly replacing?: boolean;
}

export type EscalationDecision =
  | { readonly kind: 'stop'; readonly because: 'acknowledged' | 'exhausted' }
  /** Come back then. `until` replaces `dueAt`: see below. */
  | { readonly kind: 'wait'; readonly until: Date }
  | {
      readonly kind: 'notify';
      readonly step: number;
      readonly targets: readonly StepTarget[];
      /** The next state: the following step, or the last wait, is due then. */
      readonly nextStep: number;
      readonly next: Date;
    };

/** `firstAt`: where the first step has a time of its own, as in a batch. It never waits longer than the plan says. */
export const startEscalation = (plan: EscalationPlan, now: Date, firstAt?: Date): EscalationState => {
  const latest = after(now, waitBefore(plan, 0));
  return { acknowledged: false, nextStep: 0, dueAt: firstAt && firstAt < latest ? firstAt : latest };
};

export function decideEscalation(
  plan: EscalationPlan,
  state: EscalationState,
  now: Date,
): EscalationDecision {
  if (state.acknowledged) return { kind: 'stop', because: 'acknowledged' };
  // A clock that ran ahead when the step was planned leaves a due time far in the future, and an alert that nobody
  // hears of. No step waits longer than its own interval from now.
  const latest = after(now, waitBefore(plan, state.nextStep));
  const until = state.dueAt < latest ? state.dueAt : latest;
  const step = plan.steps[state.nextStep];
  // The last people told keep their time: there is nobody to take their place.
  const isReplacing = state.replacing === true && step !== undefined;
  if (now < until && !isReplacing) return { kind: 'wait', until };

  // The last people told have had their time: the alert ends, visibly, without an answer.
  if (!step) return { kind: 'stop', because: 'exhausted' };
  const nextStep = state.nextStep + 1;
  return {
    kind: 'notify',
    step: state.nextStep,
    targets: step.targets,
    nextStep,
    next: after(now, waitBefore(plan, nextStep)),
  };
}

/** A plan that could tell nobody is exhausted at once: waiting would only look like being on the way. */
function waitBefore(plan: EscalationPlan, step: number): number {
  return plan.steps.length === 0 ? 0 : (plan.steps[step]?.afterMs ?? plan.lastWaitMs);
}

const after = (time: Date, ms: number): Date => new Date(time.getTime() + ms);
