/**
 * May this schema follow the released one? Pure. Clients are on phones that nobody updates: what breaks them is refused
 * unless a person wrote down why it must be (apps/api/schema.accepted.json). What is merely dangerous, such as a new member
 * of a union, is listed, so that whoever adds it has looked at how an old client takes it.
 */
import { BreakingChangeType, buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql';
import { z } from 'zod';

export const acceptedChanges = z.array(
  z.strictObject({
    /** As the check names it, word for word. */
    change: z.string().min(1),
    because: z.string().min(20, 'say why in a sentence'),
  }),
);
export type AcceptedChange = z.infer<typeof acceptedChanges>[number];

export interface SchemaVerdict {
  /** Sentences for whoever made the change; empty when it may go out. */
  readonly refused: readonly string[];
  readonly dangerous: readonly string[];
}

const REMOVALS: ReadonlySet<BreakingChangeType> = new Set([
  BreakingChangeType.FIELD_REMOVED,
  BreakingChangeType.TYPE_REMOVED,
  BreakingChangeType.ARG_REMOVED,
  BreakingChangeType.VALUE_REMOVED_FROM_ENUM,
  BreakingChangeType.TYPE_REMOVED_FROM_UNION,
]);

export function compareSchemas(
  released: string,
  current: string,
  accepted: readonly AcceptedChange[],
): SchemaVerdict {
  const [before, after] = [buildSchema(released), buildSchema(current)];
  const breaking = findBreakingChanges(before, after);
  const known = new Set(accepted.map(({ change }) => change));
  const refused = breaking
    .filter(({ description }) => !known.has(description))
    .map(({ type, description }) => `${description} ${advice(type)}`);
  // A reason that outlives its change would let the same break through later, unseen.
  const stale = [...known]
    .filter((change) => !breaking.some(({ description }) => description === change))
    .map((change) => `schema.accepted.json accepts what does not happen: "${change}" Remove that entry.`);
  return {
    refused: [...refused, ...stale],
    dangerous: findDangerousChanges(before, after).map(({ description }) => description),
  };
}

function advice(type: BreakingChangeType): string {
  const first = REMOVALS.has(type)
    ? 'This breaks clients in use: mark it @deprecated first and remove it after a release.'
    : 'This breaks clients in use: add something new beside it and deprecate the old.';
  return `${first} If it must be, add it to apps/api/schema.accepted.json with the reason.`;
}
