/** Publications and the roster copy for dispatch, as bytes. What they mean is decided in verify-publication.ts. */
import type { PrismaClient } from '#platform';
import type { PublicationStore } from './publication-keeper.js';
import type { StoredPublication } from './verify-publication.js';

const MAX_CANDIDATES = 8;

export class PrismaPublicationStore implements PublicationStore {
  constructor(private readonly db: PrismaClient) {}

  async from(version: number): Promise<readonly number[]> {
    const rows = await this.db.publication.findMany({
      where: { version: { gte: version } },
      select: { version: true },
      orderBy: { version: 'desc' },
      take: MAX_CANDIDATES,
    });
    return rows.map((row) => row.version);
  }

  async load(version: number): Promise<StoredPublication | null> {
    const row = await this.db.publication.findUnique({
      where: { version },
      select: { version: true, head: true, signatures: true, directory: true, policy: true },
    });
    if (!row) return null;
    const copy = await this.db.rosterCopy.findUnique({
      where: { version_recipient: { version, recipient: 'dispatch' } },
      select: { sealed: true },
    });
    return { ...row, rosterCopy: copy?.sealed ?? null };
  }
}
