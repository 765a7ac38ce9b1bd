/**
 * The plan as it lies in the alert's row: times and random member ids. Organisations are left out and looked up in the
 * sealed roster when needed: in the row they would tell a thief which organisations a report concerns.
 */
import type { EscalationPlan, Recipient } from '#alerts/domain';
import type { MemberId, OrganisationId } from '#kernel';
import type { Roster } from '#crypto';
import { z } from 'zod';

const stored = z.strictObject({
  v: z.literal(1),
  lastWaitMs: z.int().min(0),
  steps: z
    .array(
      z.strictObject({
        afterMs: z.int().min(0),
        recipients: z.array(z.strictObject({ member: z.uuid(), via: z.enum(['desk', 'ally']) })),
      }),
    )
    .max(64),
});

export type StoredPlan = z.infer<typeof stored>;

export function storePlan(plan: EscalationPlan): StoredPlan {
  return {
    v: 1,
    lastWaitMs: plan.lastWaitMs,
    steps: plan.steps.map(({ afterMs, recipients }) => ({
      afterMs,
      recipients: recipients.map(({ member, via }) => ({ member, via })),
    })),
  };
}

export const parseStoredPlan = (value: unknown): StoredPlan => stored.parse(value);

/** Whoever has left the roster since is no recipient any more; the step keeps its time. */
export function loadPlan(value: unknown, roster: Pick<Roster, 'members'>): EscalationPlan {
  const { lastWaitMs, steps } = parseStoredPlan(value);
  const organisations = new Map(roster.members.map(({ id, organisation }) => [id, organisation]));
  const toRecipient = ({ member, via }: { member: string; via: Recipient['via'] }): Recipient[] => {
    const organisation = organisations.get(member);
    return organisation === undefined
      ? []
      : [{ member: member as MemberId, organisation: organisation as OrganisationId, via }];
  };
  return {
    lastWaitMs,
    steps: steps.map(({ afterMs, recipients }) => ({ afterMs, recipients: recipients.flatMap(toRecipient) })),
  };
}
