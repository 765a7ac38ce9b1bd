/** Grants (PROTOCOL.md §5.8): desk seeds, each sealed to one member. */
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
import { SEALED_GRANT_BYTES } from '../sizes.js';

const reader = record({
  kind: exactly('amparo/grants/1'),
  version: integer(1, 0xffffffff),
  grants: uniqueList(
    record({
      desk: exactly('triage', 'safeguarding'),
      epoch: integer(1, 0xffffffff),
      member: id,
      sealed: bytes(SEALED_GRANT_BYTES),
    }),
    (grant) => `${grant.desk} ${grant.epoch} ${grant.member}`,
    600,
  ),
});

export type Grants = Read<typeof reader>;
export type GrantEntry = Grants['grants'][number];

const form = documentForm<Grants>('amparo/grants/1', reader);

export const encodeGrants = (grants: Draft<Grants>): Uint8Array => form.encode(grants);
export const decodeGrants = (document: Uint8Array): Grants => form.decode(document);
