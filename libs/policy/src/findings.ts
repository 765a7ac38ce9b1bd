/**
 * What a policy would do that nobody means: routes that no report reaches, steps that ask for allies whom nobody has, rosters
 * that nobody may sign, people without a number, and plans by whose times a thief could tell reports apart. Pure; against the
 * roster that is signed with the policy.
 */
import { allyEntryOf } from '#rosters';
import { URGENCY_CODES } from '#vocabulary';
import { peopleOf } from './choose-allies.js';
import { unreachableRoutes } from './coverage.js';
import type { PlanStep, Policy, Target } from './policy.js';
import { runTests, type SignedWorld } from './run-tests.js';
import { isTimeZone } from './wall-clock.js';

export interface Finding {
  /** An error refuses the signature; a warning is for people to weigh. */
  readonly severity: 'error' | 'warning';
  /** In the compiled policy. */
  readonly path: readonly (string | number)[];
  readonly because: string;
}

export function findingsOf(policy: Policy, world: SignedWorld): readonly Finding[] {
  return [
    ...zoneFindings(policy),
    ...routeFindings(policy),
    ...planFindings(policy, world),
    ...rosterFindings(policy, world),
    ...numberFindings(policy, world),
    ...shapeFindings(policy),
    ...runTests(policy, world).map(({ nth, name, because }): Finding => ({
      severity: 'error',
      path: ['tests', nth],
      because: `test "${name}": ${because}`,
    })),
  ];
}

function zoneFindings({ timeZone }: Policy): readonly Finding[] {
  if (isTimeZone(timeZone)) return [];
  return [{ severity: 'error', path: ['timeZone'], because: `there is no time zone "${timeZone}"` }];
}

function routeFindings({ routes, plans, unsorted }: Policy): readonly Finding[] {
  const used = new Set([unsorted.plan, ...routes.map(({ plan }) => plan)]);
  return [
    ...unreachableRoutes(routes).map((at): Finding => ({
      severity: 'error',
      path: ['routes', at],
      because: `no report ever takes "${routes[at]?.name ?? ''}": the routes above it take all of them`,
    })),
    ...Object.keys(plans)
      .filter((name) => !used.has(name))
      .map((name): Finding => ({
        severity: 'warning',
        path: ['plans', name],
        because: `no route uses "${name}"`,
      })),
  ];
}

type AlliesTarget = Extract<Target, { kind: 'allies' }>;
type Organisation = SignedWorld['roster']['organisations'][number];

function planFindings({ plans }: Policy, world: SignedWorld): readonly Finding[] {
  return eachTarget(plans).flatMap(({ target, path }): readonly Finding[] => {
    if (target.kind !== 'allies') return [];
    const barred = world.roster.organisations.filter(
      (one) => target.organisations.includes(one.id) && isNeverAutomatic(one),
    );
    const named = barred.map(({ name }): Finding => ({
      severity: 'error',
      path,
      because: `${name} is never told by itself: a coordinator decides`,
    }));
    if (named.length > 0 || world.roster.organisations.some((one) => couldBeTold(one, target, world)))
      return named;
    return [
      { severity: 'warning', path, because: 'no ally of the roster can be meant here: this tells nobody' },
    ];
  });
}

const isNeverAutomatic = ({ kind, tier }: Organisation): boolean =>
  kind === 'authority' || kind === 'embassy' || kind === 'un' || tier === 'T3';

function couldBeTold(one: Organisation, target: AlliesTarget, { roster }: SignedWorld): boolean {
  return (
    !isNeverAutomatic(one) &&
    peopleOf(one, roster).length > 0 &&
    (target.organisations.length === 0 || target.organisations.includes(one.id)) &&
    (target.scopes.length === 0 || target.scopes.includes(allyEntryOf(one).scope)) &&
    (target.capabilities.length === 0 || target.capabilities.some((code) => one.capabilities.includes(code)))
  );
}

