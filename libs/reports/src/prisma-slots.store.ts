/** Heads of unsorted envelopes in PostgreSQL: newest batch first, by random id inside it. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { ENVELOPE_HEAD_BYTES } from '#crypto';
import type { PageArguments } from '#graphql';
import { Prisma, PrismaService } from '#platform';
import { visibleTo, type Viewer } from '#triage';

export interface SlotsRow {
  readonly reportId: string;
  /** Header and both slots. */
  readonly head: Uint8Array;
}

@Injectable()
export class SlotsStore {
  constructor(private readonly db: PrismaService) {}

  /** One row more than asked for when there are more. The trace says how many were looked at, never which. */
  async page(viewer: Viewer, memberId: string, { size, after }: PageArguments): Promise<SlotsRow[]> {
    const mine = Prisma.sql`t.state = 'open' and t.unsorted and ${visibleTo(viewer)}`;
    const from =
      after === null
        ? Prisma.empty
        : Prisma.sql`and exists (
            select 1 from triage_item c
            where c.report_id = ${after}::uuid and c.unsorted and c.visible_at <= ${viewer.now}::timestamptz
              and (t.visible_at < c.visible_at or (t.visible_at = c.visible_at and t.report_id > c.report_id)))`;
    return this.db.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<SlotsRow[]>`
        select t.report_id as "reportId", substring(r.envelope from 1 for ${ENVELOPE_HEAD_BYTES}::int) as head
        from triage_item t join report r on r.id = t.report_id
        where ${mine} ${from}
        order by t.visible_at desc, t.report_id
        limit ${size + 1}::int`;
      const event = { member: memberId, count: Math.min(rows.length, size) };
      await AuditLog.append(tx, 'slots.read', event, viewer.now);
      return rows;
    });
  }
}
