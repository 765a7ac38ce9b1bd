/** The queue in PostgreSQL. Decisions are made elsewhere; here a row is locked while one is applied to it. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { PageArguments, StandingColumns } from '#graphql';
import { outboxRow, Prisma, PrismaService } from '#platform';
import { visibleTo, type Viewer } from './visible-to.js';

/** What `triage_item.state` holds. Waiting, claimed and taken are not stored: they depend on the time and on who looks. */
export const TRIAGE_ITEM_OPEN = 'open';
const TRIAGE_ITEM_CLOSED = 'closed';

export type VisibleState = 'WAITING' | 'CLAIMED' | 'TAKEN' | 'CLOSED';

export interface TriageRow extends StandingColumns {
  readonly reportId: string;
  readonly desk: string;
  readonly unsorted: boolean;
  readonly urgency: number | null;
  readonly state: string;
  readonly ackDueAt: Date;
  readonly actionDueAt: Date;
  readonly reassessAt: Date;
  readonly visibleAt: Date;
  readonly raised: boolean;
  readonly version: number;
  readonly holder: string | null;
  readonly claimExpiresAt: Date | null;
  readonly t0: Uint8Array | null;
  readonly sealedNote: Uint8Array | null;
  readonly similarNote: Uint8Array | null;
  readonly quarantine: string | null;
  /** Calls that are still to be made by a desk of the viewer. */
  readonly openTasks: number;
}

export interface QueueQuery extends PageArguments, Viewer {
  readonly viewer: string;
  /** Members who can hold a claim at all: a claim of somebody who was removed is none. */
  readonly holders: readonly string[];
  /** Members whose claims on unsorted items the viewer may see. */
  readonly colleagues: readonly string[];
  readonly urgency: readonly number[] | null;
  readonly states: readonly VisibleState[] | null;
  readonly desk: string | null;
  readonly olderThan: Date | null;
  /** Blind: the api compares numbers and knows no department and no act. */
  readonly areaTokens: readonly number[] | null;
  readonly actTokens: readonly number[] | null;
}

export type LockedItem = Pick<
  TriageRow,
  'reportId' | 'desk' | 'unsorted' | 'state' | 'version' | 'holder' | 'claimExpiresAt'
>;

export interface ClaimChange {
  readonly holder: string | null;
  readonly claimExpiresAt: Date | null;
  /** Of the timer that ends it; null where there is nothing to end. */
  readonly claimTicket: string | null;
  readonly version: number;
  readonly event: 'report.claimed' | 'report.released';
  readonly member: string;
}

/** What an event named. An unsorted report is first heard of by its alert: at its triage nobody may see it yet. */
export interface Mentioned {
  readonly reports: readonly string[];
  readonly alerts: readonly string[];
}

@Injectable()
export class TriageStore {
  constructor(private readonly db: PrismaService) {}

  /** Most urgent first, then by deadline; one row more than asked for when there are more. */
  async page(query: QueueQuery): Promise<TriageRow[]> {
    const mine = visibleTo(query);
    const conditions = [mine, stateCondition(query)];
    if (query.desk !== null) conditions.push(Prisma.sql`t.desk = ${query.desk}`);
    if (query.urgency) conditions.push(Prisma.sql`t.urgency = any(${[...query.urgency]}::smallint[])`);
    if (query.olderThan) conditions.push(Prisma.sql`t.visible_at < ${query.olderThan}::timestamptz`);
    if (query.actTokens) conditions.push(Prisma.sql`t.act_tokens && ${[...query.actTokens]}::int[]`);
    if (query.after !== null) {
      conditions.push(Prisma.sql`(t.rank, t.ack_due_at, t.report_id) > (
        select t.rank, t.ack_due_at, t.report_id from triage_item t where t.report_id = ${query.after}::uuid and ${mine})`);
    }
    const limit = Prisma.sql`order by t.rank, t.ack_due_at, t.report_id limit ${query.size + 1}::int`;
    const found = Prisma.sql`select t.* from triage_item t where ${Prisma.join(conditions, ' and ')}`;
    return this.db.$queryRaw<TriageRow[]>`
      select t.report_id as "reportId", t.desk, t.unsorted, t.urgency, t.state, t.ack_due_at as "ackDueAt",
             t.action_due_at as "actionDueAt", t.reassess_at as "reassessAt", t.visible_at as "visibleAt",
             t.raised_at is not null as raised, t.version, t.holder, t.claim_expires_at as "claimExpiresAt", t.t0,
             t.sealed_note as "sealedNote", t.similar_note as "similarNote", r.quarantine,
             coalesce(a.state, 'escalating') as "alertState", a.acknowledged_at as "acknowledgedAt",
             a.acknowledged_by as "acknowledgedBy", a.progress, a.progress_due_at as "progressDueAt", a.again,
             coalesce(cardinality(a.consent_labels) > 0, false) as narrowed,
             (select count(*)::int from task k where k.alert_id = a.id and k.state not in ('done', 'withdrawn') and a.acknowledged_at is null
                and k.desk = any(${[...query.desks]})) as "openTasks"
      from (${query.areaTokens ? byToken(query.areaTokens, found, limit) : Prisma.sql`${found} ${limit}`}) t
      join report r on r.id = t.report_id left join alert a on a.report_id = t.report_id
      ${limit}`;
  }

