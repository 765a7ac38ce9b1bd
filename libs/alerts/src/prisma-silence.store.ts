/** Silences in PostgreSQL: who signed and until when in clear, what and why sealed. Whoever ends one can always end it. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { DeskName } from '#crypto';
import { outboxRow, PrismaService } from '#platform';

export interface SilenceRow {
  readonly id: string;
  readonly desk: string;
  readonly statement: Uint8Array;
  readonly forDesk: Uint8Array;
  readonly firstMember: string;
  readonly secondMember: string | null;
  readonly breakGlass: boolean;
  readonly beginsAt: Date;
  readonly endsAt: Date;
  readonly reviewedBy: string | null;
}

export interface NewSilence {
  readonly id: string;
  readonly desk: DeskName;
  readonly statement: Uint8Array;
  readonly forDispatch: Uint8Array;
  readonly forDesk: Uint8Array;
  readonly signature: Uint8Array;
  readonly breakGlass: boolean;
  readonly from: Date;
  readonly until: Date;
}

/** Members who have set channels, and how many of these answered "gone". */
export interface ChannelStateRow {
  readonly memberId: string;
  readonly gone: number;
  /** The first of them. */
  readonly goneSince: Date | null;
}

/** Proposals that nobody agreed to count, too: nobody can fill the view with them. */
const MOST_OPEN = 100;
/** As many as an access list may name. */
const MOST_MEMBERS = 4000;
const REVIEW_WITHIN_MS = 24 * 60 * 60 * 1000;
const COLUMNS = {
  id: true,
  desk: true,
  statement: true,
  forDesk: true,
  firstMember: true,
  secondMember: true,
  breakGlass: true,
  beginsAt: true,
  endsAt: true,
  reviewedBy: true,
} as const;

@Injectable()
export class SilenceStore {
  constructor(private readonly db: PrismaService) {}

  /** Of both desks, for everybody should see that a bell does not ring: proposed or in force, and those by one alone until somebody has reviewed them. */
  async open(now: Date): Promise<readonly SilenceRow[]> {
    return this.db.silence.findMany({
      where: {
        OR: [
          { endsAt: { gt: now }, endedBy: null },
          { breakGlass: true, reviewedBy: null },
        ],
      },
      select: COLUMNS,
      orderBy: [{ endsAt: 'asc' }, { id: 'asc' }],
      take: 2 * MOST_OPEN,
    });
  }

  async channels(): Promise<readonly ChannelStateRow[]> {
    const rows = await this.db.ownChannels.findMany({
      select: { memberId: true, disabled: true, goneSince: true },
      take: MOST_MEMBERS,
    });
    return rows.map(({ memberId, disabled, goneSince: [goneSince = null] }) => ({
      memberId,
      gone: disabled.length,
      goneSince,
    }));
  }

  /** The same bytes again, after a lost reply, are the same silence. */
  async propose(member: string, silence: NewSilence, now: Date): Promise<'stored' | 'full' | 'stale'> {
    const { id, desk, statement, forDispatch, forDesk, signature, breakGlass, from, until } = silence;
    return this.db.$transaction(async (tx) => {
      if ((await tx.silence.count({ where: { endsAt: { gt: now }, endedBy: null } })) >= MOST_OPEN)
        return 'full';
      const stored = await tx.$executeRaw`
        insert into silence (id, desk, statement, for_dispatch, for_desk, first_member, first_signature, break_glass,
                             begins_at, ends_at)
        values (${id}::uuid, ${desk}, ${statement}, ${forDispatch}, ${forDesk}, ${member}::uuid, ${signature}, ${breakGlass},
                ${from}::timestamptz, ${until}::timestamptz)
        on conflict (id) do nothing`;
      if (stored > 0) {
        await AuditLog.append(tx, 'silence.proposed', { silence: id, member, alone: breakGlass }, now);
        // Together with it: a bell that one person silences must not be quiet about that.
        if (breakGlass)
          await tx.outbox.createMany({ data: [outboxRow({ kind: 'call-desk', ref: id, dueAt: now })] });
        return 'stored';
      }
      return (await tx.silence.count({ where: { id, statement: new Uint8Array(statement) } })) > 0
        ? 'stored'
        : 'stale';
    });
  }

  async statement(id: string, desks: readonly string[]): Promise<Uint8Array | null> {
    const row = await this.db.silence.findFirst({
      where: { id, desk: { in: [...desks] }, endedBy: null },
      select: { statement: true },
    });
    return row?.statement ?? null;
  }

  /** Of two who agree at once, one is the second and the other is told that there is one. */
  async agree(id: string, member: string, signature: Uint8Array, now: Date): Promise<boolean> {
    return this.#change(
      'silence.agreed',
      { id, member },
      now,
      (tx) => tx.$executeRaw`
        update silence set second_member = ${member}::uuid, second_signature = ${signature}
        where id = ${id}::uuid and first_member <> ${member}::uuid and second_member is null and ended_by is null
          and ends_at > ${now}::timestamptz`,
    );
  }

  async end(id: string, member: string, now: Date): Promise<boolean> {
    return this.#change(
      'silence.ended',
      { id, member },
      now,
      (tx) => tx.$executeRaw`
        update silence set ended_by = ${member}::uuid
        where id = ${id}::uuid and ended_by is null`,
    );
  }

  async review(id: string, member: string, now: Date): Promise<boolean> {
    return this.#change(
      'silence.reviewed',
      { id, member },
      now,
      (tx) => tx.$executeRaw`
        update silence set reviewed_by = ${member}::uuid, reviewed_at = ${now}::timestamptz
        where id = ${id}::uuid and break_glass and reviewed_by is null
          and first_member <> ${member}::uuid`,
    );
  }

  static reviewBy({ beginsAt }: Pick<SilenceRow, 'beginsAt'>): Date {
    return new Date(beginsAt.getTime() + REVIEW_WITHIN_MS);
  }

  async #change(
    kind: 'silence.agreed' | 'silence.ended' | 'silence.reviewed',
    { id, member }: { readonly id: string; readonly member: string },
    now: Date,
    change: (tx: Pick<PrismaService, '$executeRaw'>) => Promise<number>,
  ): Promise<boolean> {
    return this.db.$transaction(async (tx) => {
      if ((await change(tx)) === 0) return false;
      await AuditLog.append(tx, kind, { silence: id, member }, now);
      return true;
    });
  }
}
