/**
 * Answers in PostgreSQL, whether given to a notice or told on the telephone. The alert's row is locked while one is decided: two
 * people who accept at the same moment are one after the other, and a ladder that moves meanwhile comes before or after.
 */
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { CallOutcome, Decision } from '#crypto';
import type { MemberId } from '#kernel';
import { PrismaService } from '#platform';
import {
  type AnswerRecord,
  keepAnswer,
  lockAlert,
  type LockedAlert,
  type Tx,
  wasKept,
} from './alert-rows.js';
import {
  answerOf,
  decideAcknowledgement,
  type AcknowledgementDecision,
  type Answer,
} from './domain/acknowledgement.js';
import { decideCall, type TaskState } from './domain/task.js';
import { type ActionSeconds, moveAlert } from './move-alert.js';
import type { NoticeState } from './notice-state.js';

interface Signed {
  readonly alertId: string;
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
  readonly actionSeconds: ActionSeconds;
}

export interface SignedAnswer extends Signed {
  readonly noticeId: string;
  readonly member: MemberId;
  readonly decision: Decision;
}

export interface SignedCall extends Signed {
  readonly taskId: string;
  readonly subject: string;
  readonly member: MemberId;
  readonly outcome: CallOutcome;
}

export interface Answered {
  readonly decision: AcknowledgementDecision;
  readonly late: boolean;
}

export type CallRecorded =
  Answered | { readonly decision: { readonly kind: 'tried' | 'held' }; readonly late: false };

const STATE_AFTER: Readonly<{ [D in Decision]: NoticeState }> = {
  ACCEPT: 'accepted',
  DECLINE: 'declined',
  ACTING: 'acting',
  DONE: 'done',
};

@Injectable()
export class AnswerStore {
  constructor(private readonly db: PrismaService) {}

  async answer(signed: SignedAnswer, at: Date): Promise<Answered> {
    const { noticeId, member, decision } = signed;
    return this.db.$transaction(async (tx) => {
      const alert = await lockAlert(tx, signed.alertId);
      // Its reporter took consent back a moment ago.
      if ((await tx.notice.count({ where: { id: noticeId, state: 'withdrawn' } })) > 0)
        return { decision: { kind: 'refused' as const, because: 'closed' as const }, late: false };
      const record = {
        noticeId,
        taskId: null,
        recordedBy: member,
        person: member,
        decision,
        ...proof(signed),
      };
      const answered = await apply(tx, alert, record, { person: member, decision }, signed.actionSeconds, at);
      if (!isRecorded(answered)) return answered;
      await tx.$executeRaw`update notice set state = ${STATE_AFTER[decision]} where id = ${noticeId}::uuid`;
      const body = { alert: alert.id, notice: noticeId, member, decision, late: answered.late };
      await AuditLog.append(tx, 'alert.acknowledged', body, at);
      return answered;
    });
  }

  async recordCall(signed: SignedCall, at: Date): Promise<CallRecorded> {
    const { taskId, subject, member, outcome } = signed;
    return this.db.$transaction(async (tx) => {
      const alert = await lockAlert(tx, signed.alertId);
      const call = decideCall(await lockTask(tx, taskId), member, outcome, at);
      if (call.kind === 'held') return { decision: { kind: 'held' as const }, late: false as const };
      const decision = answerOf(outcome);
      const said = decision ?? outcome;
      const record = {
        noticeId: null,
        taskId,
        recordedBy: member,
        person: subject,
        decision: said,
        ...proof(signed),
      };
      const answered =
        decision === null
          ? await tried(tx, alert, record, at)
          : await apply(tx, alert, record, { person: subject, decision }, signed.actionSeconds, at);
      if (!isRecorded(answered)) return answered;
      await tx.$executeRaw`
        update task set state = ${call.status}, outcome = ${outcome}, calls = calls + 1, holder = null, taken_until = null
        where id = ${taskId}::uuid`;
      const body = { alert: alert.id, task: taskId, member, outcome, late: answered.late };
      await AuditLog.append(tx, 'call.recorded', body, at);
      return answered;
    });
  }
}

const proof = ({ statement, signature }: Signed) => ({ statement, signature });

const isRecorded = ({ decision: { kind } }: CallRecorded): boolean =>
  kind !== 'refused' && kind !== 'repeated';

async function lockTask(tx: Tx, taskId: string): Promise<TaskState> {
  const [task] = await tx.$queryRaw<TaskState[]>`
    select state as status, holder, taken_until as until from task where id = ${taskId}::uuid for update`;
  if (!task) throw new Error('a call for a task that is not there');
  return task;
}

/** Nobody was reached: kept and shown, and the ladder goes on. */
async function tried(tx: Tx, alert: LockedAlert, record: AnswerRecord, at: Date): Promise<CallRecorded> {
  if (alert.status === 'closed') return { decision: { kind: 'refused', because: 'closed' }, late: false };
  if (wasKept(alert, record.signature)) return { decision: { kind: 'repeated' }, late: false };
  await keepAnswer(tx, alert, record, false, at);
  return { decision: { kind: 'tried' }, late: false };
}

async function apply(
  tx: Tx,
  alert: LockedAlert,
  record: AnswerRecord,
  answer: Answer,
  actionSeconds: ActionSeconds,
  at: Date,
): Promise<Answered> {
  const decision: AcknowledgementDecision = wasKept(alert, record.signature)
    ? { kind: 'repeated' }
    : decideAcknowledgement(alert, answer);
  if (decision.kind === 'refused') return { decision, late: false };
  if (decision.kind === 'repeated') {
    const own = alert.answers.filter(({ person }) => person === answer.person).at(-1);
    return { decision, late: own?.late ?? false };
  }
  const late = decision.kind === 'accepted-late' || (decision.kind === 'accepted' && !decision.stopsLadder);
  await keepAnswer(tx, alert, record, late, at);
  await moveAlert(tx, alert, decision, actionSeconds, at);
  return { decision, late };
}
