/** Publications, roster copies and freshness in PostgreSQL. Bytes only: what they mean is verified by whoever reads them. */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { type Prisma, PrismaService } from '#platform';
import type { PublicationBytes } from './domain/publication.js';

export interface StoredPublication {
  readonly version: number;
  readonly bytes: PublicationBytes;
}

export interface StoredFreshness {
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
  readonly witness: Uint8Array;
}

export interface RosterCopy {
  readonly recipient: string;
  readonly sealed: Uint8Array;
}

const columns = {
  version: true,
  head: true,
  signatures: true,
  directory: true,
  access: true,
  policy: true,
  grants: true,
} satisfies Prisma.PublicationSelect;

const toStored = ({
  version,
  ...bytes
}: StoredPublication['bytes'] & { version: number }): StoredPublication => ({
  version,
  bytes,
});

@Injectable()
export class PublicationStore {
  constructor(private readonly db: PrismaService) {}

  async newestVersion(): Promise<number> {
    const row = await this.db.publication.findFirst({
      select: { version: true },
      orderBy: { version: 'desc' },
    });
    return row?.version ?? 0;
  }

  async newest(): Promise<StoredPublication | null> {
    const row = await this.db.publication.findFirst({ select: columns, orderBy: { version: 'desc' } });
    return row && toStored(row);
  }

  async freshness(headHash: Uint8Array): Promise<StoredFreshness[]> {
    return this.db.freshness.findMany({
      where: { headHash: new Uint8Array(headHash) },
      select: { statement: true, signature: true, witness: true },
      orderBy: { witness: 'asc' },
    });
  }

  async rosterCopy(version: number, recipient: string): Promise<Uint8Array | null> {
    const row = await this.db.rosterCopy.findUnique({
      where: { version_recipient: { version, recipient } },
      select: { sealed: true },
    });
    return row?.sealed ?? null;
  }

  /**
   * `decide` sees the newest publication under a lock that every publisher takes: of two heads that both continue the
   * current one, the second is compared with the first.
   */
  async append<T>(
    decide: (newest: StoredPublication | null) => { result: T; store: NewPublication | null },
    at: Date,
  ): Promise<T> {
    return this.db.$transaction(async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('amparo/publication', 0))`;
      const row = await tx.publication.findFirst({ select: columns, orderBy: { version: 'desc' } });
      const { result, store } = decide(row && toStored(row));
      if (store) {
        const { version, headHash, bytes, rosterCopies } = store;
        await tx.publication.createMany({ data: { ...bytes, version, headHash, publishedAt: at } as never });
        await tx.rosterCopy.createMany({ data: rosterCopies.map((copy) => ({ ...copy, version })) as never });
        await AuditLog.append(tx, 'publication.published', { version }, at);
      }
      return result;
    });
  }

  /** Keeps the newest statement of each witness. */
  async storeFreshness(
    headHash: Uint8Array,
    version: number,
    signed: StoredFreshness,
    statedAt: Date,
    at: Date,
  ): Promise<void> {
    await this.db.$transaction(async (tx) => {
      const stored = await tx.$executeRaw`
        insert into freshness (head_hash, witness, statement, signature, at)
        values (${headHash}, ${signed.witness}, ${signed.statement}, ${signed.signature}, ${statedAt}::timestamptz)
        on conflict (head_hash, witness) do update
          set statement = excluded.statement, signature = excluded.signature, at = excluded.at
          where freshness.at < excluded.at`;
      if (stored > 0) await AuditLog.append(tx, 'freshness.published', { version }, at);
    });
  }
}

export interface NewPublication {
  readonly version: number;
  readonly headHash: Uint8Array;
  readonly bytes: PublicationBytes;
  readonly rosterCopies: readonly RosterCopy[];
}
