/** Sealed reports in PostgreSQL. */
import { Injectable } from '@nestjs/common';
import { auditEvent, AuditLog } from '#audit';
import { newId } from '#kernel';
import { PrismaService } from '#platform';
import { visibleTo, type Viewer } from '#triage';

export interface AcceptedReport {
  readonly id: string;
  readonly digest: Uint8Array;
  readonly envelope: Uint8Array;
  readonly sizeClass: number;
  readonly keySet: number;
  readonly channel: string | null;
  readonly assurance: string;
  readonly quarantine: string | null;
  readonly receivedAt: Date;
}

export interface SealedReportRow {
  readonly id: string;
  readonly envelope: Uint8Array;
  readonly keySet: number;
  readonly assurance: string;
  readonly receivedAt: Date;
  readonly sealedNote: Uint8Array | null;
  readonly noteEpoch: number | null;
}

@Injectable()
export class ReportStore {
  constructor(private readonly db: PrismaService) {}

  /**
   * Report, outbox row and trace in one statement: one round trip, and nothing is ever half accepted. Bytes that are already
   * there add nothing. Answers with the time of the first receipt.
   */
  async accept(report: AcceptedReport): Promise<{ receivedAt: Date; isNew: boolean }> {
    const { id, quarantine, receivedAt: at } = report;
    const event = auditEvent('report.accepted', { report: id, quarantine }, at);
    const rows = await this.db.$queryRaw<{ received_at: Date; is_new: boolean }[]>`
      with accepted as (
        insert into report
          (id, digest, envelope, size_class, key_set, channel, assurance, quarantine, received_at)
        values
          (${id}::uuid, ${report.digest}, ${report.envelope}, ${report.sizeClass}::smallint, ${report.keySet}::int,
           ${report.channel}, ${report.assurance}, ${quarantine}, ${at}::timestamptz)
        on conflict (digest) do nothing
        returning id, received_at
      ), queued as (
        insert into outbox (id, kind, ref, due_at)
        select ${newId()}::uuid, 'triage', id, received_at from accepted
      ), traced as (
        insert into audit_event (kind, leaf, salt, body, hour)
        select ${event.kind}, ${event.leaf}, ${event.salt}, ${JSON.stringify(event.body)}::jsonb, ${event.hour}::timestamptz
        from accepted
      )
      select received_at, true as is_new from accepted
      union all
      select received_at, false from report
        where digest = ${report.digest} and not exists (select 1 from accepted)`;
    const row = rows[0];
    if (row) return { receivedAt: row.received_at, isNew: row.is_new };
    // The same bytes were committed by somebody else after this statement took its snapshot.
    const first = await this.db.report.findUniqueOrThrow({
      where: { digest: new Uint8Array(report.digest) },
      select: { receivedAt: true },
    });
    return { receivedAt: first.receivedAt, isNew: false };
  }

  /**
   * A sealed report for one of the viewer's desks, with its trace. A report that is not there, not triaged yet, waiting for its
   * batch, or another desk's gives null by the same query. Of an unsorted one neither channel nor time of receipt leaves the
   * database: whoever cannot open it could still know who was at that channel then.
   */
  async read(id: string, viewer: Viewer, memberId: string): Promise<SealedReportRow | null> {
    return this.db.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<SealedReportRow[]>`
        select r.id, r.envelope, r.key_set as "keySet",
               case when t.unsorted then 'UNKNOWN' else r.assurance end as assurance,
               case when t.unsorted then t.visible_at else r.received_at end as "receivedAt",
               t.sealed_note as "sealedNote", t.note_epoch as "noteEpoch"
        from report r join triage_item t on t.report_id = r.id
        where r.id = ${id}::uuid and ${visibleTo(viewer)}`;
      const row = rows[0];
      if (!row) return null;
      await AuditLog.append(tx, 'report.read', { report: id, member: memberId }, viewer.now);
      return row;
    });
  }
}
