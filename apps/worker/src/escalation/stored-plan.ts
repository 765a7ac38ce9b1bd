/**
 * The plan as it lies in the alert's row: times, names of rosters, and random ids of allies' people. Organisations are left
 * out and looked up in the sealed roster when needed: in the row they would tell a thief which organisations a report
 * concerns.
 */
import type { Roster } from '#crypto';
import type { MemberId, OrganisationId } from '#kernel';
import type { EscalationPlan, StepTarget } from '#policy';
import { allyEntryOf } from '#rosters';
import { z } from 'zod';

const storedTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('roster'), roster: z.string().max(40) }),
  z.strictObject({ kind: z.literal('desk') }),
  z.strictObject({ kind: z.literal('person') }),
  z.strictObject({ kind: z.literal('ally'), member: z.uuid() }),
  z.strictObject({ kind: z.literal('call'), contact: z.uuid() }),
]);
type StoredTarget = z.infer<typeof storedTarget>;

const stored = z.strictObject({
  v: z.literal(2),
  lastWaitMs: z.int().min(0),
  // Four plans of sixteen steps side by side, and one more round of them.
  steps: z.array(z.strictObject({ afterMs: z.int().min(0), targets: z.array(storedTarget) })).max(128),
});

export type StoredPlan = z.infer<typeof stored>;

export function storePlan(plan: EscalationPlan): StoredPlan {
  return {
    v: 2,
    lastWaitMs: plan.lastWaitMs,
    steps: plan.steps.map(({ afterMs, targets }) => ({ afterMs, targets: targets.map(storedOf) })),
  };
}

function storedOf(target: StepTarget): StoredTarget {
  switch (target.kind) {
    case 'ally':
      return { kind: 'ally', member: target.member };
    case 'call':
      return { kind: 'call', contact: target.contact };
    case 'roster':
    case 'desk':
    case 'person':
      return target;
  }
}

export const parseStoredPlan = (value: unknown): StoredPlan => stored.parse(value);

/** Whoever has left the roster since is no target any more; the step keeps its time. */
export function loadPlan(value: unknown, roster: Pick<Roster, 'members' | 'organisations'>): EscalationPlan {
  const { lastWaitMs, steps } = parseStoredPlan(value);
  const organisationOf = new Map<string, string>([
    ...roster.members.map(({ id, organisation }) => [id, organisation] as const),
    ...roster.organisations.flatMap((organisation) =>
      allyEntryOf(organisation).contacts.map(({ id }) => [id, organisation.id] as const),
    ),
  ]);
  const load = (target: StoredTarget): StepTarget[] => {
    if (target.kind !== 'ally' && target.kind !== 'call') return [target];
    const id = target.kind === 'ally' ? target.member : target.contact;
    const organisation = organisationOf.get(id) as OrganisationId | undefined;
    if (organisation === undefined) return [];
    return target.kind === 'ally'
      ? [{ kind: 'ally', member: target.member as MemberId, organisation }]
      : [{ kind: 'call', contact: target.contact, organisation }];
  };
  return {
    lastWaitMs,
    steps: steps.map(({ afterMs, targets }) => ({ afterMs, targets: targets.flatMap(load) })),
  };
}
