/**
 * A ladder that is climbed again because whoever had accepted does not come. All who were told are told at once that it is open
 * again, for they went back to sleep; then it goes on where it was. Pure.
 */
import type { Round } from './another-round.js';

/** As many steps as a stored plan may have. An alert that fell back more often than that is exhausted, visibly. */
export const MAX_STEPS = 128;

export function climbAgain<
  P extends { readonly steps: readonly { readonly afterMs: number; readonly targets: readonly unknown[] }[] },
>(plan: P, nextStep: number): Round<P> | null {
  const taken = plan.steps.slice(0, nextStep);
  const targets = onceEach(taken.flatMap((step) => step.targets));
  const rest = plan.steps.slice(nextStep);
  if (targets.length === 0) return rest.length === 0 ? null : { plan, nextStep };
  // Nobody is told twice of one step, so those who are told again have a step of its own.
  const steps = [...taken, { afterMs: 0, targets }, ...rest];
  return steps.length > MAX_STEPS ? null : { plan: { ...plan, steps }, nextStep };
}

function onceEach(targets: readonly unknown[]): readonly unknown[] {
  const seen = new Set<string>();
  return targets.filter((target) => {
    const key = JSON.stringify(target);
    return !seen.has(key) && seen.add(key);
  });
}
