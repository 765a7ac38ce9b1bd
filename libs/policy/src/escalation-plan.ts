/**
 * The plan of one alert: who is told in which step. A snapshot: when, and at most which allies, was decided when the alert
 * was raised, whatever rosters and policies say later. Rosters and desks are filled with people at the moment of each step.
 */
import type { MemberId, OrganisationId } from '#kernel';

export type StepTarget =
  | { readonly kind: 'roster'; readonly roster: string }
  | { readonly kind: 'desk' }
  | { readonly kind: 'person' }
  | { readonly kind: 'ally'; readonly member: MemberId; readonly organisation: OrganisationId }
  /** Somebody of an ally who has no keys, by their entry in the registry. */
  | { readonly kind: 'call'; readonly contact: string; readonly organisation: OrganisationId };

/** Somebody of a step, once it is taken. */
export type Recipient =
  | {
      readonly via: 'desk' | 'ally';
      readonly member: MemberId;
      readonly organisation: OrganisationId;
    }
  | { readonly via: 'call'; readonly contact: string; readonly organisation: OrganisationId };

export interface EscalationStep {
  /** Counted from the step before; the first from the alert, and of an unsorted report at most the length of a batch. */
  readonly afterMs: number;
  readonly targets: readonly StepTarget[];
}

export interface EscalationPlan {
  readonly steps: readonly EscalationStep[];
  /** How long the last people told have to answer before the alert counts as exhausted. */
  readonly lastWaitMs: number;
}
