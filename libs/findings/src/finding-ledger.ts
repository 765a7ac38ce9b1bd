/**
 * Writes what was seen into the one table of findings, with the trace of what began and what ended. Two who write at the same
 * moment do it one after the other: neither raises twice what is one finding.
 */
import { AuditLog } from '#audit';
import type { Prisma, PrismaClient } from '#platform';
import {
  ALL_FINDING_KINDS,
  changesOf,
  FINDING_KINDS,
  type Changes,
  type FindingKind,
  type Found,
  type Known,
  type Observer,
} from './domain/index.js';

export interface Observation {
  /** Only its own kinds are raised and cleared. */
  readonly by: Observer;
  readonly found: readonly Found[];
  readonly now: Date;
  /** How long something is kept open that this look did not see. */
  readonly holdMs: number;
}

/** 'AMPF' in ASCII: keeps this lock apart from all others. */
const LOCK = 0x41_4d_50_46;

export async function recordFindings(
  db: Pick<PrismaClient, '$transaction'>,
  { by, found, now, holdMs }: Observation,
): Promise<Changes> {
  const kinds = ALL_FINDING_KINDS.filter((kind) => FINDING_KINDS[kind].by === by);
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${LOCK})`;
    const known = await tx.$queryRaw<Known[]>`
      select kind, last_seen_at as "lastSeenAt" from finding where cleared_at is null and kind = any(${kinds})`;
    const changes = changesOf(known, found, now, holdMs);
    for (const one of changes.raised) await raise(tx, one, now);
    for (const { kind, count, ref } of changes.seenAgain)
      await tx.$executeRaw`
        update finding set count = ${count}::int, ref = ${ref}::uuid, last_seen_at = ${now}::timestamptz where kind = ${kind}`;
    for (const kind of changes.cleared) await clear(tx, kind, now);
    return changes;
  });
}

type Tx = Pick<Prisma.TransactionClient, '$executeRaw'>;

async function raise(tx: Tx, { kind, count, ref }: Found, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into finding (kind, count, ref, since, last_seen_at)
    values (${kind}, ${count}::int, ${ref}::uuid, ${now}::timestamptz, ${now}::timestamptz)
    on conflict (kind) do update
      set count = excluded.count, ref = excluded.ref, since = excluded.since, last_seen_at = excluded.last_seen_at,
          cleared_at = null`;
  await AuditLog.append(tx, 'finding.raised', { kind, count }, now);
}

async function clear(tx: Tx, kind: FindingKind, now: Date): Promise<void> {
  await tx.$executeRaw`update finding set cleared_at = ${now}::timestamptz where kind = ${kind}`;
  await AuditLog.append(tx, 'finding.cleared', { kind }, now);
}
