/**
 * The two moves on the outbox that belong in the same transaction as an effect: end this row, begin the next. A row that
 * ended before its effect was committed would be a report forgotten; one that ended after it, an effect done twice.
 */
import { type OutboxInput, type OutboxKind, outboxRow, type Prisma, type PrismaClient } from '#platform';

export type Tx = Prisma.TransactionClient;

export async function finish(tx: Tx, outboxId: string, at: Date): Promise<void> {
  await tx.outbox.updateMany({ where: { id: outboxId, doneAt: null }, data: { doneAt: at } });
}

export async function schedule(tx: Tx, ...next: readonly OutboxInput[]): Promise<void> {
  await tx.outbox.createMany({ data: next.map(outboxRow) });
}

export interface OpenTask {
  readonly outbox: string;
  readonly ref: string;
  readonly ticket: string | null;
}

/**
 * What the database says of a job, or null when there is nothing left to do. The queue is only the clock: whoever can
 * write into it must not be able to end an alert with a job of their own.
 */
export async function openTask(db: PrismaClient, kind: OutboxKind, outbox: string): Promise<OpenTask | null> {
  const row = await db.outbox.findFirst({
    where: { id: outbox, kind, doneAt: null },
    select: { ref: true, ticket: true },
  });
  return row && { outbox, ...row };
}
