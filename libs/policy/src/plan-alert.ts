/**
 * Whom an alert tells, and when: the plans of the report's routes, with the allies of the roster chosen. Pure.
 * `plan` may be stored in clear. `withheld` and `routes` may not: they repeat what the report says.
 */
import type { RosterMember } from '#crypto';
import type { OrganisationId } from '#kernel';
import { desksOf, type AlertInput } from './alert-input.js';
import { chooseAllies, peopleOf } from './choose-allies.js';
import type { EscalationPlan, EscalationStep, StepTarget } from './escalation-plan.js';
import { whyAllyIsBarred, whyDeskIsBarred, type Withheld, type WithheldReason } from './gates.js';
import { batchSecondsOf, type PlanStep, type Target } from './policy.js';
import { routesFor } from './routes.js';

export interface AlertPlan {
  readonly plan: EscalationPlan;
  readonly withheld: readonly Withheld[];
  /** Names of the routes that were taken; none for an unsorted report. */
  readonly routes: readonly string[];
}

export function planAlert(input: AlertInput): AlertPlan {
  const { decision, policy } = input;
  const routes = routesFor(policy.routes, input);
  const plans = decision.urgency ? routes.map((route) => route.plan) : [policy.unsorted.plan];
  const reaction = decision.urgency ? policy.reactionTimes[decision.urgency] : policy.unsorted;
  const { steps, because } = stepsOf(sideBySide(plans.map((name) => policy.plans[name] ?? [])), input);
  return {
    plan: { steps, lastWaitMs: reaction.ackSeconds * 1000 },
    withheld: [...withheldAtDesk(input), ...withheldAllies(steps, because, input)],
    routes: routes.map(({ name }) => name),
  };
}

interface TimedStep {
  readonly atSeconds: number;
  readonly notify: readonly Target[];
}

/** Several plans as one ladder: what falls on the same moment is one step. */
function sideBySide(plans: readonly (readonly PlanStep[])[]): readonly TimedStep[] {
  const byTime = new Map<number, Target[]>();
  for (const plan of plans) {
    let atSeconds = 0;
    for (const step of plan) {
      atSeconds += step.afterSeconds;
      byTime.set(atSeconds, [...(byTime.get(atSeconds) ?? []), ...step.notify]);
    }
  }
  return [...byTime]
    .map(([atSeconds, notify]) => ({ atSeconds, notify }))
    .sort((a, b) => a.atSeconds - b.atSeconds);
}

/** A step that would tell nobody is left out, and its time is given to the next: nobody is hurried by an empty step. */
function stepsOf(ladder: readonly TimedStep[], input: AlertInput) {
  // A page at the moment of receipt would tell the time that the batch hides.
  const firstWait = input.decision.unsorted ? batchSecondsOf(input.policy) : 0;
  const deskAnswers = hasDesk(input);
  const because = new Map<OrganisationId, WithheldReason>();
  const steps: EscalationStep[] = [];
  let last = 0;
  for (const { atSeconds, notify } of ladder) {
    const offset = firstWait + atSeconds;
    const expected = new Date(input.at.getTime() + offset * 1000);
    const allies = chooseAllies(
      notify.filter((target) => target.kind === 'allies'),
      input,
      expected,
    );
    for (const [organisation, why] of allies.because) because.set(organisation, why);
    const desk = deskAnswers ? notify.flatMap((target): StepTarget[] => ourOwn(target)) : [];
    const targets = onceEach([...desk, ...allies.targets]);
    if (targets.length === 0) continue;
    steps.push({ afterMs: (offset - last) * 1000, targets });
    last = offset;
  }
  return { steps, because };
}

const ourOwn = (target: Target): StepTarget[] => (target.kind === 'allies' ? [] : [target]);

/** An excluded organisation that is the whole desk leaves nobody to page: better visibly exhausted than silently waiting. */
function hasDesk(input: AlertInput): boolean {
  return desksOf(input).some((desk) =>
    input.roster.members.some((member) => whyDeskIsBarred(member, desk, input) === null),
  );
}

function onceEach(targets: readonly StepTarget[]): readonly StepTarget[] {
  const seen = new Set<string>();
  return targets.filter((target) => {
    const key = JSON.stringify(target);
    return !seen.has(key) && seen.add(key);
  });
}

/** Those who are on call and may not be told. */
function withheldAtDesk(input: AlertInput): readonly Withheld[] {
  const found = new Map<string, Withheld>();
  for (const desk of desksOf(input)) {
    const onCall = input.onCall(desk, input.at);
    for (const member of input.roster.members.filter(({ id }) => onCall.includes(id))) {
      const because = whyDeskIsBarred(member, desk, input);
      if (because) found.set(`${member.organisation} ${because}`, entryOf(member, because));
    }
  }
  return [...found.values()];
}

const entryOf = ({ organisation }: RosterMember, because: WithheldReason): Withheld => ({
  organisation: organisation as OrganisationId,
  because,
});

/** Allies whom no step tells. Of an unsorted report nothing is known that could be said here. */
function withheldAllies(
  steps: readonly EscalationStep[],
  because: ReadonlyMap<OrganisationId, WithheldReason>,
  input: AlertInput,
): readonly Withheld[] {
  if (input.decision.unsorted || !input.routing) return [];
  const told = new Set(
    steps.flatMap(({ targets }) =>
      targets.flatMap((target) => ('organisation' in target ? [target.organisation] : [])),
    ),
  );
  return input.roster.organisations.flatMap((organisation) => {
    const id = organisation.id as OrganisationId;
    if (told.has(id) || peopleOf(organisation, input.roster).length === 0) return [];
    return [
      { organisation: id, because: whyAllyIsBarred(organisation, input) ?? because.get(id) ?? 'policy' },
    ];
  });
}
