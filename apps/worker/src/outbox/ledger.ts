/**
 * The moves on the outbox that belong in the same transaction as an effect: end this row, begin the next. A row that ended
 * before its effect was committed would be a report forgotten; one that ended after it, an effect done twice.
 *
 * What a job begins and what is due at once stays in the hands of its own process (DESIGN §5.3): the row says whose it is, and
 * if that process dies, another takes it up.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '#kernel';
import { type OutboxInput, type OutboxKind, outboxRow, type Prisma, type PrismaClient } from '#platform';

export type Tx = Prisma.TransactionClient;

export interface OpenTask {
  readonly kind: OutboxKind;
  readonly outbox: string;
  readonly ref: string;
  readonly ticket: string | null;
  /** Whoever had it in hand before is dead: nobody else is at it. */
  readonly isOrphan?: boolean;
}

/** Whose hands these are: the number of the process (worker-life.ts), its clock, and how much more it can carry. */
export interface Hands {
  readonly life: number;
  readonly clock: Clock;
  readonly room: () => number;
}

interface Job extends Hands {
  readonly begun: OpenTask[];
}

const job = new AsyncLocalStorage<Job>();

/** What people wait for. The rest takes the longer way, so that it is never before them. */
const URGENT: readonly OutboxKind[] = ['escalate', 'deliver'];

/** Runs a handler, and tells what it began that these hands go on with once it has ended well. */
export async function inHands<T>(
  hands: Hands,
  handle: () => Promise<T>,
): Promise<{ readonly outcome: T; readonly begun: readonly OpenTask[] }> {
  const begun: OpenTask[] = [];
  const outcome = await job.run({ ...hands, begun }, handle);
  return { outcome, begun };
}

export async function finish(tx: Tx, outboxId: string, at: Date): Promise<void> {
  await tx.outbox.updateMany({ where: { id: outboxId, doneAt: null }, data: { doneAt: at } });
}

export async function schedule(tx: Tx, ...next: readonly OutboxInput[]): Promise<void> {
  const mine = job.getStore();
  await tx.outbox.createMany({ data: next.map((input) => (mine ? keep(mine, input) : outboxRow(input))) });
}

/** Marked as handed over, so that no relay takes it as well; beyond what fits in the hands, the relay does. */
function keep({ life, clock, room, begun }: Job, input: OutboxInput) {
  const now = clock();
  const row = outboxRow({ madeAt: now, ...input });
  if (!URGENT.includes(row.kind) || row.dueAt > now || begun.length >= room()) return row;
  begun.push({ kind: row.kind, outbox: row.id, ref: row.ref, ticket: row.ticket });
  return { ...row, enqueuedAt: now, tries: 1, worker: life };
}

/**
 * What the database says of a job, or null when there is nothing left to do. The queue is only the clock: whoever can
 * write into it must not be able to end an alert with a job of their own. From now on these hands have it; a crash that loses
 * the mark costs seconds, so nobody waits for the disk.
 */
export async function openTask(
  db: PrismaClient,
  kind: OutboxKind,
  outbox: string,
  life: number,
): Promise<OpenTask | null> {
  const [row] = await db.$queryRaw<{ ref: string; ticket: string | null }[]>`
    update outbox set worker = ${life}
    from (select set_config('synchronous_commit', 'off', true)) as quick
    where id = ${outbox}::uuid and kind = ${kind} and done_at is null
    returning ref, ticket`;
  return row ? { kind, outbox, ...row } : null;
}

/** Given back to the relay: it was not done, and these hands do not try again by themselves. */
export async function giveBack(db: PrismaClient, outbox: string, life: number): Promise<void> {
  await db.outbox.updateMany({
    where: { id: outbox, worker: life, doneAt: null },
    data: { worker: null, enqueuedAt: null },
  });
}
