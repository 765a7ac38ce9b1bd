/**
 * Who of a step may still be told. The plan is a snapshot and decides when and at most whom; what was signed since can
 * only take away: a member who left, moved to an excluded organisation, or lost the right. Exclusion holds later too.
 */
import type { AlertPlan, Recipient, WithheldReason } from '#alerts/domain';
import { mayHoldDesk, sealingKeys } from '#crypto';
import type { Publication } from '../publication/verify-publication.js';

/** A policy that no longer names an ally does not undo a plan; a reporter's wish, or a change of organisation, does. */
const BARS_ALLY: readonly WithheldReason[] = [
  'excluded',
  'never-automatic',
  'conflict',
  'quarantined',
  'consent',
];

export function currentRecipients(
  step: readonly Recipient[],
  /** The plan that today's roster and policy would give. */
  today: AlertPlan,
  publication: Pick<Publication, 'directory' | 'roster'>,
): readonly Recipient[] {
  const stillAllowed = step.filter((recipient) => mayBeTold(recipient, today, publication));
  if (stillAllowed.length > 0) return stillAllowed;
  // Never silent: where nobody of the snapshot is left, those are told whom a new report would page.
  return today.plan.steps[0]?.recipients.filter(({ via }) => via === 'desk') ?? [];
}

function mayBeTold(
  { member, organisation, via }: Recipient,
  { withheld }: AlertPlan,
  { directory, roster }: Pick<Publication, 'directory' | 'roster'>,
): boolean {
  const person = roster.members.find(({ id }) => id === member);
  if (!person) return false;
  const barred = (reasons: readonly WithheldReason[]) =>
    withheld.some((entry) => entry.organisation === organisation && reasons.includes(entry.because));
  if (via === 'ally') return person.rights.includes('ally') && !barred(BARS_ALLY);
  const keys = sealingKeys(directory);
  const holdsDesk =
    keys !== null && [keys.triage, keys.safeguarding].some((desk) => mayHoldDesk(desk, person));
  return holdsDesk && !barred(['excluded']);
}
