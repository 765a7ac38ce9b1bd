/** Notices, answers and endpoints in PostgreSQL. Everything is looked up together with the member whose it must be. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Decision } from '#crypto';
import { newId, type MemberId } from '#kernel';
import { Prisma, PrismaService } from '#platform';
import type { PageArguments } from '#graphql';
import {
  decideAcknowledgement,
  type AcknowledgementDecision,
  type AlertState,
} from './domain/acknowledgement.js';
import { BEFORE_OPENING, type NoticeState } from './notice-state.js';

export interface NoticeRow {
  readonly id: string;
  readonly alertId: string;
  readonly step: number;
  readonly sealed: Uint8Array;
  readonly state: string;
  readonly createdAt: Date;
  readonly alertState: string;
}

/** What an answer to a notice must speak of. */
export interface NoticeToAnswer {
  readonly id: string;
  readonly alertId: string;
  readonly ticket: string;
  readonly digest: Uint8Array;
}

export interface SignedAnswer {
  readonly notice: NoticeToAnswer;
  readonly member: MemberId;
  readonly decision: Decision;
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Answered {
  readonly decision: AcknowledgementDecision;
  readonly late: boolean;
}

export interface EndpointRow {
  readonly sealed: Uint8Array;
  readonly signature: Uint8Array;
  readonly version: number;
}

const STATE_AFTER: Readonly<Record<Decision, NoticeState>> = {
  ACCEPT: 'accepted',
  DECLINE: 'declined',
  ACTING: 'acting',
  DONE: 'done',
};

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
      select n.id, n.alert_id as "alertId", n.step, n.sealed, n.state, n.created_at as "createdAt", a.state as "alertState"
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
      where: { id, memberId },
      select: { id: true, alertId: true, ticket: true, digest: true },
    });
  }

  /** Two people who accept at the same moment: the second waits for the first one's commit and is late. */
  async answer(
    { notice, member, decision, statement, signature }: SignedAnswer,
    at: Date,
  ): Promise<Answered> {
    return this.db.$transaction(async (tx) => {
      const [alert] = await tx.$queryRaw<{ state: AlertState['status'] }[]>`
        select state from alert where id = ${notice.alertId}::uuid for update`;
      if (!alert) throw new Error('a notice without an alert');
      const answers = await tx.acknowledgement.findMany({
        where: { alertId: notice.alertId },
        select: { memberId: true, decision: true, late: true },
        orderBy: { at: 'asc' },
      });
      const earlier = answers.map((row) => ({
        member: row.memberId as MemberId,
        decision: row.decision as Decision,
        late: row.late,
      }));
      const decided = decideAcknowledgement({ status: alert.state, answers: earlier }, { member, decision });
      if (decided.kind === 'refused') return { decision: decided, late: false };
      if (decided.kind === 'repeated') {
        const own = earlier.filter((row) => row.member === member).at(-1);
        return { decision: decided, late: own?.late ?? false };
      }
      const late = decided.kind === 'accepted-late' || (decided.kind === 'accepted' && !decided.stopsLadder);
      const inserted = await tx.$executeRaw`
        insert into acknowledgement (id, alert_id, notice_id, member_id, decision, statement, signature, late, at)
        values (${newId()}::uuid, ${notice.alertId}::uuid, ${notice.id}::uuid, ${member}::uuid, ${decision}, ${statement},
                ${signature}, ${late}, ${at}::timestamptz)
        on conflict (notice_id, decision) do nothing`;
      if (decided.kind === 'accepted') {
        // Without a due time there is nothing left for the ladder to do; its job finds the alert accepted and ends.
        await tx.$executeRaw`
          update alert set state = 'accepted', acknowledged_at = ${at}::timestamptz, acknowledged_by = ${member}::uuid,
                           due_at = null
          where id = ${notice.alertId}::uuid`;
      }
      await tx.$executeRaw`update notice set state = ${STATE_AFTER[decision]} where id = ${notice.id}::uuid`;
      if (inserted > 0) {
        const body = { alert: notice.alertId, notice: notice.id, member, decision, late };
        await AuditLog.append(tx, 'alert.acknowledged', body, at);
      }
      return { decision: decided, late };
    });
  }

  /** Only a higher version replaces an endpoint: an old signature cannot be used to bring an old address back. */
  async setEndpoint(memberId: string, endpoint: EndpointRow, at: Date): Promise<'stored' | 'same' | 'stale'> {
    const { sealed, signature, version } = endpoint;
    return this.db.$transaction(async (tx) => {
      const stored = await tx.$executeRaw`
        insert into endpoint (member_id, sealed, signature, version, set_at)
        values (${memberId}::uuid, ${sealed}, ${signature}, ${version}::int, ${at}::timestamptz)
        on conflict (member_id) do update
          set sealed = excluded.sealed, signature = excluded.signature, version = excluded.version,
              set_at = excluded.set_at, disabled_at = null
          where endpoint.version < excluded.version`;
      if (stored > 0) {
        await AuditLog.append(tx, 'endpoint.set', { member: memberId, version }, at);
        return 'stored';
      }
      const same = await tx.$queryRaw<unknown[]>`
        select 1 from endpoint
        where member_id = ${memberId}::uuid and version = ${version}::int and sealed = ${sealed}`;
      return same.length > 0 ? 'same' : 'stale';
    });
  }
}
