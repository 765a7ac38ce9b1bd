/**
 * `#policy`: who is told of a report, when, through which step, and who not and why. Pure and portable: the worker decides
 * with it, and whoever explains a policy, in a browser or on the command line, runs the same functions.
 * `#policy/source` reads what people write, `#policy/files` the policies that lie in this repository.
 */
export { desksOf, listedDuty, type AlertInput, type OnCall } from './alert-input.js';
export { checkPolicy, parsePolicy, policyBytes, type PolicyOutcome } from './compiled-form.js';
export type { EscalationPlan, EscalationStep, Recipient, StepTarget } from './escalation-plan.js';
export type { Withheld, WithheldReason } from './gates.js';
export { planAlert, type AlertPlan } from './plan-alert.js';
export {
  batchSecondsOf,
  type Conditions,
  type Policy,
  type PolicyTest,
  type PlanStep,
  type ReactionTimes,
  type Route,
  type Target,
} from './policy.js';
export { recipientsAt, type StepInput } from './step-recipients.js';
