/**
 * Which outbox rows are handed over next. Each claim locks what it takes and passes over what another relay has locked, so that
 * no two hand a row over at the same time. Times are the caller's; an index answers every claim, however many rows wait.
 */
import { Prisma, type PrismaClient } from './database.js';
import type { OutboxKind } from './outbox.js';

type Tx = Pick<PrismaClient, '$queryRaw'>;

export interface ClaimedRow {
  readonly id: string;
  readonly kind: OutboxKind;
  readonly ref: string;
  readonly ticket: string | null;
  readonly due_at: Date;
  /** How often it was handed over before. */
  readonly tries: number;
}

/** Triage has a queue of its own making: reports come from outside, as many as anybody sends. */
const BY_LANES = 'triage';
const columns = Prisma.sql`id, kind, ref, ticket, due_at, tries`;
const waiting = Prisma.sql`done_at is null and enqueued_at is null`;

/**
 * Reports, in turn among lanes: first those of the lanes that have the fewest in hand. One channel that sends thousands is one
 * lane, and every other lane's report is before its second. Lanes are found by skipping from one to the next in the index.
 */
const lanesWith = (handedSince: Date): Prisma.Sql => Prisma.sql`
    with recursive lanes as (
      (select lane from outbox where kind = ${BY_LANES} and ${waiting} order by lane limit 1)
      union all
      select (select o.lane from outbox o where o.kind = ${BY_LANES} and o.done_at is null and o.enqueued_at is null
              and o.lane > l.lane order by o.lane limit 1)
      from lanes l where l.lane is not null
    ), in_hand as (
      select lane, count(*) as rows from outbox
      where kind = ${BY_LANES} and done_at is null and enqueued_at > ${handedSince} group by lane
    )`;

const byTurn = (limit: number, which = Prisma.empty): Prisma.Sql => Prisma.sql`
    select ${columns} from (
      select o.*, coalesce(h.rows, 0) + row_number() over (partition by l.lane order by o.due_at) as turn
      from lanes l left join in_hand h on h.lane = l.lane
      cross join lateral (
        select ${columns} from outbox where kind = ${BY_LANES} and ${waiting} and lane = l.lane ${which}
        order by due_at limit ${limit} for update skip locked
      ) o
      where l.lane is not null
    ) o
    order by turn, due_at limit ${limit}`;

export function claimByLanes(tx: Tx, handedSince: Date, limit: number): Promise<ClaimedRow[]> {
  return tx.$queryRaw<ClaimedRow[]>`${lanesWith(handedSince)} ${byTurn(limit)}`;
}

/**
 * The same, straight into the hands of `life`, which has room for them now. Only what nobody has tried yet: what failed once
 * goes through the queue, which knows how to wait. A crash that loses the mark costs seconds, so nobody waits for the disk.
 */
export function takeByLanes(
  db: Tx,
  { life, handedSince, limit }: { readonly life: number; readonly handedSince: Date; readonly limit: number },
  now: Date,
): Promise<ClaimedRow[]> {
  return db.$queryRaw<ClaimedRow[]>`
    ${lanesWith(handedSince)}, mine as (${byTurn(limit, Prisma.sql`and tries = 0`)})
    update outbox set worker = ${life}, enqueued_at = ${now}, tries = 1
    from (select set_config('synchronous_commit', 'off', true)) as quick
    where id in (select id from mine)
    returning ${columns}`;
}

export interface Glance {
  readonly reports: boolean;
  readonly others: boolean;
  /** Reports that were handed over and are not done. */
  readonly inHand: number;
}

/** Whether there is anything to claim: most looks find nothing, and should cost no more than this. */
export async function glance(
  db: Tx,
  kinds: readonly OutboxKind[],
  handedSince: Date,
  until: Date,
): Promise<Glance> {
  const [row] = await db.$queryRaw<{ reports: boolean; others: boolean; in_hand: bigint }[]>`
    select
      exists (select 1 from outbox where kind = ${BY_LANES} and ${waiting}) as reports,
      exists (select 1 from outbox where kind = any(${othersOf(kinds)}) and ${waiting} and lane = 0
              and due_at <= ${until}) as others,
      (select count(*) from outbox
       where kind = ${BY_LANES} and done_at is null and enqueued_at > ${handedSince}) as in_hand`;
  return {
    reports: row?.reports ?? false,
    others: row?.others ?? false,
    inHand: Number(row?.in_hand ?? 0),
  };
}

const othersOf = (kinds: readonly OutboxKind[]): OutboxKind[] => kinds.filter((kind) => kind !== BY_LANES);

/** Everything else that is due by then, oldest first. */
export function claimDue(
  tx: Tx,
  kinds: readonly OutboxKind[],
  until: Date,
  limit: number,
): Promise<ClaimedRow[]> {
  return tx.$queryRaw<ClaimedRow[]>`
    select ${columns} from outbox
    where kind = any(${othersOf(kinds)}) and ${waiting} and lane = 0 and due_at <= ${until}
    order by due_at limit ${limit} for update skip locked`;
}

/**
 * What was handed over and should have been done: the queue was emptied, the job gave up, its process ended. Each further time
 * waits twice as long, up to eight times, so that what always fails takes no room from what does not, and what only had bad
 * luck with several machines is not forgotten for longer than an urgent report may wait.
 */
export function claimOverdue(
  tx: Tx,
  kinds: readonly OutboxKind[],
  now: Date,
  overdueMs: number,
  limit: number,
): Promise<ClaimedRow[]> {
  const cut = new Date(now.getTime() - overdueMs);
  // Marked by a clock that ran ahead: it would seem to be on its way for as long as that clock was wrong. And dated by one: it was
  // handed over at once, and where that job was lost, nobody would look at it before its day. A report is due from the moment that
  // it is there, whatever clock took it in.
  const impossible = new Date(now.getTime() + overdueMs);
  return tx.$queryRaw<ClaimedRow[]>`
    select ${columns} from outbox
    where kind = any(${[...kinds]}) and done_at is null and (
      enqueued_at > ${impossible}
      or (enqueued_at < ${cut} and (due_at < ${cut} or kind = ${BY_LANES} or made_at > ${impossible})
          and enqueued_at < ${now}::timestamptz - ${overdueMs} * interval '1 ms' * power(2, least(greatest(tries - 1, 0), 3))))
    order by due_at limit ${limit} for update skip locked`;
}

/** Written after `future`, by a clock that ran ahead: nobody knows how long they should wait, so their handlers are asked now. */
export function claimMisdated(tx: Tx, future: Date, limit: number): Promise<ClaimedRow[]> {
  return tx.$queryRaw<ClaimedRow[]>`
    select ${columns} from outbox
    where made_at > ${future} and done_at is null and enqueued_at is null
    order by made_at limit ${limit} for update skip locked`;
}

/** What a worker had in hand that lives no more; from now on it is in the hands of `heir`. */
export function claimOrphans(
  db: Tx,
  {
    heir,
    lives,
    limit,
  }: { readonly heir: number; readonly lives: readonly number[]; readonly limit: number },
  now: Date,
): Promise<ClaimedRow[]> {
  return db.$queryRaw<ClaimedRow[]>`
    update outbox set worker = ${heir}, enqueued_at = ${now}, tries = least(tries + 1, 100)
    where id in (
      select id from outbox
      where worker is not null and done_at is null and not worker = any(${[...lives, heir]}::int[])
      limit ${limit} for update skip locked)
    returning ${columns}`;
}
