/**
 * Do the documents of one publication fit together? (PROTOCOL.md §5.11.) For whoever holds a root key, before signing. People who sign by hand make mistakes; these
 * are the ones that would hand a desk, or a custodian's box, to the wrong person.
 */
import { equalBytes, toBase64Url } from '../bytes.js';
import { isWeakSealKey, isWeakSignKey } from '../keys.js';
import { encodeAccess, type Access } from './access.js';
import { allyEntryOf, unreadableInMember, unreadableInOrganisation } from './ally-entry.js';
import { sealingKeys, type Directory } from './directory.js';
import type { Grants } from './grants.js';
import { accessOf, mayHoldDesk, type Roster, type RosterMember } from './roster.js';

export interface Publication {
  readonly directory: Directory;
  readonly roster: Roster;
  readonly access: Access;
  readonly grants: Grants;
}

export type PublicationFault =
  | 'access-differs'
  | 'weak-member-key'
  | 'shared-member-key'
  | 'member-of-no-organisation'
  | 'desk-right-without-desk'
  | 'custodian-on-a-desk'
  | 'custodian-missing'
  | 'duty-without-right'
  | 'grant-to-stranger'
  | 'unreadable-ally-entry'
  | 'contact-listed-twice';

/** The first broken rule of PROTOCOL.md §5.11; null when the documents fit. */
export function findPublicationFault(publication: Publication): PublicationFault | null {
  const { roster, access } = publication;
  const { members } = roster;
  // The api would otherwise let in somebody whom the roster does not know.
  if (!equalBytes(encodeAccess({ ...accessOf(roster), version: access.version }), encodeAccess(access)))
    return 'access-differs';
  if (members.some(({ signKey, sealKey }) => isWeakSignKey(signKey) || isWeakSealKey(sealKey)))
    return 'weak-member-key';
  const keys = members.flatMap(({ signKey, sealKey }) => [toBase64Url(signKey), toBase64Url(sealKey)]);
  if (new Set(keys).size !== keys.length) return 'shared-member-key';
  return findPeopleFault(publication) ?? findGrantFault(publication) ?? findAllyFault(publication);
}

function findPeopleFault({ directory, roster }: Publication): PublicationFault | null {
  const { members, duty } = roster;
  const organisations = new Set(roster.organisations.map((organisation) => organisation.id));
  if (members.some((member) => !organisations.has(member.organisation))) return 'member-of-no-organisation';

  const keys = sealingKeys(directory);
  const onDesk = (member: RosterMember) => member.rights.some((right) => right.startsWith('desk:'));
  const allowed = (member: RosterMember) =>
    [keys?.triage, keys?.safeguarding].every(
      (desk) =>
        desk === undefined || !member.rights.includes(`desk:${desk.desk}`) || mayHoldDesk(desk, member),
    );
  if (!members.every(allowed)) return 'desk-right-without-desk';

  const isCustodian = (member: RosterMember) => member.rights.includes('custodian');
  // One person with a share and deskHalf needs one colleague less than the quorum says.
  if (members.some((member) => isCustodian(member) && onDesk(member))) return 'custodian-on-a-desk';
  const seated = (organisation: string) =>
    members.some((member) => isCustodian(member) && member.organisation === organisation);
  if (!directory.custody.boxes.every((box) => seated(box.organisation))) return 'custodian-missing';

  const mayServe = (desk: 'triage' | 'safeguarding') => (id: string) =>
    members.some((member) => member.id === id && member.rights.includes(`desk:${desk}`));
  const served = duty.triage.every(mayServe('triage')) && duty.safeguarding.every(mayServe('safeguarding'));
  return served ? null : 'duty-without-right';
}

function findGrantFault({ directory, roster, grants }: Publication): PublicationFault | null {
  const proper = grants.grants.every((grant) => {
    const desk = directory.desks.find((entry) => entry.desk === grant.desk && entry.epoch === grant.epoch);
    const member = roster.members.find((candidate) => candidate.id === grant.member);
    return desk !== undefined && member !== undefined && mayHoldDesk(desk, member);
  });
  return proper ? null : 'grant-to-stranger';
}

function findAllyFault({ roster }: Publication): PublicationFault | null {
  const { organisations, members } = roster;
  // Read forgivingly, a mistyped conflict of interest would be none, and a contact without a number nobody to call.
  const unreadable =
    organisations.some((organisation) => unreadableInOrganisation(organisation) !== null) ||
    members.some((member) => unreadableInMember(member) !== null);
  if (unreadable) return 'unreadable-ally-entry';
  const contacts = organisations.flatMap((organisation) => allyEntryOf(organisation).contacts);
  const people = [...contacts, ...members].map(({ id }) => id);
  return new Set(people).size === people.length ? null : 'contact-listed-twice';
}
