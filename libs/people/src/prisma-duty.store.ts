/** Duty rosters in PostgreSQL: one row for each delegate of each roster. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { DeskName } from '#crypto';
import type { MemberId } from '#kernel';
import { PrismaService } from '#platform';

export interface SealedDuty {
  readonly name: string;
  readonly desk: DeskName;
  readonly memberId: string;
  readonly version: number;
  /** For the desk. */
  readonly sealed: Uint8Array;
}

export interface DutyRow {
  readonly name: string;
  readonly desk: DeskName;
  readonly memberId: MemberId;
  readonly version: number;
  readonly forDispatch: Uint8Array;
  readonly forDesk: Uint8Array;
  readonly signature: Uint8Array;
}

@Injectable()
export class DutyStore {
  constructor(private readonly db: PrismaService) {}

  /** Also of whom the policy no longer names: a reader must know the highest version, and believes nothing else of it. */
  async named(names: readonly string[]): Promise<readonly SealedDuty[]> {
    const rows = await this.db.dutyRoster.findMany({
      where: { name: { in: [...names] } },
      select: { name: true, desk: true, memberId: true, version: true, forDesk: true },
      orderBy: [{ name: 'asc' }, { version: 'desc' }, { memberId: 'asc' }],
    });
    return rows.map(({ forDesk, desk, ...row }) => ({ ...row, desk: desk as DeskName, sealed: forDesk }));
  }

  /** `stale`: somebody has signed this version, or a higher one, already. The same bytes again are the same answer. */
  async put(row: DutyRow, at: Date): Promise<'stored' | 'same' | 'stale'> {
    const { name, desk, memberId, version, forDispatch, forDesk, signature } = row;
    return this.db.$transaction(async (tx) => {
      // Two delegates who publish the same version at once: the second is told, and does not undo the first one's leave.
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('amparo/duty/' || ${name}, 0))`;
      const known = await tx.$queryRaw<{ readonly same: boolean }[]>`
        select member_id = ${memberId}::uuid and version = ${version}::int
               and for_dispatch = ${forDispatch} and for_desk = ${forDesk} as same
        from duty_roster
        where name = ${name} and version >= ${version}::int`;
      if (known.length > 0) return known.every(({ same }) => same) ? 'same' : 'stale';
      await tx.$executeRaw`
        insert into duty_roster (name, member_id, desk, version, for_dispatch, for_desk, signature, set_at)
        values (${name}, ${memberId}::uuid, ${desk}, ${version}::int, ${forDispatch}, ${forDesk}, ${signature},
                ${at}::timestamptz)
        on conflict (name, member_id) do update
          set desk = excluded.desk, version = excluded.version, for_dispatch = excluded.for_dispatch,
              for_desk = excluded.for_desk, signature = excluded.signature, set_at = excluded.set_at`;
      await AuditLog.append(tx, 'duty.published', { member: memberId, roster: name, version }, at);
      return 'stored';
    });
  }
}
