/** What is open now: at most as many rows as there are kinds. */
import type { PrismaClient } from '#platform';

export interface OpenFinding {
  readonly kind: string;
  readonly count: number;
  readonly since: Date;
  readonly lastSeenAt: Date;
}

export function currentFindings(db: Pick<PrismaClient, '$queryRaw'>): Promise<OpenFinding[]> {
  return db.$queryRaw<OpenFinding[]>`
    select kind, count, since, last_seen_at as "lastSeenAt" from finding where cleared_at is null order by since, kind`;
}
