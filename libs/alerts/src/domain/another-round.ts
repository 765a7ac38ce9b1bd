/**
 * A ladder that is paged again because its report was raised. The people who come next are told now; where all have been told,
 * or the ladder had ended unanswered, it is climbed once more. Never after somebody has accepted. Pure.
 */
import type { AlertState } from './acknowledgement.js';

export interface Round<P> {
  readonly plan: P;
  readonly nextStep: number;
}

export function pageAgain<P extends { readonly steps: readonly { readonly afterMs: number }[] }>(
  plan: P,
  alert: { readonly status: AlertState['status']; readonly nextStep: number },
): Round<P> | null {
  if (alert.status === 'accepted' || alert.status === 'closed') return null;
  const { steps } = plan;
  // A plan that could tell nobody would only be exhausted a second time.
  if (steps.length === 0) return null;
  if (alert.status === 'escalating' && alert.nextStep < steps.length)
    return { plan, nextStep: alert.nextStep };
  // Nobody is told twice of one step, so another round has steps of its own.
  const again = steps.map((step, at) => (at === 0 ? { ...step, afterMs: 0 } : step));
  return { plan: { ...plan, steps: [...steps, ...again] }, nextStep: steps.length };
}
