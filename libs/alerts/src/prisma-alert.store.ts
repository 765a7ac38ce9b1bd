/** Notices in PostgreSQL. Everything is looked up together with the member whose it must be. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { PageArguments, StandingColumns } from '#graphql';
import type { MemberId } from '#kernel';
import { Prisma, PrismaService } from '#platform';
import { BEFORE_OPENING } from './notice-state.js';

export interface NoticeRow extends StandingColumns {
  readonly id: string;
  readonly alertId: string;
  readonly step: number;
  readonly sealed: Uint8Array;
  readonly state: string;
  readonly createdAt: Date;
}

/** What an answer to a notice must speak of. */
export interface NoticeToAnswer {
  readonly id: string;
  readonly alertId: string;
  readonly ticket: string;
  readonly digest: Uint8Array;
}

/** Of `alert a`. */
export const STANDING_COLUMNS = Prisma.raw(`a.state as "alertState", a.acknowledged_at as "acknowledgedAt",
  a.acknowledged_by as "acknowledgedBy", a.progress, a.progress_due_at as "progressDueAt", a.again,
  cardinality(a.consent_labels) > 0 as narrowed`);

@Injectable()
export class AlertStore {
  constructor(private readonly db: PrismaService) {}

  /** Newest first; one row more than asked for when there are more. */
  async page(memberId: string, { size, after }: PageArguments): Promise<NoticeRow[]> {
    const from =
      after === null
        ? Prisma.empty
        : Prisma.sql`and (n.created_at, n.id) < (
            select n.created_at, n.id from notice n where n.id = ${after}::uuid and n.member_id = ${memberId}::uuid)`;
    return this.db.$queryRaw<NoticeRow[]>`
      select n.id, n.alert_id as "alertId", n.step, n.state,
             -- Whoever has not read it by now reads it no more.
             case when n.state = 'withdrawn' then ''::bytea else n.sealed end as sealed, n.created_at as "createdAt",
             ${STANDING_COLUMNS}
      from notice n join alert a on a.id = n.alert_id
      where n.member_id = ${memberId}::uuid ${from}
      order by n.created_at desc, n.id desc
      limit ${size + 1}::int`;
  }

  /** The notices of these members that something which changed is about. */
  async noticesOf(
    members: readonly MemberId[],
    { alerts, notices, deliveries }: Readonly<Record<'alerts' | 'notices' | 'deliveries', readonly string[]>>,
  ): Promise<{ readonly id: string; readonly memberId: MemberId }[]> {
    return this.db.$queryRaw`
      select n.id, n.member_id as "memberId" from notice n
      where n.member_id = any(${[...members]}::uuid[])
        and (n.alert_id = any(${[...alerts]}::uuid[]) or n.id = any(${[...notices]}::uuid[])
          or n.id in (select d.notice_id from delivery d where d.id = any(${[...deliveries]}::uuid[])))`;
  }

  /** False when there is no such notice for this member. */
  async open(id: string, memberId: string, at: Date): Promise<boolean> {
    return this.db.$transaction(async (tx) => {
      const opened = await tx.$executeRaw`
        update notice set state = 'opened', opened_at = ${at}::timestamptz
        where id = ${id}::uuid and member_id = ${memberId}::uuid and state = any(${[...BEFORE_OPENING]})`;
      if (opened > 0) {
        await AuditLog.append(tx, 'notice.opened', { notice: id, member: memberId }, at);
        return true;
      }
      return (await tx.notice.count({ where: { id, memberId } })) > 0;
    });
  }

  async notice(id: string, memberId: string): Promise<NoticeToAnswer | null> {
    return this.db.notice.findFirst({
      // What was taken back is nobody's to answer any more.
      where: { id, memberId, state: { not: 'withdrawn' } },
      select: { id: true, alertId: true, ticket: true, digest: true },
    });
  }
}
