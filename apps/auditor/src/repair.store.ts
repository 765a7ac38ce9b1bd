/**
 * Hands out again what has lost its place: an alert, delivery or report that waits and of which the outbox knows nothing, by a
 * row that somebody deleted or a clock that wrote it years ahead. Safe however often it is done: a job carries the ticket of
 * this moment, and whoever comes second finds the work done or the ticket old.
 */
import { AuditLog } from '#audit';
import { Prisma, type PrismaClient } from '#platform';

export interface Repaired {
  readonly kind: 'triage' | 'raise' | 'escalate' | 'deliver' | 'probe';
  readonly ref: string;
}

type Tx = Prisma.TransactionClient;

/** 'AMPR' in ASCII. Two auditors must not both find the same job missing. */
const LOCK = 0x41_4d_50_52;
/** In one look; the next comes soon. */
const MOST = 100;
/** What is due later than this is looked at when its time is nearer. */
const HORIZON_MS = 5 * 60_000;
/** Work under way is under way: it ends, or is begun again, sooner than this. */
const SETTLED_MS = 60_000;
const LATELY_MS = 3_600_000;
const LONG_AGO_MS = 30 * 86_400_000;

export class RepairStore {
  constructor(private readonly db: Pick<PrismaClient, '$transaction'>) {}

  /** `isThorough`: also the reports of the last month. Null when another auditor is at it. */
  repair(now: Date, life: string, isThorough: boolean): Promise<readonly Repaired[] | null> {
    return this.db.$transaction(async (tx) => {
      const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`
        select pg_try_advisory_xact_lock(${LOCK}) as mine`;
      if (!lock?.mine) return null;
      await sendProbe(tx, now, life);
      const repaired = [
        ...(await handOut(tx, 'escalate', missingAlerts(now), now)),
        ...(await handOut(tx, 'deliver', missingDeliveries(now), now)),
        ...(await handOut(tx, 'raise', missingRaises(now), now)),
        ...(await handOut(tx, 'triage', missingReports(now, isThorough ? LONG_AGO_MS : LATELY_MS), now)),
      ];
      for (const { kind, ref } of repaired)
        await AuditLog.append(tx, 'work.handed-out-again', { kind, ref }, now);
      return repaired;
    });
  }
}

/** One errand at a time through the whole way that a report's work takes: outbox, relay, queue, worker, database. */
async function sendProbe(tx: Tx, now: Date, life: string): Promise<void> {
  await tx.$executeRaw`
    insert into outbox (id, kind, ref, due_at, made_at)
    select gen_random_uuid(), 'probe', ${life}::uuid, ${now}::timestamptz, ${now}::timestamptz
    where not exists (select 1 from outbox where kind = 'probe' and done_at is null)`;
}

/** `missing` selects ref, ticket and due_at. */
async function handOut(
  tx: Tx,
  kind: Repaired['kind'],
  missing: Prisma.Sql,
  now: Date,
): Promise<readonly Repaired[]> {
  const rows = await tx.$queryRaw<{ ref: string }[]>`
    insert into outbox (id, kind, ref, ticket, due_at, made_at)
    select gen_random_uuid(), ${kind}, ref, ticket, due_at, ${now}::timestamptz from (${missing}) as missing limit ${MOST}
    returning ref`;
  return rows.map(({ ref }) => ({ kind, ref }));
}

const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

/** A job that comes much later than the step is due is no job: a clock that ran ahead wrote it. */
const missingAlerts = (now: Date): Prisma.Sql => Prisma.sql`
  select a.id as ref, a.ticket, coalesce(a.due_at, ${now}::timestamptz) as due_at from alert a
  where a.state = 'escalating' and (a.due_at is null or a.due_at < ${later(now, HORIZON_MS)}::timestamptz)
    and not exists (
      select 1 from outbox o where o.kind = 'escalate' and o.done_at is null and o.ref = a.id and o.ticket = a.ticket
        and (a.due_at is null or o.due_at < a.due_at + interval '1 minute'))
  limit ${MOST}`;

const missingDeliveries = (now: Date): Prisma.Sql => Prisma.sql`
  select d.id as ref, d.ticket, coalesce(d.next_at, ${now}::timestamptz) as due_at from delivery d
  where d.state in ('waiting', 'handed') and (d.next_at is null or d.next_at < ${later(now, -SETTLED_MS)}::timestamptz)
    and not exists (
      select 1 from outbox o where o.kind = 'deliver' and o.done_at is null and o.ref = d.id and o.ticket = d.ticket)
  limit ${MOST}`;

const missingRaises = (now: Date): Prisma.Sql => Prisma.sql`
  select t.report_id as ref, null::uuid as ticket, ${now}::timestamptz as due_at from triage_item t
  where t.state = 'open' and t.unsorted and t.raised_at is null and t.raise_at < ${later(now, -SETTLED_MS)}::timestamptz
    and not exists (
      select 1 from outbox o where o.kind = 'raise' and o.done_at is null and o.ref = t.report_id)
  limit ${MOST}`;

/** One that came in by a clock that ran ahead is as old as any. */
const missingReports = (now: Date, agoMs: number): Prisma.Sql => Prisma.sql`
  select r.id as ref, null::uuid as ticket, ${now}::timestamptz as due_at from report r
  where (r.received_at between ${later(now, -agoMs)}::timestamptz and ${later(now, -SETTLED_MS)}::timestamptz
      or r.received_at > ${later(now, SETTLED_MS)}::timestamptz)
    and not exists (select 1 from triage_item t where t.report_id = r.id)
    and not exists (select 1 from outbox o where o.kind = 'triage' and o.done_at is null and o.ref = r.id)
  limit ${MOST}`;
