/** The access list (PROTOCOL.md §5.5): random ids, signing keys, rights. All that the api knows of people. */
import {
  bytes,
  documentForm,
  exactly,
  id,
  integer,
  record,
  uniqueList,
  type Draft,
  type Read,
} from '../fields.js';

export const RIGHTS = ['desk:triage', 'desk:safeguarding', 'ally', 'custodian', 'auditor', 'admin'] as const;
export type Right = (typeof RIGHTS)[number];
export const rights = uniqueList(exactly(...RIGHTS), String, RIGHTS.length);
export const MAX_MEMBERS = 4000;

const reader = record({
  kind: exactly('amparo/access/1'),
  version: integer(1, 0xffffffff),
  members: uniqueList(record({ id, signKey: bytes(32), rights }), (member) => member.id, MAX_MEMBERS),
});

export type Access = Read<typeof reader>;
export type AccessMember = Access['members'][number];

const form = documentForm<Access>('amparo/access/1', reader);

export const encodeAccess = (access: Draft<Access>): Uint8Array => form.encode(access);
export const decodeAccess = (document: Uint8Array): Access => form.decode(document);
