/**
 * Which reports a member may learn of at all, as the one SQL condition over `triage_item t` that every query uses: those of the
 * member's desks, and unsorted ones only once their batch has come (domain/batch.ts). A query that forgot it would tell the time.
 */
import type { DeskName } from '#crypto';
import { Prisma } from '#platform';
import { LONGEST_BATCH_SECONDS } from '#policy';

export interface Viewer {
  readonly desks: readonly DeskName[];
  readonly now: Date;
}

/**
 * A clock that ran ahead must hide nothing: a sorted report waits for no batch, whatever its time says, and no batch is further ahead than
 * the longest one. An unsorted report that a worker dated tomorrow is seen at once; that its time tells then something is the lesser harm.
 */
export function visibleTo({ desks, now }: Viewer): Prisma.Sql {
  const longest = new Date(now.getTime() + LONGEST_BATCH_SECONDS * 1000);
  return Prisma.sql`(t.desk = any(${[...desks, 'all']}) and (not t.unsorted or t.visible_at <= ${now}::timestamptz or t.visible_at > ${longest}::timestamptz))`;
}
