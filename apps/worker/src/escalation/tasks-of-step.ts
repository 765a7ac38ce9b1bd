/**
 * What of a step no notice can do: somebody has no keys and must be called, nothing reaches somebody who was to be told, or the plan
 * hands the alert to a person. Pure.
 */
import type { Recipient, StepTarget } from '#policy';

export type TaskKind = 'call' | 'unreachable' | 'decide';

export interface TaskOfStep {
  readonly kind: TaskKind;
  /** Whom it is about, by their random id; the alert's own where a person is to choose. */
  readonly subject: string;
}

export function tasksOfStep(
  alertId: string,
  targets: readonly StepTarget[],
  recipients: readonly Recipient[],
  /** Members of earlier steps whom none of their channels reached. */
  unreachable: readonly string[],
): readonly TaskOfStep[] {
  const called = recipients.flatMap((recipient) => (recipient.via === 'call' ? [recipient.contact] : []));
  return [
    ...called.map((subject) => ({ kind: 'call' as const, subject })),
    ...unreachable.map((subject) => ({ kind: 'unreachable' as const, subject })),
    ...(targets.some(({ kind }) => kind === 'person') ? [{ kind: 'decide' as const, subject: alertId }] : []),
  ];
}
