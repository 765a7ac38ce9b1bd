/**
 * Tasks in PostgreSQL, as the members of a desk may see them: those sealed to one of their desks, of a report that the queue would
 * show them. Everything is looked up together with that condition: not there and not yours are the same.
 */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { PageArguments, StandingColumns } from '#graphql';
import type { MemberId } from '#kernel';
import { Prisma, PrismaService } from '#platform';
import { visibleTo, type Viewer } from '#triage';
import { decideTake, type TakeDecision, type TaskState } from './domain/task.js';
import { STANDING_COLUMNS } from './prisma-alert.store.js';

export interface TaskRow extends StandingColumns, TaskState {
  readonly id: string;
  readonly alertId: string;
  readonly reportId: string;
  readonly desk: string;
  readonly kind: string;
  readonly step: number;
  readonly sealed: Uint8Array;
  readonly t0: Uint8Array | null;
  readonly outcome: string | null;
  readonly calls: number;
  readonly dueAt: Date;
  readonly unsorted: boolean;
}

/** What the record of a call must speak of. */
export interface TaskToRecord {
  readonly id: string;
  readonly alertId: string;
  readonly subject: string;
  readonly kind: string;
  readonly ticket: string;
  readonly digest: Uint8Array;
}

@Injectable()
export class TaskStore {
  constructor(private readonly db: PrismaService) {}

  /**
   * Of reports that are open, what is due first; one row more than asked for when there are more. `onlyNeeded`: still to be done,
   * and nobody has accepted meanwhile.
   */
  async page(viewer: Viewer, { size, after }: PageArguments, onlyNeeded: boolean): Promise<TaskRow[]> {
    const mine = allowed(viewer);
    const needed = onlyNeeded
      ? Prisma.sql`and k.state not in ('done', 'withdrawn') and a.state in ('escalating', 'exhausted')`
      : Prisma.empty;
    const from =
      after === null
        ? Prisma.empty
        : Prisma.sql`and (k.due_at, k.id) > (select k.due_at, k.id from ${TABLES} where k.id = ${after}::uuid and ${mine})`;
    return this.db.$queryRaw<TaskRow[]>`
      select k.id, k.alert_id as "alertId", a.report_id as "reportId", k.desk, k.kind, k.step, k.sealed, t.t0, k.state as status,
             k.holder, k.taken_until as until, k.outcome, k.calls, k.due_at as "dueAt", t.unsorted, ${STANDING_COLUMNS}
      from ${TABLES}
      where ${mine} and t.state = 'open' ${needed} ${from}
      order by k.due_at, k.id
      limit ${size + 1}::int`;
  }

  async toRecord(id: string, viewer: Viewer): Promise<TaskToRecord | null> {
    const rows = await this.db.$queryRaw<TaskToRecord[]>`
      select k.id, k.alert_id as "alertId", k.subject, k.kind, k.ticket, k.digest
      from ${TABLES} where k.id = ${id}::uuid and ${allowed(viewer)}`;
    return rows[0] ?? null;
  }

  /** Two coordinators who tap at the same moment: the second waits here and then sees who is at it. */
  async take(id: string, viewer: Viewer, member: MemberId): Promise<TakeDecision | null> {
    return this.db.$transaction(async (tx) => {
      const [task] = await tx.$queryRaw<TaskState[]>`
        select k.state as status, k.holder, k.taken_until as until
        from ${TABLES} where k.id = ${id}::uuid and ${allowed(viewer)} for update of k`;
      if (!task) return null;
      const decision = decideTake(task, member, viewer.now);
      if (decision.kind === 'taken') {
        await tx.$executeRaw`
          update task set state = 'taken', holder = ${member}::uuid, taken_until = ${decision.until}::timestamptz
          where id = ${id}::uuid`;
        await AuditLog.append(tx, 'task.taken', { task: id, member }, viewer.now);
      }
      return decision;
    });
  }

  /** Those of these tasks, and of these alerts' tasks, that this viewer may see. */
  async visibleAmong(
    { tasks, alerts }: Readonly<{ [K in 'tasks' | 'alerts']: readonly string[] }>,
    viewer: Viewer,
  ): Promise<string[]> {
    const rows = await this.db.$queryRaw<{ id: string }[]>`
      select k.id from ${TABLES}
      where (k.id = any(${[...tasks]}::uuid[]) or k.alert_id = any(${[...alerts]}::uuid[])) and ${allowed(viewer)}`;
    return rows.map(({ id }) => id);
  }
}

const TABLES = Prisma.raw(
  'task k join alert a on a.id = k.alert_id join triage_item t on t.report_id = a.report_id',
);

/** A task of the other desk would tell which of the two an unsorted report concerns. */
const allowed = (viewer: Viewer): Prisma.Sql =>
  Prisma.sql`(k.desk = any(${[...viewer.desks]}) and ${visibleTo(viewer)})`;
