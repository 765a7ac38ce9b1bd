/** The head (PROTOCOL.md §5.2): one signed list of hashes that says who is who, and in which version. */
import { FormatError } from '../bytes.js';
import {
  bytes,
  documentForm,
  exactly,
  flag,
  integer,
  nullable,
  record,
  text,
  time,
  type Draft,
  type Read,
} from '../fields.js';

const MAX_HEAD_LIFETIME_DAYS = 400;
const DAY = 86_400_000;

const reader = record({
  kind: exactly('amparo/head/1'),
  deployment: text(128),
  demo: flag,
  version: integer(1, 0xffffffff),
  previous: nullable(bytes(32)),
  issued: time,
  expires: time,
  documents: record({
    access: bytes(32),
    directory: bytes(32),
    grants: bytes(32),
    pages: nullable(bytes(32)),
    policy: bytes(32),
    roster: bytes(32),
  }),
});

export type Head = Read<typeof reader>;
export type DocumentName = keyof Head['documents'];

const form = documentForm<Head>('amparo/head/1', (value) => {
  const head = reader(value);
  const lifetime = head.expires.getTime() - head.issued.getTime();
  if (lifetime <= 0 || lifetime > MAX_HEAD_LIFETIME_DAYS * DAY)
    throw new FormatError('lifetime out of range');
  // Only the first head has nothing before it.
  if ((head.version === 1) !== (head.previous === null))
    throw new FormatError('version and previous disagree');
  return head;
});

export const encodeHead = (head: Draft<Head>): Uint8Array => form.encode(head);
export const decodeHead = (document: Uint8Array): Head => form.decode(document);
