/** Which routes of the policy a report takes: the first that matches, and those after it while a match says `continue`. Pure. */
import { actGroupsOf, isWithin } from '#vocabulary';
import type { AlertInput } from './alert-input.js';
import type { Conditions, Route, RouteConsent } from './policy.js';

type Subject = Pick<AlertInput, 'decision' | 'routing' | 'channel'>;

/** Empty for an unsorted report: nothing is known to route it by. */
export function routesFor(routes: readonly Route[], subject: Subject): readonly Route[] {
  const { urgency, unsorted } = subject.decision;
  if (unsorted || !subject.routing || !urgency) return [];
  const facets = facetsOf(subject);
  const taken: Route[] = [];
  for (const route of routes) {
    if (!matches(route.when, facets)) continue;
    taken.push(route);
    if (!route.continue) break;
  }
  return taken;
}

type Facets = Readonly<Record<keyof Conditions, readonly string[]>>;

function facetsOf({ decision, routing, channel }: Subject): Facets {
  const { acts = [], targets = [], sector = [], needs = [], raisers = [] } = routing ?? {};
  return {
    urgency: decision.urgency ? [decision.urgency] : [],
    acts,
    actGroups: actGroupsOf(acts),
    targets,
    territory: routing?.department ? [routing.department] : [],
    sector,
    needs,
    language: routing ? [routing.language] : [],
    raisers,
    consent: consentOf(routing?.consent.tiers ?? []),
    channel: [channel],
  };
}

const consentOf = (tiers: readonly RouteConsent[]): readonly RouteConsent[] =>
  tiers.length > 0 ? tiers : ['T0'];

function matches(when: Conditions, facets: Facets): boolean {
  return CONDITIONS.every((name) => {
    const wanted: readonly string[] | undefined = when[name];
    return !wanted || facets[name].some((given) => wanted.some((code) => fits(name, given, code)));
  });
}

/** A route for a department takes its provinces; a route for a province only that one. */
export const fits = (name: keyof Conditions, given: string, wanted: string): boolean =>
  name === 'territory' ? isWithin(given, wanted) : given === wanted;

export const CONDITIONS = [
  'urgency',
  'acts',
  'actGroups',
  'targets',
  'territory',
  'sector',
  'needs',
  'language',
  'raisers',
  'consent',
  'channel',
] as const satisfies readonly (keyof Conditions)[];
