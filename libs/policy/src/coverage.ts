/**
 * Routes that no report can ever reach, because those above take all that they could match. Exact for what one route above
 * covers alone, and for several that split by urgency; a set of routes that covers another only together in some other way
 * is not seen. Pure.
 */
import { actGroupOf, URGENCY_CODES } from '#vocabulary';
import type { Conditions, Route } from './policy.js';
import { CONDITIONS, fits } from './routes.js';

/** By position. The last route is never one: it must be there for what is left, even if nothing is. */
export function unreachableRoutes(routes: readonly Route[]): readonly number[] {
  return routes.flatMap((route, at) => {
    const above = routes.slice(0, at).filter((one) => !one.continue);
    const urgencies = route.when.urgency ?? URGENCY_CODES;
    const covered = urgencies.every((level) =>
      above.some((one) => takesAll(one.when, { ...route.when, urgency: [level] })),
    );
    return covered && at < routes.length - 1 ? [at] : [];
  });
}

/** Whether every report that meets `narrow` also meets `wide`. */
function takesAll(wide: Conditions, narrow: Conditions): boolean {
  return CONDITIONS.every((name) => {
    const wanted: readonly string[] | undefined = wide[name];
    if (!wanted) return true;
    const given: readonly string[] | undefined = narrow[name];
    if (name === 'actGroups' && narrow.acts?.every((act) => wanted.includes(actGroupOf(act)))) return true;
    return given?.every((code) => wanted.some((one) => fits(name, code, one))) ?? false;
  });
}