function eachTarget(plans: Policy['plans']) {
  return Object.entries(plans).flatMap(([name, steps]) =>
    steps.flatMap((step, at) =>
      step.notify.map((target, nth) => ({ target, path: ['plans', name, at, 'notify', nth] as const })),
    ),
  );
}

/** A roster of the policy's own lives by its delegation; those of the desks also by the list that the roots sign. */
function rosterFindings({ plans, delegations }: Policy, { roster }: SignedWorld): readonly Finding[] {
  const duty: Readonly<Record<string, readonly string[]>> = roster.duty;
  const unsigned = eachTarget(plans).flatMap(({ target, path }): readonly Finding[] => {
    if (target.kind !== 'roster' || Object.hasOwn(delegations.duty, target.roster)) return [];
    if (!Object.hasOwn(duty, target.roster))
      return [
        {
          severity: 'error',
          path,
          because: `nobody may sign the roster "${target.roster}": name them under "duty"`,
        },
      ];
    if (duty[target.roster]?.length) return [];
    return [
      {
        severity: 'warning',
        path,
        because: `nobody fills the roster "${target.roster}": the whole desk will be told each time`,
      },
    ];
  });
  const strangers = Object.entries(delegations.duty).flatMap(([name, members]) =>
    members
      .filter((id) => !roster.members.some((member) => member.id === id))
      .map((): Finding => ({
        severity: 'error',
        path: ['delegations', 'duty', name],
        because: `"${name}" may be signed by somebody whom the roster does not have`,
      })),
  );
  return [...unsigned, ...strangers];
}

/** Software fails, and then somebody must be able to call. Which channels people have set up is sealed to the worker. */
function numberFindings({ plans }: Policy, { roster }: SignedWorld): readonly Finding[] {
  const allies = eachTarget(plans).filter(({ target }) => target.kind === 'allies');
  const [first] = allies;
  const hasNumber = (one: Organisation): boolean =>
    allyEntryOf(one).contacts.length > 0 ||
    roster.members.some(({ organisation, phone }) => organisation === one.id && phone !== null);
  const silent = roster.organisations.filter(
    (one) =>
      !hasNumber(one) &&
      allies.some(
        ({ target }) => target.kind === 'allies' && couldBeTold(one, target, { roster } as SignedWorld),
      ),
  );
  return silent.map(({ name }): Finding => ({
    severity: 'warning',
    path: first?.path ?? ['plans'],
    because: `nobody of ${name} has a number in the roster: if their software fails, nobody can call them`,
  }));
}

/** What lies in clear with an alert: the times of its steps, and which of them are the desk's. */
const shapeOf = (steps: readonly PlanStep[] = []): string =>
  JSON.stringify(
    steps.map(({ afterSeconds, notify }) => [afterSeconds, notify.filter(({ kind }) => kind !== 'allies')]),
  );

/** Two plans for one urgency that look different tell a thief of the database which route a report took, and so what it says. */
function shapeFindings({ routes, plans }: Policy): readonly Finding[] {
  const found = new Map<number, Finding>();
  for (const level of URGENCY_CODES) {
    const taking = routes
      .map((route, at) => ({ route, at }))
      .filter(({ route }) => route.when.urgency?.includes(level) ?? true);
    const usual = taking.at(-1);
    if (!usual) continue;
    const plain =
      taking.find(({ route }) => Object.keys(route.when).every((name) => name === 'urgency')) ?? usual;
    for (const { route, at } of taking) {
      if (at >= plain.at || shapeOf(plans[route.plan]) === shapeOf(plans[plain.route.plan])) continue;
      found.set(at, {
        severity: 'warning',
        path: ['routes', at],
        because: `whoever steals the database can tell "${route.name}" from other reports of the same urgency by the times of its steps; give its plan the times of "${plain.route.plan}", or accept it`,
      });
    }
  }
  return [...found.values()];
}
