/**
 * Who may ask what: one table for the whole api. It fails closed: an action that is not in the table, a right that is not
 * in an action's row, or a session without the needed right may do nothing. What a desk's right covers (which reports) is
 * decided where the report is read.
 */
import type { Right } from '#crypto';

/** `anyone`: no session needed. `member`: any session of a person on the current access list. Otherwise one of the rights. */
type Allowed = 'anyone' | 'member' | readonly Right[];

const desks = ['desk:triage', 'desk:safeguarding'] as const;

export const PERMISSIONS = {
  'health:read': 'anyone',
  // Public, or readable only with a secret that the caller must already hold.
  'directory:read': 'anyone',
  'keyring:read': 'anyone',
  // A blob is stored by its address, which only the passphrase gives; no session exists yet when a member enrols.
  'keyring:store': 'anyone',
  'mailbox:exchange': 'anyone',
  // A reporter has no account: what is not malformed is accepted.
  'report:submit': 'anyone',
  // As a report: sealed, from nobody in particular, within a budget.
  'file:send': 'anyone',
  'file:read': desks,
  'file:erase': desks,
  // The token in the address is all that it takes.
  'feed:read': 'anyone',
  // Authenticates itself: roots and witnesses signed it, whoever brings it.
  'publication:publish': 'anyone',
  'session:open': 'anyone',
  'session:close': 'member',
  'self:read': 'member',
  'queue:read': desks,
  'queue:watch': desks,
  'report:read': desks,
  'report:claim': desks,
  'report:close': desks,
  'task:read': desks,
  'task:watch': desks,
  'task:take': desks,
  'task:record': desks,
  'mailbox:read': desks,
  'mailbox:reply': desks,
  'silence:read': desks,
  'silence:sign': desks,
  'alert:read': 'member',
  'alert:watch': 'member',
  'alert:acknowledge': 'member',
  'channels:own': 'member',
  'duty:read': desks,
  // Whom the signed policy names for the roster; that is looked up where it is stored.
  'duty:publish': 'member',
  // What is wrong with the platform: whoever relies on it for others, and whoever can mend it.
  'finding:read': ['desk:triage', 'desk:safeguarding', 'admin', 'auditor'],
  'finding:watch': ['desk:triage', 'desk:safeguarding', 'admin', 'auditor'],
} as const satisfies Record<string, Allowed>;

export type Action = keyof typeof PERMISSIONS;

export function isForDesks(action: string): boolean {
  return Object.hasOwn(PERMISSIONS, action) && PERMISSIONS[action as Action] === desks;
}

/** `rights` is null for somebody without a session. */
export function decidePermission(
  action: string,
  rights: ReadonlySet<string> | null,
): 'allowed' | 'unauthenticated' | 'forbidden' {
  const allowed: Allowed | undefined = Object.hasOwn(PERMISSIONS, action)
    ? PERMISSIONS[action as Action]
    : undefined;
  if (allowed === undefined) return 'forbidden';
  if (allowed === 'anyone') return 'allowed';
  if (rights === null) return 'unauthenticated';
  if (allowed === 'member') return 'allowed';
  return allowed.some((right) => rights.has(right)) ? 'allowed' : 'forbidden';
}
