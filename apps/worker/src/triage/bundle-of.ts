/**
 * What makes two reports one happening for the people who are paged (libs/crypto/PROTOCOL.md §2.6). Another place, act, target,
 * need or raiser, another urgency, other wishes about who may know: another bundle, which rings. An exercise is never in the
 * bundle of a real report, or whoever can send a drill could silence what happens beside it.
 */
import { formatTime, type Json } from '#crypto';
import { bundleToken } from '#crypto/dispatch';
import type { TriageDecision } from '#triage/domain';
import { isExercise, type Routing } from '#vocabulary';
import type { DispatchKey } from '../secrets/key-files.js';
import type { RoutingReading } from './read-routing.js';

/** Null without a key; every bell rings then. */
export function bundleOf(
  decision: Pick<TriageDecision, 'urgency' | 'desk' | 'unsorted' | 'quarantined' | 'visibleAt'>,
  reading: RoutingReading,
  dispatch: readonly DispatchKey[],
): Uint8Array | null {
  const key = dispatch[0]?.keys.secretKey;
  if (!key) return null;
  const { urgency, desk, quarantined, visibleAt } = decision;
  // Of what nobody could sort only the batch is known, and that much everybody sees.
  if (decision.unsorted || reading.kind !== 'read')
    return bundleToken(key, { unsorted: formatTime(visibleAt), quarantined });
  return bundleToken(key, { urgency, desk, quarantined, ...facetsOf(reading.routing) });
}

function facetsOf(routing: Routing): Readonly<Record<string, Json>> {
  const { acts, targets, needs, raisers, exclusions, consent, department } = routing;
  return {
    department,
    acts: sorted(acts),
    targets: sorted(targets),
    needs: sorted(needs),
    raisers: sorted(raisers),
    exclusions: sorted(exclusions),
    tiers: sorted(consent.tiers),
    named: sorted(consent.named),
    exercise: isExercise(routing),
  };
}

const sorted = (codes: readonly string[]): string[] => [...codes].sort();
