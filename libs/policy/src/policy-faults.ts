/**
 * What no policy may say, however well formed: the rules that keep it from leaving somebody alone or telling too many.
 * A fault refuses the whole policy (DESIGN §5.5–5.6, guarantees 3 and 7). Pure; each fault names its place.
 */
import type { PlanStep, Policy, Route, Target } from './policy.js';

export interface Fault {
  readonly path: readonly (string | number)[];
  readonly because: string;
}

/** Each that continues adds its plan to the ladder: bounded, so that a ladder is. */
const MAX_CONTINUING = 3;

export function findFaults(policy: Policy): readonly Fault[] {
  return [...routeFaults(policy), ...unsortedFaults(policy), ...planFaults(policy)];
}

function routeFaults({ routes, plans }: Policy): readonly Fault[] {
  const faults: Fault[] = [];
  const names = new Set<string>();
  routes.forEach((route, at) => {
    const fault = (field: string, because: string) => faults.push({ path: ['routes', at, field], because });
    if (names.has(route.name)) fault('name', `two routes are called "${route.name}"`);
    names.add(route.name);
    if (!Object.hasOwn(plans, route.plan)) fault('plan', `there is no plan called "${route.plan}"`);
  });
  const last = routes.at(-1);
  // A report that no route takes would be told to nobody.
  if (last && !takesEverything(last))
    faults.push({
      path: ['routes', routes.length - 1],
      because: 'the last route must take every report that is left: no "when", and no "continue"',
    });
  if (routes.filter((route) => route.continue).length > MAX_CONTINUING)
    faults.push({ path: ['routes'], because: `at most ${String(MAX_CONTINUING)} routes may "continue"` });
  return faults;
}

const takesEverything = (route: Route): boolean => !route.continue && Object.keys(route.when).length === 0;

function unsortedFaults({ unsorted, plans }: Policy): readonly Fault[] {
  if (Object.hasOwn(plans, unsorted.plan)) return [];
  return [{ path: ['unsorted', 'plan'], because: `there is no plan called "${unsorted.plan}"` }];
}

function planFaults({ routes, unsorted, plans }: Policy): readonly Fault[] {
  return Object.entries(plans).flatMap(([name, steps]) => {
    const faults = [];
    if (name === unsorted.plan) faults.push(...unsortedPlanFaults(steps));
    if (name !== unsorted.plan || routes.some((route) => route.plan === name))
      faults.push(...routedPlanFaults(steps));
    return faults.map(({ path, because }) => ({ path: ['plans', name, ...path], because }));
  });
}

function routedPlanFaults(steps: readonly PlanStep[]): readonly Fault[] {
  const faults: Fault[] = [];
  if (!pagesAtOnce(steps, ['triage']))
    faults.push({ path: [0], because: 'the first step must tell "roster: triage" or "desk" at once' });
  faults.push(...endFaults(steps));
  eachTarget(steps, (target, path) => {
    // Its members cannot open what is sealed to triage, and would learn that it is there.
    if (target.kind === 'roster' && target.roster === 'safeguarding')
      faults.push({ path, because: 'only unsorted reports are told to the safeguarding roster' });
  });
  return faults;
}

function unsortedPlanFaults(steps: readonly PlanStep[]): readonly Fault[] {
  const faults: Fault[] = [];
  // Whichever desk it is sealed to, somebody who can open it hears of it at once.
  if (!pagesAtOnce(steps, ['triage', 'safeguarding']))
    faults.push({
      path: [0],
      because:
        'the first step for unsorted reports must tell both "roster: triage" and "roster: safeguarding", or "desk"',
    });
  faults.push(...endFaults(steps));
  eachTarget(steps, (target, path) => {
    if (target.kind === 'allies')
      faults.push({
        path,
        because: 'nobody knows what an unsorted report consents to: its plan tells no allies',
      });
  });
  return faults;
}

/** Allies may be none, or may not answer: then somebody of ours must be the last who was told. */
function endFaults(steps: readonly PlanStep[]): readonly Fault[] {
  if (steps.at(-1)?.notify.some(({ kind }) => kind !== 'allies')) return [];
  return [
    {
      path: [steps.length - 1],
      because:
        'a plan ends with the desk, a roster or a person: allies may not answer, and then nobody of ours would know',
    },
  ];
}

function pagesAtOnce(steps: readonly PlanStep[], rosters: readonly string[]): boolean {
  const [first] = steps;
  if (first?.afterSeconds !== 0) return false;
  const named = first.notify.flatMap((target) => (target.kind === 'roster' ? [target.roster] : []));
  return (
    first.notify.some(({ kind }) => kind === 'desk') || rosters.every((roster) => named.includes(roster))
  );
}

function eachTarget(
  steps: readonly PlanStep[],
  look: (target: Target, path: readonly (string | number)[]) => void,
): void {
  steps.forEach((step, at) => {
    step.notify.forEach((target, nth) => {
      look(target, [at, 'notify', nth]);
    });
  });
}
