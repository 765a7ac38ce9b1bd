/**
 * A policy's own tests: what its authors promised, decided by the functions that the worker runs. Whoever signs a policy
 * runs them against the roster that is signed with it.
 */
import { judgeUrgency } from '#vocabulary';
import type { AlertInput } from './alert-input.js';
import { durationOf } from './durations.js';
import type { StepTarget } from './escalation-plan.js';
import { planAlert, type AlertPlan } from './plan-alert.js';
import type { Expected, Policy, PolicyTest } from './policy.js';
import { instantOf } from './wall-clock.js';

/** What is signed beside the policy. */
export type SignedWorld = Pick<AlertInput, 'roster' | 'deskOrganisations' | 'onCall'>;

export interface FailedTest {
  /** Of the policy's tests. */
  readonly nth: number;
  readonly name: string;
  /** In plain words: what was promised, and what would happen. */
  readonly because: string;
}

export function runTests(policy: Policy, world: SignedWorld): readonly FailedTest[] {
  return policy.tests.flatMap((test, nth) =>
    failuresOf(test, policy, world).map((because) => ({ nth, name: test.name, because })),
  );
}

/** A report of the policy's tests as the worker would have it before it. */
export function testInput(
  { report, at }: Pick<PolicyTest, 'report' | 'at'>,
  policy: Policy,
  world: SignedWorld,
): AlertInput {
  const { routing, channel, quarantined } = report;
  return {
    ...world,
    decision: {
      urgency: routing ? judgeUrgency(routing).urgency : null,
      unsorted: routing === null,
      quarantined,
    },
    routing,
    channel,
    policy,
    at: instantOf(at, policy.timeZone) ?? new Date(0),
  };
}

function failuresOf(test: PolicyTest, policy: Policy, world: SignedWorld): readonly string[] {
  if (!instantOf(test.at, policy.timeZone)) return [`"${test.at}" is no time in ${policy.timeZone}`];
  const input = testInput(test, policy, world);
  const planned = planAlert(input);
  const { expect } = test;
  return [
    ...urgencyFailure(expect, input),
    ...routeFailure(expect, planned),
    ...expect.told.flatMap((one) => toldFailure(one, planned, world)),
    ...othersFailure(expect, planned, world),
    ...expect.notTold.flatMap((one) => notToldFailure(one, planned, world)),
  ];
}

function urgencyFailure({ urgency }: PolicyTest['expect'], { decision }: AlertInput): readonly string[] {
  if (urgency === undefined || urgency === decision.urgency) return [];
  return [`it should be ${urgency}, and is ${decision.urgency ?? 'unsorted'}`];
}

function routeFailure({ routes }: PolicyTest['expect'], planned: AlertPlan): readonly string[] {
  if (routes === undefined || routes.join() === planned.routes.join()) return [];
  return [`it should take ${routes.join(', ')}, and takes ${planned.routes.join(', ') || 'no route'}`];
}

function toldFailure(
  { who, afterSeconds }: Expected,
  planned: AlertPlan,
  world: SignedWorld,
): readonly string[] {
  const told = firstToldAt(planned, (target) => isMeant(target, who));
  const name = whoWords(who, world);
  if (told === null) return [`${name} should be told, and is not`];
  if (told === afterSeconds) return [];
  return [`${name} should be told after ${durationOf(afterSeconds)}, and is after ${durationOf(told)}`];
}

function isMeant(target: StepTarget, who: Expected['who']): boolean {
  if (who.kind === 'ally') return 'organisation' in target && target.organisation === who.organisation;
  if (who.kind === 'roster') return target.kind === 'roster' && target.roster === who.roster;
  return target.kind === who.kind;
}

/** Seconds from the first page: a batch is waited for before that, and nobody can promise how long. */
function firstToldAt({ plan }: AlertPlan, meant: (target: StepTarget) => boolean): number | null {
  let seconds = 0;
  for (const [nth, { afterMs, targets }] of plan.steps.entries()) {
    seconds += nth === 0 ? 0 : afterMs / 1000;
    if (targets.some(meant)) return seconds;
  }
  return null;
}

const toldOrganisations = ({ plan }: AlertPlan): ReadonlySet<string> =>
  new Set(
    plan.steps.flatMap(({ targets }) =>
      targets.flatMap((target) => ('organisation' in target ? [target.organisation] : [])),
    ),
  );

function othersFailure(
  { nobodyElse, told }: PolicyTest['expect'],
  planned: AlertPlan,
  world: SignedWorld,
): readonly string[] {
  if (!nobodyElse) return [];
  const named = new Set(told.flatMap(({ who }) => (who.kind === 'ally' ? [who.organisation] : [])));
  return [...toldOrganisations(planned)]
    .filter((id) => !named.has(id))
    .map((id) => `nobody else should be told, and ${nameOf(id, world)} is`);
}

function notToldFailure(
  { organisation, because }: PolicyTest['expect']['notTold'][number],
  planned: AlertPlan,
  world: SignedWorld,
): readonly string[] {
  const name = nameOf(organisation, world);
  if (toldOrganisations(planned).has(organisation)) return [`${name} should not be told, and is`];
  const why = planned.withheld.find((entry) => entry.organisation === organisation)?.because;
  if (because === undefined || because === why) return [];
  return [
    `${name} should not be told because of "${because}", and is not because of "${why ?? 'nothing: it has no allies'}"`,
  ];
}

const nameOf = (id: string, { roster }: SignedWorld): string =>
  roster.organisations.find((one) => one.id === id)?.name ?? 'an organisation that the roster does not have';

function whoWords(who: Expected['who'], world: SignedWorld): string {
  switch (who.kind) {
    case 'roster':
      return `roster ${who.roster}`;
    case 'desk':
      return 'the desk';
    case 'person':
      return 'a person';
    case 'ally':
      return nameOf(who.organisation, world);
  }
}
