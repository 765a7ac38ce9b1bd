/** Boxes of 4 KiB under an address. No column links one to a report or to a person. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { hourOf, newId } from '#kernel';
import { PrismaService } from '#platform';

export interface Box {
  readonly number: number;
  readonly box: Uint8Array;
}

export interface Letter {
  readonly address: Uint8Array;
  readonly kind: 'reply' | 'post';
  readonly box: Uint8Array;
  /** No more than this many of its kind under one address. */
  readonly limit: number;
}

const ATTEMPTS = 8;
const MINUTE_MS = 60_000;

@Injectable()
export class MailboxStore {
  constructor(private readonly db: PrismaService) {}

  /** The number it got, or null when the address is full. */
  async append(letter: Letter, at: Date): Promise<number | null> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const outcome = await this.#tryAppend(this.db, letter, at);
      if (outcome !== 'taken') return outcome;
    }
    throw new Error('a mailbox number was taken again and again');
  }

  /**
   * For the worker, apart from the mailbox, and due with all others of its minute: no row says to which visit it belongs. The api cannot
   * look at it again.
   */
  async layDown(label: Uint8Array, at: Date): Promise<void> {
    const due = new Date((Math.floor(at.getTime() / MINUTE_MS) + 1) * MINUTE_MS);
    await this.db.$executeRaw`
      insert into consent_label (id, sealed, due_at) values (${newId()}::uuid, ${label}, ${due}::timestamptz)`;
  }

  /** With its trace, which does not name the mailbox. */
  async appendReply(letter: Letter, memberId: string, at: Date): Promise<number | null> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const outcome = await this.db.$transaction(async (tx) => {
        const number = await this.#tryAppend(tx, letter, at);
        if (typeof number === 'number')
          await AuditLog.append(tx, 'mailbox.replied', { member: memberId }, at);
        return number;
      });
      if (outcome !== 'taken') return outcome;
    }
    throw new Error('a mailbox number was taken again and again');
  }

  /** 'taken': another letter got the number first, the key refused the second; count again. */
  async #tryAppend(
    db: Pick<PrismaService, '$queryRaw'>,
    letter: Letter,
    at: Date,
  ): Promise<number | null | 'taken'> {
    const { address, kind, box, limit } = letter;
    const rows = await db.$queryRaw<{ last: number; number: number | null }[]>`
      with last as (
        select coalesce(max(number), 0) as number from mailbox_message where address = ${address} and kind = ${kind}
      ), stored as (
        insert into mailbox_message (address, kind, number, box, hour)
        select ${address}, ${kind}, last.number + 1, ${box}, ${hourOf(at)}::timestamptz from last
        where last.number < ${limit}::int
        on conflict do nothing
        returning number
      )
      select last.number as last, (select number from stored) as number from last`;
    const row = rows[0];
    if (!row) throw new Error('a mailbox has no count');
    if (row.number !== null) return row.number;
    return row.last >= limit ? null : 'taken';
  }

  /** Newest first. */
  async newest(
    address: Uint8Array,
    kind: Letter['kind'],
    count: number,
    before: number | null = null,
  ): Promise<Box[]> {
    return this.db.mailboxMessage.findMany({
      where: {
        address: new Uint8Array(address),
        kind,
        ...(before === null ? {} : { number: { lt: before } }),
      },
      select: { number: true, box: true },
      orderBy: { number: 'desc' },
      take: count,
    });
  }

  /** Somebody was here before, or an answer waits. */
  async isInUse(address: Uint8Array): Promise<boolean> {
    const row = await this.db.mailboxMessage.findFirst({
      where: { address: new Uint8Array(address) },
      select: { number: true },
    });
    return row !== null;
  }

  async recordRead(memberId: string, at: Date): Promise<void> {
    await AuditLog.append(this.db, 'mailbox.read', { member: memberId }, at);
  }
}
