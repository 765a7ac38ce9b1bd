/**
 * Whom an alert tells, and when: the policy's ladder filled with the people of the roster. Pure.
 * `plan` may be stored in clear. `withheld` may not: recipients.ts says why.
 */
import { batchSecondsOf, type LadderStep } from '#vocabulary';
import type { EscalationPlan, EscalationStep, Recipient } from './escalation-plan.js';
import {
  type AlertInput,
  allyRecipients,
  deskRecipients,
  oncePerMember,
  type Withheld,
} from './recipients.js';

export interface AlertPlan {
  readonly plan: EscalationPlan;
  readonly withheld: readonly Withheld[];
}

export function planAlert(input: AlertInput): AlertPlan {
  const { decision, policy } = input;
  const desk = deskRecipients(input);
  const allies = allyRecipients(input);
  const level = decision.urgency ?? 'unsorted';
  const reaction = decision.urgency ? policy.reactionTimes[decision.urgency] : policy.unsorted;
  return {
    plan: {
      steps: stepsOf(
        policy.ladders[level],
        { desk: desk.recipients, allies: allies.recipients },
        // A page at the moment of receipt would tell the time that the batch hides.
        decision.unsorted ? batchSecondsOf(policy) * 1000 : 0,
      ),
      lastWaitMs: reaction.ackSeconds * 1000,
    },
    withheld: [...desk.withheld, ...allies.withheld],
  };
}

/** A step that would tell nobody is left out, and its time is given to the next: nobody is hurried by an empty step. */
function stepsOf(
  ladder: readonly LadderStep[],
  recipients: Readonly<Record<LadderStep['notify'][number], readonly Recipient[]>>,
  firstWaitMs: number,
): readonly EscalationStep[] {
  const steps: EscalationStep[] = [];
  let afterMs = firstWaitMs;
  for (const step of ladder) {
    afterMs += step.afterSeconds * 1000;
    // The desk first: who is both on duty and an ally is told once, as the desk.
    const told = oncePerMember([
      ...(step.notify.includes('desk') ? recipients.desk : []),
      ...(step.notify.includes('allies') ? recipients.allies : []),
    ]);
    if (told.length === 0) continue;
    steps.push({ afterMs, recipients: told });
    afterMs = 0;
  }
  return steps;
}
