/**
 * Why a report is as urgent as it is, and who was not told: sealed to the desk, because it repeats what the reporter wrote
 * and whom they fear. Only for what dispatch could open: a note on every other report would have to lie or say nothing.
 */
import { sealingKeys, type Json, type SignKeyPair } from '#crypto';
import { MessageTooLong, sealTriageNote } from '#crypto/seal';
import type { AlertPlan } from '#policy';
import type { TriageDecision } from '#triage/domain';
import { isExercise } from '#vocabulary';
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
  for (const body of bodies(decision, planned.withheld, reading)) {
    try {
      const sealed = sealTriageNote(
        { deskKey: keys.triage.sealKey, T0: reading.T0, body },
        dispatchSign.secretKey,
      );
      return { sealed, epoch: keys.triage.epoch };
    } catch (error) {
      if (!(error instanceof MessageTooLong)) throw error;
    }
  }
  return null;
}

const MAX_WITHHELD = 16;

/**
 * From the fullest to the shortest: a report whose codes are as long as they may be must not stay in triage because a note
 * about it does not fit. What is left out is in the report itself, except for whom the reporter excluded: that stays longest.
 */
function bodies(
  decision: TriageDecision,
  withheld: AlertPlan['withheld'],
  reading: RoutingReading,
): readonly Readonly<Record<string, Json>>[] {
  const { urgency, base } = decision;
  const raised = decision.raised.map((step) => ({ ...step }));
  const reasons = decision.reasons.map((reason) => ({ ...reason }));
  // The codes that members filter by, so that no envelope must be fetched to leave out what only shares a blind token.
  const facets =
    reading.kind === 'read'
      ? { department: reading.routing.department, acts: [...reading.routing.acts] }
      : null;
  const exercise = reading.kind === 'read' && isExercise(reading.routing);
  const grave = withheld.filter(({ because }) => because === 'excluded' || because === 'conflict');
  const told = (entries: AlertPlan['withheld']): Json => entries.map((entry) => ({ ...entry }));
  const full = { urgency, base, raised, reasons, facets, malformed: reading.kind === 'malformed', exercise };
  const few = told(grave.slice(0, MAX_WITHHELD));
  return [
    { ...full, withheld: told(withheld) },
    { ...full, withheld: few },
    { ...full, raised: [], reasons: [], withheld: few },
    { ...full, raised: [], reasons: [], facets: null, withheld: few },
  ];
}
