/**
 * The private roster (PROTOCOL.md §5.6): people, allies, keys, rights. A target list: it exists only as copies sealed
 * to each member and to dispatch, with its hash in the head.
 */
import {
  bytes,
  code,
  documentForm,
  exactly,
  extensible,
  id,
  integer,
  matching,
  nullable,
  record,
  text,
  uniqueList,
} from '../fields.js';
import type { Draft, Read } from '../fields.js';
import { SEAL_PUBLIC_KEY_BYTES } from '../keys.js';
import { MAX_MEMBERS, rights } from './access.js';
import type { Access } from './access.js';
import type { DeskEntry } from './directory.js';

const reader = extensible({
  kind: exactly('amparo/roster/1'),
  version: integer(1, 0xffffffff),
  organisations: uniqueList(
    extensible({
      id,
      name: text(200),
      kind: exactly('federation', 'ngo', 'lawyer', 'shelter', 'fund', 'embassy', 'authority', 'un'),
      capabilities: uniqueList(code, String, 64),
      departments: uniqueList(code, String, 128),
      tier: exactly('T1', 'T2', 'T3'),
    }),
    (organisation) => organisation.id,
    2000,
  ),
  members: uniqueList(
    extensible({
      id,
      handle: matching(/^[a-z0-9][a-z0-9._-]{1,39}$/),
      name: text(200),
      organisation: id,
      rights,
      signKey: bytes(32),
      sealKey: bytes(SEAL_PUBLIC_KEY_BYTES),
      phone: nullable(text(40)),
    }),
    (member) => member.id,
    MAX_MEMBERS,
  ),
  duty: record({ triage: uniqueList(id, String, 64), safeguarding: uniqueList(id, String, 64) }),
  callback: record({ triage: text(200, 0), safeguarding: text(200, 0) }),
});

export type Roster = Read<typeof reader>;
export type RosterMember = Roster['members'][number];
export type RosterOrganisation = Roster['organisations'][number];

const form = documentForm<Roster>('amparo/roster/1', reader);

export const encodeRoster = (roster: Draft<Roster>): Uint8Array => form.encode(roster);
export const decodeRoster = (document: Uint8Array): Roster => form.decode(document);

/** The access list that belongs to a roster; the ceremony signs both, and a client compares them. */
export function accessOf(roster: Roster): Draft<Access> {
  return {
    version: roster.version,
    members: roster.members.map(({ id: member, signKey, rights: held }) => ({
      id: member,
      signKey,
      rights: held,
    })),
  };
}

/** Each desk epoch names the closed set of organisations whose members may hold it (PROTOCOL.md §5.9). */
export function mayHoldDesk(desk: DeskEntry, member: RosterMember): boolean {
  return member.rights.includes(`desk:${desk.desk}`) && desk.organisations.includes(member.organisation);
}
