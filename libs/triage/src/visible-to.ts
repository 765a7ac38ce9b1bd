/**
 * Which reports a member may learn of at all, as the one SQL condition over `triage_item t` that every query uses: those of the
 * member's desks, and unsorted ones only once their batch has come (domain/batch.ts). A query that forgot it would tell the time.
 */
import type { DeskName } from '#crypto';
import { Prisma } from '#platform';

export interface Viewer {
  readonly desks: readonly DeskName[];
  readonly now: Date;
}

/** A sorted report waits for no batch: were it compared too, a worker's clock that runs ahead would hide it. */
export function visibleTo({ desks, now }: Viewer): Prisma.Sql {
  return Prisma.sql`(t.desk = any(${[...desks, 'all']}) and (not t.unsorted or t.visible_at <= ${now}::timestamptz))`;
}
