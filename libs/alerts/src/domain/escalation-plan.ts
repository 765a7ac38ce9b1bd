/**
 * The plan of one alert: who is told in which step. A snapshot: what was decided when the alert was raised is what runs,
 * whatever rosters and policies say later. It holds random ids only and may be stored in clear.
 */
import type { MemberId, OrganisationId } from '#kernel';

export interface Recipient {
  readonly member: MemberId;
  readonly organisation: OrganisationId;
  readonly via: 'desk' | 'ally';
}

export interface EscalationStep {
  /** Counted from the step before; the first from the alert, and of an unsorted report at most the length of a batch. */
  readonly afterMs: number;
  readonly recipients: readonly Recipient[];
}

export interface EscalationPlan {
  readonly steps: readonly EscalationStep[];
  /** How long the last people told have to answer before the alert counts as exhausted. */
  readonly lastWaitMs: number;
}
