/** What an alert is decided by, from what is signed today: the plan of a new one, and who of an older one's step is told. */
import { sealingKeys } from '#crypto';
import type { AlertInput } from '#policy';
import type { TriageDecision } from '#triage/domain';
import type { ChannelAssurance } from '#vocabulary';
import type { Publication } from '../publication/verify-publication.js';
import type { RoutingReading } from './read-routing.js';

export interface Subject {
  readonly decision: Pick<TriageDecision, 'urgency' | 'unsorted' | 'quarantined'>;
  readonly reading: RoutingReading;
  readonly channel: ChannelAssurance;
}

export function alertInput(
  { decision, reading, channel }: Subject,
  { policy, roster, directory, onCall }: Publication,
  at: Date,
): AlertInput {
  const keys = sealingKeys(directory);
  return {
    decision,
    routing: reading.kind === 'read' ? reading.routing : null,
    channel,
    policy,
    roster,
    deskOrganisations: {
      triage: keys?.triage.organisations ?? [],
      safeguarding: keys?.safeguarding.organisations ?? [],
    },
    onCall,
    at,
  };
}
