/**
 * Why a report is as urgent as it is, and who was not told: sealed to the desk, because it repeats what the reporter wrote
 * and whom they fear. Only for what dispatch could open: a note on every other report would have to lie or say nothing.
 */
import type { AlertPlan } from '#alerts/domain';
import { sealingKeys, type SignKeyPair } from '#crypto';
import { MessageTooLong, sealTriageNote } from '#crypto/seal';
import type { TriageDecision } from '#triage/domain';
import type { Publication } from '../publication/verify-publication.js';
import type { RoutingReading } from './read-routing.js';

export interface SealedNote {
  readonly sealed: Uint8Array;
  readonly epoch: number;
}

interface NoteInput {
  readonly decision: TriageDecision;
  readonly planned: AlertPlan;
  readonly reading: RoutingReading;
  readonly publication: Publication;
  readonly dispatchSign: SignKeyPair;
}

export function sealNote({
  decision,
  planned,
  reading,
  publication,
  dispatchSign,
}: NoteInput): SealedNote | null {
  if (reading.kind === 'unopened') return null;
  const keys = sealingKeys(publication.directory);
  if (!keys) return null;
  const { urgency, base, raised, reasons } = decision;
  const seal = (withheld: AlertPlan['withheld']): SealedNote => ({
    sealed: sealTriageNote(
      {
        deskKey: keys.triage.sealKey,
        T0: reading.T0,
        body: {
          urgency,
          base,
          raised: raised.map((step) => ({ ...step })),
          reasons: reasons.map((reason) => ({ ...reason })),
          withheld: withheld.map((entry) => ({ ...entry })),
          malformed: reading.kind === 'malformed',
        },
      },
      dispatchSign.secretKey,
    ),
    epoch: keys.triage.epoch,
  });
  try {
    return seal(planned.withheld);
  } catch (error) {
    if (!(error instanceof MessageTooLong)) throw error;
    // A large network fills the note. What the reporter themself decided is what the desk must not miss.
    const grave = planned.withheld.filter(({ because }) => because === 'excluded' || because === 'conflict');
    return seal(grave.slice(0, MAX_WITHHELD));
  }
}

const MAX_WITHHELD = 16;
