/**
 * What the deployment entrusts to a member: desk keys granted to it and its copy of the roster. Nothing is taken on the
 * server's word: a grant is kept only if the seed inside derives the very keys that the verified directory lists for that
 * desk and epoch, and a roster only if its hash is in the verified head.
 */
import { verifyDocument, wipe, type DeskKeys, type DeskName, type Roster } from '#crypto';
import { openGrant, openRosterCopy } from '#crypto/open';
import type { VerifiedDirectory } from './directory.js';
import { readMe } from './operations.js';
import type { Session } from './session.js';
import type { CallFailure } from './transport.js';

export interface HeldDesk {
  readonly desk: DeskName;
  readonly epoch: number;
  readonly keys: DeskKeys;
  readonly retired: boolean;
}

export interface MemberWork {
  readonly rights: readonly string[];
  readonly desks: readonly HeldDesk[];
  /** Grants that do not open or open to another key: somebody tampered, or the grant is for a key that was replaced. */
  readonly badGrants: readonly { readonly desk: string; readonly epoch: number }[];
  /** null when there is no copy, or none that this head vouches for. */
  readonly roster: Roster | null;
}

export type MemberWorkOutcome =
  | { readonly ok: true; readonly work: MemberWork }
  | { readonly ok: false; readonly reason: 'other-member' }
  | { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };

function openOneGrant(
  session: Session,
  verified: VerifiedDirectory,
  grant: { readonly desk: string; readonly epoch: number; readonly sealed: Uint8Array },
): HeldDesk | null {
  const entry = verified.directory.desks.find(
    (candidate) => candidate.desk === grant.desk && candidate.epoch === grant.epoch,
  );
  if (!entry) return null;
  const opened = openGrant(session.member.keys.seal.secretKey, grant.sealed, entry);
  if (!opened.ok) return null;
  wipe(opened.seed);
  return { desk: entry.desk, epoch: entry.epoch, keys: opened.keys, retired: entry.retired !== null };
}

function openRoster(session: Session, verified: VerifiedDirectory, sealed: Uint8Array | null): Roster | null {
  if (!sealed) return null;
  const copy = openRosterCopy(session.member.keys.seal.secretKey, sealed);
  if (!copy.ok) return null;
  const outcome = verifyDocument(verified, 'roster', copy.roster);
  return outcome.ok ? outcome.document : null;
}

export async function openWork(session: Session, verified: VerifiedDirectory): Promise<MemberWorkOutcome> {
  const answer = await session.call(readMe, {});
  if (!answer.ok) return { ok: false, reason: 'call', failure: answer };
  const { id, rights, roster, grants } = answer.value;
  if (id !== session.member.id) return { ok: false, reason: 'other-member' };
  const desks: HeldDesk[] = [];
  const badGrants: { desk: string; epoch: number }[] = [];
  for (const grant of grants) {
    const held = openOneGrant(session, verified, grant);
    if (held) desks.push(held);
    else badGrants.push({ desk: grant.desk, epoch: grant.epoch });
  }
  return { ok: true, work: { rights, desks, badGrants, roster: openRoster(session, verified, roster) } };
}