  /** Those of these reports, and of these alerts' reports, that the queue would show this viewer now. */
  async visibleAmong({ reports, alerts }: Mentioned, viewer: Viewer): Promise<string[]> {
    const rows = await this.db.$queryRaw<{ id: string }[]>`
      select t.report_id as id from triage_item t
      where (t.report_id = any(${[...reports]}::uuid[])
             or t.report_id in (select report_id from alert where id = any(${[...alerts]}::uuid[])))
        and ${visibleTo(viewer)}`;
    return rows.map(({ id }) => id);
  }

  /**
   * Two coordinators who tap at the same moment: the second waits here and then sees the first one's claim. `decide` gets
   * null for an item that is not there, is another desk's, or waits for its batch.
   */
  async change<T>(
    reportId: string,
    viewer: Viewer,
    decide: (item: LockedItem | null) => { result: T; change: ClaimChange | null },
  ): Promise<T> {
    return this.db.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<LockedItem[]>`
        select t.report_id as "reportId", t.desk, t.unsorted, t.state, t.version, t.holder,
               t.claim_expires_at as "claimExpiresAt"
        from triage_item t
        where t.report_id = ${reportId}::uuid and ${visibleTo(viewer)}
        for update`;
      const { result, change } = decide(rows[0] ?? null);
      if (change) {
        const { holder, claimExpiresAt, claimTicket, version, member } = change;
        await tx.$executeRaw`
          update triage_item
          set holder = ${holder}::uuid, claim_expires_at = ${claimExpiresAt}::timestamptz, version = ${version}::int,
              claim_ticket = ${claimTicket}::uuid
          where report_id = ${reportId}::uuid`;
        if (claimTicket !== null && claimExpiresAt !== null)
          await endClaimLater(tx, reportId, claimTicket, claimExpiresAt, viewer.now);
        await AuditLog.append(tx, change.event, { report: reportId, member, version }, viewer.now);
      }
      return result;
    });
  }
}

/** Written with the claim: one whose end nobody would notice could keep an accepted report from everybody. */
async function endClaimLater(
  tx: Prisma.TransactionClient,
  reportId: string,
  ticket: string,
  dueAt: Date,
  madeAt: Date,
): Promise<void> {
  await tx.outbox.createMany({ data: [outboxRow({ kind: 'claim', ref: reportId, ticket, dueAt, madeAt })] });
}

/**
 * Each token's rows lie in the queue's order in an index of their own. Reading the first few of each, and the first of those,
 * takes as long in a million reports as in ten thousand, even for a department from which next to nothing comes.
 */
function byToken(tokens: readonly number[], found: Prisma.Sql, limit: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select t.* from unnest(${[...tokens]}::int[]) as wanted(token)
    cross join lateral (${found} and t.area_token = wanted.token ${limit}) t ${limit}`;
}

/** The same rule as `visibleClaim`, said in SQL, so that a filter can never tell more than the entry shows. */
function stateCondition({ states, viewer, holders, colleagues, now }: QueueQuery): Prisma.Sql {
  const open = Prisma.sql`t.state = ${TRIAGE_ITEM_OPEN}`;
  if (states === null) return open;
  const claimed = Prisma.sql`coalesce(t.holder = any(${[...holders]}::uuid[]) and t.claim_expires_at > ${now}::timestamptz, false)`;
  const hidden = Prisma.sql`(t.unsorted and t.holder <> all(${[...colleagues, viewer]}::uuid[]))`;
  const conditions: Record<VisibleState, Prisma.Sql> = {
    WAITING: Prisma.sql`(${open} and not ${claimed})`,
    CLAIMED: Prisma.sql`(${open} and ${claimed} and not ${hidden})`,
    TAKEN: Prisma.sql`(${open} and ${claimed} and ${hidden})`,
    CLOSED: Prisma.sql`t.state = ${TRIAGE_ITEM_CLOSED}`,
  };
  if (states.length === 0) return Prisma.sql`false`;
  return Prisma.sql`(${Prisma.join(
    states.map((state) => conditions[state]),
    ' or ',
  )})`;
}
