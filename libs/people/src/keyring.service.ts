/**
 * Keyring blobs, found by an address that only the passphrase gives (libs/crypto/PROTOCOL.md, keyring). A wrong handle and a
 * wrong passphrase both lead to an address where there is nothing. A stored blob is never replaced: whoever could replace it
 * could lock a member out of their own keys.
 */
import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { equalBytes, KEYRING_BLOB_BYTES } from '#crypto';
import { CLOCK, RateLimited } from '#graphql';
import type { Clock } from '#kernel';
import { Budgets, PrismaService } from '#platform';

const ADDRESS_BYTES = 32;

export type StoreKeyringOutcome =
  { readonly ok: true } | { readonly ok: false; readonly reason: 'size' | 'address-taken' };

@Injectable()
export class KeyringService {
  constructor(
    private readonly db: PrismaService,
    private readonly budgets: Budgets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async find(address: Uint8Array): Promise<Uint8Array | null> {
    if (address.length !== ADDRESS_BYTES) return null;
    const where = { address: new Uint8Array(address) };
    const row = await this.db.keyringBlob.findUnique({ where, select: { blob: true } });
    return row?.blob ?? null;
  }

  /** The same blob again is the same answer. */
  async store(address: Uint8Array, blob: Uint8Array): Promise<StoreKeyringOutcome> {
    if (address.length !== ADDRESS_BYTES || blob.length !== KEYRING_BLOB_BYTES)
      return { ok: false, reason: 'size' };
    // One bucket for all: nobody is known yet. A flood delays an enrolment, which is done again; it fills no disk.
    const taken = await this.budgets.take('keyring', 'all');
    if (!taken.ok) throw new RateLimited(taken.retryAfterSeconds);
    const stored = await this.db.$transaction(async (tx) => {
      const inserted = await tx.$executeRaw`
        insert into keyring_blob (address, blob) values (${address}, ${blob}) on conflict (address) do nothing`;
      if (inserted > 0) await AuditLog.append(tx, 'keyring.stored', {}, this.clock());
      return inserted > 0;
    });
    if (stored) return { ok: true };
    const existing = await this.find(address);
    return existing && equalBytes(existing, blob) ? { ok: true } : { ok: false, reason: 'address-taken' };
  }
}
