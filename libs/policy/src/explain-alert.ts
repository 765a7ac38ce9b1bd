/** What would follow from a report if nobody answered: each step with its people and its moment. The worker's own functions. */
import type { AlertInput } from './alert-input.js';
import type { Recipient, StepTarget } from './escalation-plan.js';
import type { Withheld } from './gates.js';
import { planAlert } from './plan-alert.js';
import { recipientsAt } from './step-recipients.js';

export interface TimelineStep {
  readonly at: Date;
  readonly targets: readonly StepTarget[];
  readonly told: readonly Recipient[];
}

export interface Timeline {
  readonly routes: readonly string[];
  readonly steps: readonly TimelineStep[];
  readonly withheld: readonly Withheld[];
  /** When everybody has been told and nobody has answered. */
  readonly endsAt: Date;
}

export function explainAlert(input: AlertInput): Timeline {
  const { plan, routes, withheld } = planAlert(input);
  let at = input.at;
  const steps = plan.steps.map(({ afterMs, targets }) => {
    at = new Date(at.getTime() + afterMs);
    return { at, targets, told: recipientsAt(targets, { ...input, at }) };
  });
  return { routes, steps, withheld, endsAt: new Date(at.getTime() + plan.lastWaitMs) };
}
