/**
 * From what people wrote to what is signed: names become the ids of the roster, times become seconds. What does not fit the
 * roster or a rule of every policy is named at its line; nothing is compiled in part.
 */
import { checkPolicy } from '../compiled-form.js';
import { findFaults } from '../policy-faults.js';
import type { Conditions, PlanStep, Policy, ReactionTimes, Target } from '../policy.js';
import { compileTests } from './compile-tests.js';
import { Names, type KnownNames } from './names.js';
import type { Locate, Path, Problem } from './read-source.js';
import type { SourcePolicy, SourceStep, SourceTarget } from './source-form.js';

export type CompileOutcome =
  | {
      readonly ok: true;
      readonly policy: Policy;
      /** Where in the file something of the compiled policy was written. */
      readonly locate: Locate;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

interface Compiled {
  readonly steps: readonly PlanStep[];
  /** For each compiled step, the line of the file's list that it came from. */
  readonly from: readonly number[];
}

export function compilePolicy(
  source: SourcePolicy,
  locate: Locate,
  known: KnownNames,
  version: number,
): CompileOutcome {
  const names = new Names(known);
  const plans = new Map(
    Object.entries(source.plans).map(([name, steps]) => [name, compilePlan(steps, ['plans', name], names)]),
  );
  const policy: Policy = {
    kind: 'amparo/policy/1',
    version,
    timeZone: source.timeZone,
    reactionTimes: {
      U1: times(source.reactionTimes.U1),
      U2: times(source.reactionTimes.U2),
      U3: times(source.reactionTimes.U3),
      U4: times(source.reactionTimes.U4),
    },
    unsorted: unsortedOf(source.unsorted),
    claimSeconds: source.claim,
    delegations: { duty: dutyOf(source, names) },
    routes: source.routes.map((route) => ({ ...route, when: conditionsOf(route.when) })),
    plans: Object.fromEntries([...plans].map(([name, { steps }]) => [name, steps])),
    tests: compileTests(source.tests, names),
    storms: { windowSeconds: source.storms.window },
    silences: { maxSeconds: source.silences.longest, breakGlass: source.silences.breakGlass ?? null },
  };
  const wrong = [...names.problems, ...lastWaits(source), ...orders(source)];
  if (wrong.length === 0) wrong.push(...faultsOf(policy, plans));
  if (wrong.length > 0)
    return { ok: false, problems: wrong.map(({ path, because }) => at(locate, path, because)) };
  const checked = checkPolicy(policy);
  if (checked.ok)
    return { ok: true, policy: checked.policy, locate: (path) => locate(sourcePath(path, plans)) };
  const path = checked.reason === 'malformed' ? checked.path.split('.') : [];
  return {
    ok: false,
    problems: [at(locate, path, 'this cannot be signed: it is too long, too many, or out of range')],
  };
}

const at = (locate: Locate, path: Path, message: string): Problem => ({
  ...locate(path),
  severity: 'error',
  message,
});

interface Times {
  readonly answer: number;
  readonly act: number;
  readonly reassess: number;
}

const times = ({ answer, act, reassess }: Times): ReactionTimes => ({
  ackSeconds: answer,
  actionSeconds: act,
  reassessSeconds: reassess,
});

type Channels = NonNullable<Policy['unsorted']['channels']>;

const channelTimes = ({ unsorted }: Pick<SourcePolicy, 'unsorted'>): readonly (readonly [string, Times])[] =>
  Object.entries(unsorted.channels ?? {}).flatMap(([channel, given]) =>
    given === undefined ? [] : [[channel, given] as const],
  );

function unsortedOf(unsorted: SourcePolicy['unsorted']): Policy['unsorted'] {
  const { batch, plan } = unsorted;
  const channels = channelTimes({ unsorted }).map(([assurance, given]) => ({
    assurance: assurance as Channels[number]['assurance'],
    ...times(given),
  }));
  return {
    ...times(unsorted),
    plan,
    ...(batch === undefined ? {} : { batchSeconds: batch }),
    ...(channels.length === 0 ? {} : { channels }),
  };
}

function dutyOf({ duty }: SourcePolicy, names: Names): Policy['delegations']['duty'] {
  return Object.fromEntries(
    Object.entries(duty).map(([roster, { signedBy }]) => [
      roster,
      signedBy.map((handle, nth) => names.member(handle, ['duty', roster, 'signedBy', nth])),
    ]),
  );
}

/** Absent and undefined are one to people, and two to a signature. The codes are of the lists: the form has checked them. */
const conditionsOf = (when: SourcePolicy['routes'][number]['when']): Conditions =>
  Object.fromEntries(Object.entries(when).filter(([, codes]) => codes !== undefined));

function compilePlan(source: readonly SourceStep[], path: Path, names: Names): Compiled {
  const steps: PlanStep[] = [];
  const from: number[] = [];
  let waited = 0;
  source.forEach(({ notify, repeat = 0, every = 0, wait = 0, hand }, line) => {
    waited += wait;
    const told: readonly Target[] = hand
      ? [{ kind: 'person' }]
      : (notify ?? []).map((target, nth) => targetOf(target, [...path, line, 'notify', nth], names));
    if (told.length === 0) return;
    for (let round = 0; round <= repeat; round += 1) {
      steps.push({ afterSeconds: round === 0 ? waited : every, notify: told });
      from.push(line);
    }
    waited = 0;
  });
  return { steps, from };
}

function targetOf(target: SourceTarget, path: Path, names: Names): Target {
  if (target === 'desk') return { kind: 'desk' };
  if (target === 'allies')
    return { kind: 'allies', capabilities: [], scopes: [], organisations: [], needed: true };
  if ('roster' in target) return { kind: 'roster', roster: target.roster };
  const { capabilities = [], scopes = [], organisations = [], needed } = target.allies;
  const ids = organisations.map((one, nth) =>
    names.organisation(one, [...path, 'allies', 'organisations', nth]),
  );
  return { kind: 'allies', capabilities, scopes, organisations: ids, needed };
}

interface Wrong {
  readonly path: Path;
  readonly because: string;
}

function lastWaits({ plans }: SourcePolicy): readonly Wrong[] {
  return Object.entries(plans).flatMap(([name, steps]) =>
    steps.at(-1)?.wait === undefined
      ? []
      : [
          {
            path: ['plans', name, steps.length - 1],
            because: 'a plan ends with somebody who is told, not with a wait',
          },
        ],
  );
}

function orders({ reactionTimes, unsorted }: SourcePolicy): readonly Wrong[] {
  const places: readonly (readonly [Path, Times])[] = [
    ...Object.entries(reactionTimes).map(([level, given]) => [['reactionTimes', level], given] as const),
    [['unsorted'], unsorted],
    ...channelTimes({ unsorted }).map(
      ([channel, given]) => [['unsorted', 'channels', channel], given] as const,
    ),
  ];
  return places.flatMap(([path, { answer, act, reassess }]) =>
    answer <= act && act <= reassess
      ? []
      : [{ path, because: '"answer" comes before "act", and "act" before "reassess"' }],
  );
}

/** A fault of the compiled policy at the line that it came from. */
function faultsOf(policy: Policy, plans: ReadonlyMap<string, Compiled>): readonly Wrong[] {
  return findFaults(policy).map(({ path, because }) => ({ path: sourcePath(path, plans), because }));
}

function sourcePath(path: Path, plans: ReadonlyMap<string, Pick<Compiled, 'from'>>): Path {
  const [first, name, step, ...rest] = path;
  if (first === 'delegations') return path.slice(1);
  if (first !== 'plans' || typeof name !== 'string' || typeof step !== 'number') return path;
  return [first, name, plans.get(name)?.from[step] ?? 0, ...rest];
}
