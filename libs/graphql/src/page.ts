/**
 * Keyset pages in the shape of Relay connections. A cursor is the id of the row it stands after, and nothing else: the sort
 * key is looked up again, among the rows that the reader may see, so a cursor can neither tell a hidden time nor be used to ask
 * whether somebody else's row exists.
 */
import { Field, ObjectType } from '@nestjs/graphql';
import { ApiError } from './api-error.js';

const MAX_PAGE = 100;

@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

export interface Page<T> {
  readonly edges: { cursor: string; node: T }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface PageArguments {
  readonly size: number;
  /** The id of the row after which the page begins. */
  readonly after: string | null;
}

export function encodeCursor(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

function decodeCursor(cursor: string): string {
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  // Reading is lenient; only what we would write is a cursor.
  if (cursor.length > 22 || hex.length !== 32 || encodeCursor(id) !== cursor)
    throw new ApiError('BAD_REQUEST');
  return id;
}

export function pageArguments(first: number, after: string | null | undefined): PageArguments {
  if (first < 1 || first > MAX_PAGE) throw new ApiError('BAD_REQUEST');
  return { size: first, after: after == null ? null : decodeCursor(after) };
}

/** `rows` holds one row more than the size when there is a next page. */
export function pageOf<R, T>(
  rows: readonly R[],
  size: number,
  idOf: (row: R) => string,
  nodeOf: (row: R) => T,
): Page<T> {
  const edges = rows.slice(0, size).map((row) => ({ cursor: encodeCursor(idOf(row)), node: nodeOf(row) }));
  return { edges, pageInfo: { hasNextPage: rows.length > size, endCursor: edges.at(-1)?.cursor ?? null } };
}
