/**
 * Whether a silence will count, by the rules that the worker follows (`#alerts/domain`), said before anybody signs: whoever believes a
 * bell to be silent that rings is tired the next day, and whoever counts on a signature that is none asks nobody else.
 */
import { whySilenceIsVoid, type WhyVoid } from '#alerts/domain';
import type { Roster, SilenceScope } from '#crypto';
import { checkPolicy, type Policy } from '#policy';
import type { VerifiedDirectory } from '#sdk';
import { refuse } from './terminal.js';

export interface ToSign {
  readonly from: Date;
  readonly until: Date;
  readonly breakGlass: boolean;
  readonly scope: SilenceScope;
  readonly signers: readonly string[];
}

export type SilenceRules = (silence: ToSign, now: Date) => WhyVoid | null;

export function silenceRules(verified: VerifiedDirectory, { members }: Roster): SilenceRules {
  const policy = policyOf(verified);
  return ({ signers, ...silence }, now) => {
    const known = signers.flatMap((member) => {
      const listed = members.find(({ id }) => id === member);
      return listed ? [{ member, organisation: listed.organisation }] : [];
    });
    return whySilenceIsVoid({ ...silence, signers: known }, policy, now);
  };
}

function policyOf({ policy }: VerifiedDirectory): Policy {
  const checked = checkPolicy(policy);
  if (!checked.ok) throw refuse('policy', 'This program is older than the policy: update it.');
  return checked.policy;
}

export const WHY_VOID: Readonly<Record<WhyVoid, string>> = {
  'not-signed': 'nobody of the roster has signed it',
  'needs-two': 'a second person has not signed',
  'one-organisation': 'both who signed are of one organisation; somebody of another one must',
  'too-long': 'it is longer than the policy allows',
  'own-paging': 'nobody takes themselves off the list, also not with a colleague’s signature',
  'no-break-glass': 'by the policy nobody may do this alone at this hour',
  'not-yet': 'it has not begun',
  over: 'it is over',
};
