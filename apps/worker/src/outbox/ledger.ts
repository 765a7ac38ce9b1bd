/**
 * The moves on the outbox that belong in the same transaction as an effect: end this row, begin the next. A row that ended
 * before its effect was committed would be a report forgotten; one that ended after it, an effect done twice.
 *
 * What a job begins and what is due at once stays in the hands of its own process (DESIGN §5.3): the row says whose it is, and
 * if that process dies, another takes it up.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type OutboxInput,
  type OutboxKind,
  type OutboxRow,
  outboxRow,
  type Prisma,
  type Statement,
  type StatementPool,
} from '#platform';

export type Tx = Prisma.TransactionClient;

export interface OpenTask {
  readonly kind: OutboxKind;
  readonly outbox: string;
  readonly ref: string;
  readonly ticket: string | null;
  /** Whoever had it in hand before is dead: nobody else is at it. */
  readonly isOrphan?: boolean;
}

/** Whose hands these are: the number of the process (worker-life.ts), and how much more it can carry. */
export interface Hands {
  readonly life: number;
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

/** A row that an effect begins. Marked as handed over when these hands keep it, so that no relay takes it as well. */
export interface NextRow extends OutboxRow {
  readonly enqueuedAt: Date | null;
  readonly tries: number;
  readonly worker: number | null;
}

/** As `jsonRows` spells a NextRow; `lane` has the value that the table gives it. */
export const OUTBOX_COLUMNS = 'id, kind, ref, ticket, due_at, made_at, enqueued_at, tries, worker';

/**
 * Decided before anything is written, so that one statement can write the effect and what it begins. `now` is the time that the
 * due times were computed from: were the clock asked again, one that was set right in between would hide that they are wrong.
 */
export function following(now: Date, ...inputs: readonly OutboxInput[]): readonly NextRow[] {
  const mine = job.getStore();
  const rows = inputs.map((input) => outboxRow({ ...input, madeAt: now }));
  let room = mine ? mine.room() - mine.begun.length : 0;
  return rows.map((row) => {
    // Beyond what fits in the hands, the relay takes it.
    const isKept = mine && room > 0 && URGENT.includes(row.kind) && row.dueAt <= now;
    if (!isKept) return { ...row, enqueuedAt: null, tries: 0, worker: null };
    room -= 1;
    return { ...row, enqueuedAt: now, tries: 1, worker: mine.life };
  });
}

/** Of rows that were written: what these hands keep, they go on with once the handler has ended well. */
export function begin(written: readonly NextRow[]): void {
  const kept = written.filter(({ worker }) => worker !== null);
  job.getStore()?.begun.push(...kept.map(({ id, kind, ref, ticket }) => ({ kind, outbox: id, ref, ticket })));
}

export async function finish(tx: Tx, outboxId: string, at: Date): Promise<void> {
  await tx.outbox.updateMany({ where: { id: outboxId, doneAt: null }, data: { doneAt: at } });
}

export async function schedule(tx: Tx, now: Date, ...next: readonly OutboxInput[]): Promise<void> {
  const rows = following(now, ...next);
  await tx.outbox.createMany({ data: [...rows] });
  begin(rows);
}

const FINISH: Statement = {
  name: 'finish',
  text: 'update outbox set done_at = $2 where id = $1 and done_at is null',
};

/** For a job that has no effect, or none any more. */
export async function finishAlone(statements: StatementPool, outbox: string, at: Date): Promise<void> {
  await statements.rows(FINISH, [outbox, at]);
}

/**
 * What the database says of a job, or null when there is nothing left to do. The queue is only the clock: whoever can
 * write into it must not be able to end an alert with a job of their own. From now on these hands have it; a crash that loses
 * the mark costs seconds, so nobody waits for the disk.
 */
export async function openTask(
  statements: StatementPool,
  kind: OutboxKind,
  outbox: string,
  life: number,
): Promise<OpenTask | null> {
  const [row] = await statements.rows<{ ref: string; ticket: string | null }>(OPEN, [outbox, kind, life]);
  return row ? { kind, outbox, ...row } : null;
}

const OPEN: Statement = {
  name: 'open-task',
  text: `
  update outbox set worker = $3
  from (select set_config('synchronous_commit', 'off', true)) as quick
  where id = $1 and kind = $2 and done_at is null
  returning ref, ticket`,
};

/** Given back to the relay: it was not done, and these hands do not try again by themselves. */
export async function giveBack(statements: StatementPool, outbox: string, life: number): Promise<void> {
  await statements.rows(GIVE_BACK, [outbox, life]);
}

const GIVE_BACK: Statement = {
  name: 'give-back',
  text: 'update outbox set worker = null, enqueued_at = null where id = $1 and worker = $2 and done_at is null',
};
