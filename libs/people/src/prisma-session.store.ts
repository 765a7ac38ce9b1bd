/** Sessions and used challenges in PostgreSQL. A token is stored only as its hash: a stolen table opens no session. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { PrismaService } from '#platform';

export interface SessionRow {
  readonly memberId: string;
  readonly expiresAt: Date;
}

export interface StoredSession extends SessionRow {
  readonly tokenHash: Uint8Array;
}

@Injectable()
export class SessionStore {
  constructor(private readonly db: PrismaService) {}

  /**
   * Uses up the challenge and opens the session in one transaction. False when the challenge was used before: of two
   * simultaneous sign-ins with one signature only one gets a session.
   */
  async open(
    challenge: { readonly nonce: Uint8Array; readonly expiresAt: Date },
    session: StoredSession,
    now: Date,
  ): Promise<boolean> {
    return this.db.$transaction(async (tx) => {
      await tx.$executeRaw`delete from challenge where expires_at <= ${now}::timestamptz`;
      await tx.$executeRaw`delete from session where expires_at <= ${now}::timestamptz`;
      const used = await tx.$executeRaw`
        insert into challenge (nonce, expires_at) values (${challenge.nonce}, ${challenge.expiresAt}::timestamptz)
        on conflict do nothing`;
      if (used !== 1) return false;
      await tx.$executeRaw`
        insert into session (token_hash, member_id, expires_at)
        values (${session.tokenHash}, ${session.memberId}::uuid, ${session.expiresAt}::timestamptz)`;
      await AuditLog.append(tx, 'session.opened', { member: session.memberId }, now);
      return true;
    });
  }

  async find(tokenHashes: readonly Uint8Array[]): Promise<StoredSession[]> {
    return this.db.session.findMany({
      where: { tokenHash: { in: tokenHashes.map((hash) => new Uint8Array(hash)) } },
      select: { tokenHash: true, memberId: true, expiresAt: true },
    });
  }

  async close(tokenHash: Uint8Array, memberId: string, now: Date): Promise<void> {
    await this.db.$transaction(async (tx) => {
      const ended = await tx.$executeRaw`delete from session where token_hash = ${tokenHash}`;
      if (ended > 0) await AuditLog.append(tx, 'session.closed', { member: memberId }, now);
    });
  }
}
