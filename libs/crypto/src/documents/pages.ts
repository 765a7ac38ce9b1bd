/**
 * The page manifest (PROTOCOL.md §5.12): every file of the reporter's page with its size and hash. Its own hash stands in the head, so
 * that whoever holds the pin can say whether what a server serves is what the roots signed.
 */
import {
  bytes,
  documentForm,
  exactly,
  integer,
  matching,
  record,
  uniqueList,
  type Draft,
  type Read,
} from '../fields.js';

/** No file of a page for 2G comes near this; whoever checks a server must not be made to fetch without end. */
export const MAX_PAGE_FILE_BYTES = 4 * 1024 * 1024;

const reader = record({
  kind: exactly('amparo/pages/1'),
  files: uniqueList(
    record({
      // One name without folders: it becomes a path of a URL, and a file's name.
      path: matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/),
      size: integer(0, MAX_PAGE_FILE_BYTES),
      hash: bytes(32),
    }),
    ({ path }) => path,
    512,
    1,
  ),
});

export type Pages = Read<typeof reader>;

const form = documentForm<Pages>('amparo/pages/1', reader);

export const encodePages = (pages: Draft<Pages>): Uint8Array => form.encode(pages);
export const decodePages = (document: Uint8Array): Pages => form.decode(document);
