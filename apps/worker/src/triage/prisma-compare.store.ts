/** What a comparison reads, and its one effect: the sealed likeness of a report, once. */
import { AuditLog } from '#audit';
import { Prisma, type PrismaClient } from '#platform';
import { finish } from '../outbox/ledger.js';

/** Sorted by dispatch, open, with tokens, and of the triage desk: what may be compared at all. */
const COMPARABLE = Prisma.sql`(t.state = 'open' and not t.unsorted and t.desk = 'triage' and t.area_token is not null)`;

export interface ComparableReport {
  readonly reportId: string;
  readonly envelope: Uint8Array;
  /** 1 to 4; a comparable report has one. */
  readonly urgency: number;
  readonly receivedAt: Date;
}

export interface CandidateQuery {
  readonly reportId: string;
  readonly areaTokens: readonly number[];
  readonly actTokens: readonly number[];
  readonly queuedSince: Date;
  readonly limit: number;
}

export class PrismaCompareStore {
  constructor(private readonly db: PrismaClient) {}

  /** Null when it was closed, compared before, or can be compared with nothing. */
  async subject(reportId: string): Promise<ComparableReport | null> {
    const rows = await this.db.$queryRaw<ComparableReport[]>`
      select t.report_id as "reportId", r.envelope, t.urgency, r.received_at as "receivedAt"
      from triage_item t join report r on r.id = t.report_id
      where t.report_id = ${reportId}::uuid and ${COMPARABLE} and t.similar_note is null and t.urgency is not null`;
    return rows[0] ?? null;
  }

  /** Newest first. One token after another, so that each is a short walk along its own index and never a sort of the table. */
  async candidates(query: CandidateQuery): Promise<ComparableReport[]> {
    const { reportId, areaTokens, actTokens, queuedSince, limit } = query;
    return this.db.$queryRaw<ComparableReport[]>`
      select c.report_id as "reportId", r.envelope, c.urgency, r.received_at as "receivedAt"
      from (
        select near.* from unnest(${[...areaTokens]}::int[]) as wanted(token)
        cross join lateral (
          select t.report_id, t.urgency, t.queued_at from triage_item t
          where t.area_token = wanted.token and ${COMPARABLE} and t.act_tokens && ${[...actTokens]}::int[]
            and t.queued_at >= ${queuedSince}::timestamptz and t.report_id <> ${reportId}::uuid and t.urgency is not null
          order by t.queued_at desc limit ${limit}::int) near
        order by near.queued_at desc limit ${limit}::int) c
      join report r on r.id = c.report_id
      order by c.queued_at desc`;
  }

  async abandon(outbox: string, now: Date): Promise<void> {
    await this.db.$transaction((tx) => finish(tx, outbox, now));
  }

  /** False when another run was first, or the report was closed meanwhile: nothing may be kept of a closed one. */
  async commit(outbox: string, reportId: string, sealed: Uint8Array, now: Date): Promise<boolean> {
    return this.db.$transaction(async (tx) => {
      const changed = await tx.$executeRaw`
        update triage_item t set similar_note = ${sealed}
        where t.report_id = ${reportId}::uuid and ${COMPARABLE} and t.similar_note is null`;
      if (changed === 1) await AuditLog.append(tx, 'report.compared', { report: reportId }, now);
      await finish(tx, outbox, now);
      return changed === 1;
    });
  }
}
