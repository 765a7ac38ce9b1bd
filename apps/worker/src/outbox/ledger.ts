/**
 * The two moves on the outbox that belong in the same transaction as an effect: end this row, begin the next. A row that
 * ended before its effect was committed would be a report forgotten; one that ended after it, an effect done twice.
 */
import { type OutboxInput, outboxRow, type Prisma } from '#platform';

export type Tx = Prisma.TransactionClient;

export async function finish(tx: Tx, outboxId: string, at: Date): Promise<void> {
  await tx.outbox.updateMany({ where: { id: outboxId, doneAt: null }, data: { doneAt: at } });
}

export async function schedule(tx: Tx, ...next: readonly OutboxInput[]): Promise<void> {
  await tx.outbox.createMany({ data: next.map(outboxRow) });
}
