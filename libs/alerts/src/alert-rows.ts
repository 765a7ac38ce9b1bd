/** An alert with its answers, locked while one more is decided; and the answers as they are kept, in the order in which they came. */
import { equalBytes, type Decision } from '#crypto';
import { newId } from '#kernel';
import type { Prisma } from '#platform';
import type { AlertState, EarlierAnswer } from './domain/acknowledgement.js';

export type Tx = Prisma.TransactionClient;

/** A row of the answers: how it came, and who signed it. */
export interface AnswerRecord {
  readonly noticeId: string | null;
  readonly taskId: string | null;
  readonly recordedBy: string;
  readonly person: string;
  readonly decision: string;
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
}

export interface LockedAlert extends AlertState {
  readonly id: string;
  /** Of the ladder at this moment. */
  readonly ticket: string;
  readonly reassessAt: Date | null;
  readonly urgency: number | null;
  readonly answers: readonly (EarlierAnswer & { readonly late: boolean; readonly at: Date })[];
  /** Of everything that was recorded, calls that reached nobody included. */
  readonly signatures: readonly Uint8Array[];
}

const DECISIONS: readonly string[] = ['ACCEPT', 'DECLINE', 'ACTING', 'DONE'] satisfies Decision[];

export async function lockAlert(tx: Tx, alertId: string): Promise<LockedAlert> {
  const [alert] = await tx.$queryRaw<Omit<LockedAlert, 'answers' | 'signatures'>[]>`
    select a.id, a.ticket, a.state as status, a.round, t.reassess_at as "reassessAt", t.urgency
    from alert a left join triage_item t on t.report_id = a.report_id
    where a.id = ${alertId}::uuid for update of a`;
  if (!alert) throw new Error('an answer to an alert that is not there');
  const rows = await tx.acknowledgement.findMany({
    where: { alertId },
    select: { memberId: true, decision: true, late: true, round: true, at: true, signature: true },
    orderBy: { number: 'asc' },
  });
  const answers = rows.flatMap(({ memberId: person, decision, late, round, at }) =>
    DECISIONS.includes(decision) ? [{ person, decision: decision as Decision, late, round, at }] : [],
  );
  return { ...alert, answers, signatures: rows.map(({ signature }) => signature) };
}

export async function keepAnswer(
  tx: Tx,
  { id, signatures, round }: LockedAlert,
  { noticeId, taskId, recordedBy, person, decision, statement, signature }: AnswerRecord,
  late: boolean,
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    insert into acknowledgement (id, alert_id, number, round, notice_id, task_id, member_id, recorded_by, decision, statement,
                                 signature, late, at)
    values (${newId()}::uuid, ${id}::uuid, ${signatures.length + 1}::int, ${round}::int, ${noticeId}::uuid, ${taskId}::uuid,
            ${person}::uuid, ${recordedBy}::uuid, ${decision}, ${statement}, ${signature}, ${late}, ${at}::timestamptz)`;
}

/** A signature counts once: an old "I accept", sent again after the alert fell back, would silence everybody. */
export const wasKept = ({ signatures }: LockedAlert, signature: Uint8Array): boolean =>
  signatures.some((kept) => equalBytes(kept, signature));
