/** Sealed reports in PostgreSQL. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { PrismaService, StatementPool } from '#platform';
import { visibleTo, type Viewer } from '#triage';
import {
  ACCEPT,
  acceptanceOf,
  acceptValues,
  prepareReport,
  type AcceptedRow,
  type PreparedReport,
} from './accept-statement.js';
import type { Acceptance, AcceptedReport } from './accepted-report.js';
import { GroupCommit, type GroupLimits } from './group-commit.js';

export interface SealedReportRow {
  readonly id: string;
  readonly envelope: Uint8Array;
  readonly keySet: number;
  readonly assurance: string;
  readonly receivedAt: Date;
  readonly sealedNote: Uint8Array | null;
  readonly noteEpoch: number | null;
  readonly similarNote: Uint8Array | null;
}

const LIMITS: GroupLimits = {
  lanes: 2,
  itemsAtOnce: 64,
  bytesAtOnce: 2 * 1024 * 1024,
  itemsWaiting: 1024,
  bytesWaiting: 16 * 1024 * 1024,
};
/** SQLSTATE classes 22 and 23: a value or a row that the table refuses. */
const REFUSED_ROW = /^2[23]/;

@Injectable()
export class ReportStore {
  readonly #group: GroupCommit<PreparedReport, Acceptance>;

  constructor(
    private readonly db: PrismaService,
    private readonly statements: StatementPool,
  ) {
    this.#group = new GroupCommit<PreparedReport, Acceptance>(
      {
        commit: (reports) => this.#commit(reports),
        bytesOf: ({ envelope }) => envelope.length,
        isRefusal: (error) => REFUSED_ROW.test(String((error as { code?: unknown } | null)?.code)),
      },
      LIMITS,
    );
  }

  /**
   * Report, outbox row and trace in one statement, shared with whoever arrives while another is under way. Bytes that are
   * already there add nothing, and are answered with the time of the first receipt.
   */
  async accept(report: AcceptedReport): Promise<Acceptance> {
    return this.#group.add(prepareReport(report));
  }

  async #commit(reports: readonly PreparedReport[]): Promise<Acceptance[]> {
    const found = await this.#insert(reports);
    // The same bytes twice in this group, or committed by somebody else meanwhile: a new statement sees the first of them.
    const unseen = reports.filter(({ id }) => !found.has(id));
    if (unseen.length > 0) for (const [id, first] of await this.#insert(unseen)) found.set(id, first);
    return reports.map(({ id }) => {
      const acceptance = found.get(id);
      if (!acceptance) throw new TypeError('a report that is there was not found');
      return acceptance;
    });
  }

  async #insert(reports: readonly PreparedReport[]): Promise<Map<string, Acceptance>> {
    const found = new Map<string, Acceptance>();
    for (const row of await this.statements.rows<AcceptedRow>(ACCEPT, acceptValues(reports))) {
      const acceptance = acceptanceOf(row);
      if (acceptance) found.set(row.id, acceptance);
    }
    return found;
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
               t.sealed_note as "sealedNote", t.note_epoch as "noteEpoch", t.similar_note as "similarNote"
        from report r join triage_item t on t.report_id = r.id
        where r.id = ${id}::uuid and ${visibleTo(viewer)}`;
      const row = rows[0];
      if (!row) return null;
      await AuditLog.append(tx, 'report.read', { report: id, member: memberId }, viewer.now);
      return row;
    });
  }
}
