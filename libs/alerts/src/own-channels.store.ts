/** Members' own channels and the newest trial of each, in PostgreSQL. Sealed to dispatch and to the member: the api reads neither. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { newId } from '#kernel';
import { outboxRow, PrismaService } from '#platform';

export interface SealedChannels {
  readonly version: number;
  readonly sealed: Uint8Array;
  readonly signature: Uint8Array;
  readonly copy: Uint8Array;
  readonly copySignature: Uint8Array;
}

export interface OwnChannelsRow extends Pick<SealedChannels, 'version' | 'copy' | 'copySignature'> {
  readonly setAt: Date;
  readonly disabled: readonly number[];
  /** In the order of `disabled`. */
  readonly goneSince: readonly Date[];
}

export interface TrialRow {
  readonly askedAt: Date;
  readonly version: number | null;
  readonly outcomes: readonly string[];
}

@Injectable()
export class OwnChannelsStore {
  constructor(private readonly db: PrismaService) {}

  /** Only a higher version replaces what is there: an old signature cannot be used to bring an old address back. */
  async set(memberId: string, channels: SealedChannels, at: Date): Promise<'stored' | 'same' | 'stale'> {
    const { sealed, signature, copy, copySignature, version } = channels;
    return this.db.$transaction(async (tx) => {
      const stored = await tx.$executeRaw`
        insert into own_channels (member_id, version, sealed, signature, copy, copy_signature, set_at)
        values (${memberId}::uuid, ${version}::int, ${sealed}, ${signature}, ${copy}, ${copySignature}, ${at}::timestamptz)
        on conflict (member_id) do update
          set version = excluded.version, sealed = excluded.sealed, signature = excluded.signature, copy = excluded.copy,
              copy_signature = excluded.copy_signature, set_at = excluded.set_at, disabled = '{}',
              gone_since = '{}'
          where own_channels.version < excluded.version`;
      if (stored > 0) {
        await AuditLog.append(tx, 'channels.set', { member: memberId, version }, at);
        return 'stored';
      }
      const same = await tx.$queryRaw<unknown[]>`
        select 1 from own_channels
        where member_id = ${memberId}::uuid and version = ${version}::int and sealed = ${sealed} and copy = ${copy}`;
      return same.length > 0 ? 'same' : 'stale';
    });
  }

  async find(memberId: string): Promise<OwnChannelsRow | null> {
    return this.db.ownChannels.findUnique({
      where: { memberId },
      select: {
        version: true,
        copy: true,
        copySignature: true,
        setAt: true,
        disabled: true,
        goneSince: true,
      },
    });
  }

  /** False where one was asked for so lately that it would only be noise: `since` or later. */
  async askForTrial(memberId: string, at: Date, since: Date): Promise<boolean> {
    const id = newId();
    return this.db.$transaction(async (tx) => {
      const asked = await tx.$executeRaw`
        insert into channel_trial (member_id, id, asked_at, outcomes)
        values (${memberId}::uuid, ${id}::uuid, ${at}::timestamptz, '{}')
        on conflict (member_id) do update
          set id = excluded.id, asked_at = excluded.asked_at, version = null, outcomes = '{}'
          -- A time in the future was given by a wrong clock, and must not forbid trials until then.
          where channel_trial.asked_at < ${since}::timestamptz or channel_trial.asked_at > excluded.asked_at`;
      if (asked === 0) return false;
      await tx.outbox.createMany({ data: [outboxRow({ kind: 'try-channels', ref: id, dueAt: at })] });
      return true;
    });
  }

  async trial(memberId: string): Promise<TrialRow | null> {
    return this.db.channelTrial.findUnique({
      where: { memberId },
      select: { askedAt: true, version: true, outcomes: true },
    });
  }
}
