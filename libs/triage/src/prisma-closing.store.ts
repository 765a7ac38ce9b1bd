/** Closing in PostgreSQL: the outcome is kept, and what was there for searching is taken away in the same transaction. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { newId } from '#kernel';
import { Prisma, PrismaService } from '#platform';
import type { LockedItem } from './prisma-triage.store.js';
import { visibleTo, type Viewer } from './visible-to.js';

export interface ClosingItem extends LockedItem {
  readonly alert: 'escalating' | 'accepted' | 'exhausted' | 'closed' | null;
  readonly outcome: string | null;
  readonly closedBy: string | null;
}

export interface ClosingChange {
  readonly outcome: string;
  readonly closedBy: string;
  readonly version: number;
}

/** The clocks that these times fed have ended; to the minute they would only tell when somebody reported. */
const COARSENED = Prisma.join(
  ['ack_due_at', 'action_due_at', 'reassess_at', 'queued_at', 'visible_at'].map((column) =>
    Prisma.raw(`${column} = date_trunc('hour', ${column}, 'UTC')`),
  ),
);

/** A wall that still shows an alert sends somebody out for a report that is closed. */
async function cancelInFeeds(tx: Prisma.TransactionClient, reportId: string, at: Date): Promise<void> {
  await tx.$executeRaw`
    insert into outbox (id, kind, ref, due_at, made_at)
    select ${newId()}::uuid, 'amend-feeds', a.id, ${at}::timestamptz, ${at}::timestamptz from alert a
    where a.report_id = ${reportId}::uuid
      and exists (select from cap_entry e join notice n on n.id = e.notice_id where n.alert_id = a.id)`;
}

@Injectable()
export class ClosingStore {
  constructor(private readonly db: PrismaService) {}

  /** `decide` gets null for an item that is not there, is another desk's, or waits for its batch. */
  async close<T>(
    reportId: string,
    viewer: Viewer,
    decide: (item: ClosingItem | null) => { result: T; change: ClosingChange | null },
  ): Promise<T> {
    return this.db.$transaction(async (tx) => {
      const item = await this.#lock(tx, reportId, viewer);
      const { result, change } = decide(item);
      if (change) {
        const { outcome, closedBy, version } = change;
        await tx.$executeRaw`
          update triage_item
          set state = 'closed', outcome = ${outcome}, closed_by = ${closedBy}::uuid, version = ${version}::int,
              holder = null, claim_expires_at = null, claim_ticket = null, area_token = null, act_tokens = '{}', similar_note = null,
              ${COARSENED}
          where report_id = ${reportId}::uuid`;
        await cancelInFeeds(tx, reportId, viewer.now);
        await AuditLog.append(
          tx,
          'report.closed',
          { report: reportId, member: closedBy, version },
          viewer.now,
        );
      }
      return result;
    });
  }

  async #lock(tx: Prisma.TransactionClient, reportId: string, viewer: Viewer): Promise<ClosingItem | null> {
    const items = await tx.$queryRaw<Omit<ClosingItem, 'alert'>[]>`
      select t.report_id as "reportId", t.desk, t.unsorted, t.state, t.version, t.holder,
             t.claim_expires_at as "claimExpiresAt", t.outcome, t.closed_by as "closedBy"
      from triage_item t
      where t.report_id = ${reportId}::uuid and ${visibleTo(viewer)}
      for update`;
    const [item] = items;
    if (!item) return null;
    // Locked too: a ladder that is taken up again at this moment comes before or after, and is seen.
    const alerts = await tx.$queryRaw<{ state: ClosingItem['alert'] }[]>`
      select state from alert where report_id = ${reportId}::uuid for update`;
    return { ...item, alert: alerts[0]?.state ?? null };
  }
}
