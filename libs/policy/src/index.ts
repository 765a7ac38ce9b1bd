/**
 * `#policy`: who is told of a report, when, through which step, and who not and why. Pure and portable: the worker decides
 * with it, and whoever explains a policy, in a browser or on the command line, runs the same functions.
 * `#policy/source` reads what people write, `#policy/files` the policies that lie in this repository.
 */
export { desksOf, listedDuty, type AlertInput, type OnCall } from './alert-input.js';
export { checkPolicy, parsePolicy, policyBytes, type PolicyOutcome } from './compiled-form.js';
export type { EscalationPlan, EscalationStep, Recipient, StepTarget } from './escalation-plan.js';
export type { Withheld, WithheldReason } from './gates.js';
export { durationOf } from './durations.js';
export { explainAlert, type Timeline } from './explain-alert.js';
export { findingsOf, type Finding } from './findings.js';
export { planAlert, type AlertPlan } from './plan-alert.js';
export {
  batchSecondsOf,
  LONGEST_BATCH_SECONDS,
  type Conditions,
  type Policy,
  type PolicyTest,
  type PlanStep,
  type ReactionTimes,
  type Route,
  type Target,
} from './policy.js';
export { runTests, testInput, type FailedTest, type SignedWorld } from './run-tests.js';
export { ASSUMED, simulate, type Assumptions, type SimulatedReport, type Simulation } from './simulate.js';
export { recipientsAt, type StepInput } from './step-recipients.js';
export { timelineWords } from './timeline-words.js';
export { instantOf, wallTime } from './wall-clock.js';
