/** Whom an alert would tell by what is signed today: the plan of a new one, and what may still be told of an older one. */
import { planAlert, type AlertPlan } from '#alerts/domain';
import { sealingKeys } from '#crypto';
import type { TriageDecision } from '#triage/domain';
import type { Publication } from '../publication/verify-publication.js';
import type { RoutingReading } from './read-routing.js';

export function planFor(
  decision: Pick<TriageDecision, 'urgency' | 'unsorted' | 'quarantined'>,
  reading: RoutingReading,
  { policy, roster, directory }: Publication,
): AlertPlan {
  const keys = sealingKeys(directory);
  return planAlert({
    decision,
    routing: reading.kind === 'read' ? reading.routing : null,
    policy,
    roster,
    deskOrganisations: {
      triage: keys?.triage.organisations ?? [],
      safeguarding: keys?.safeguarding.organisations ?? [],
    },
  });
}
