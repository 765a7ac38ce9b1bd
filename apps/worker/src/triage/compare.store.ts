/** What a comparison reads, and its one effect: the sealed likeness of a report, once. */
import { AUDIT_COLUMNS, auditEvent } from '#audit';
import { jsonRows, type Statement, type StatementPool } from '#platform';
import { finishAlone } from '../outbox/ledger.js';

/** Sorted by dispatch, open, with tokens, and of the triage desk: what may be compared at all. */
const COMPARABLE = `(t.state = 'open' and not t.unsorted and t.desk = 'triage' and t.area_token is not null)`;

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

const SUBJECT: Statement = {
  name: 'report-to-compare',
  text: `
  select t.report_id as "reportId", r.envelope, t.urgency, r.received_at as "receivedAt"
  from triage_item t join report r on r.id = t.report_id
  where t.report_id = $1 and ${COMPARABLE} and t.similar_note is null and t.urgency is not null`,
};

/** One token after another, so that each is a short walk along its own index and never a sort of the table. */
const CANDIDATES: Statement = {
  name: 'compare-with',
  text: `
  select c.report_id as "reportId", r.envelope, c.urgency, r.received_at as "receivedAt"
  from (
    select near.* from unnest($1::int[]) as wanted(token)
    cross join lateral (
      select t.report_id, t.urgency, t.queued_at from triage_item t
      where t.area_token = wanted.token and ${COMPARABLE} and t.act_tokens && $2::int[]
        and t.queued_at >= $3 and t.report_id <> $4 and t.urgency is not null
      order by t.queued_at desc limit $5) near
    order by near.queued_at desc limit $5) c
  join report r on r.id = c.report_id
  order by c.queued_at desc`,
};

const COMMIT: Statement = {
  name: 'compared',
  text: `
  with compared as (
    update triage_item t set similar_note = $3
    where t.report_id = $4 and ${COMPARABLE} and t.similar_note is null returning t.report_id
  ), traced as (
    insert into audit_event (${AUDIT_COLUMNS})
    select ${AUDIT_COLUMNS} from json_populate_recordset(null::audit_event, $5) where exists (select from compared)
  ), finished as (
    -- After a rival's transaction, as in triage.
    update outbox set done_at = $2 where id = $1 and done_at is null and (select count(*) from compared) >= 0
  )
  select exists (select from compared) as first`,
};

export class CompareStore {
  constructor(private readonly statements: StatementPool) {}

  /** Null when it was closed, compared before, or can be compared with nothing. */
  async subject(reportId: string): Promise<ComparableReport | null> {
    const [row] = await this.statements.rows<ComparableReport>(SUBJECT, [reportId]);
    return row ?? null;
  }

  /** Newest first. */
  candidates(query: CandidateQuery): Promise<ComparableReport[]> {
    const { reportId, areaTokens, actTokens, queuedSince, limit } = query;
    return this.statements.rows(CANDIDATES, [areaTokens, actTokens, queuedSince, reportId, limit]);
  }

  async abandon(outbox: string, now: Date): Promise<void> {
    await finishAlone(this.statements, outbox, now);
  }

  /** False when another run was first, or the report was closed meanwhile: nothing may be kept of a closed one. */
  async commit(outbox: string, reportId: string, sealed: Uint8Array, now: Date): Promise<boolean> {
    const trace = jsonRows([auditEvent('report.compared', { report: reportId }, now)]);
    const [row] = await this.statements.rows<{ first: boolean }>(COMMIT, [
      outbox,
      now,
      sealed,
      reportId,
      trace,
    ]);
    return row?.first ?? false;
  }
}
