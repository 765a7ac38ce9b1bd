/**
 * Calls that people of a desk make, and what came of them. A record is signed by whoever called, over the task's digest and ticket
 * (libs/crypto/PROTOCOL.md §8.7): the server can neither invent that somebody accepted nor lay one call's outcome beside another.
 */
import { Inject, Injectable } from '@nestjs/common';
import { decodeCallStatement, equalBytes, FormatError, verify, type CallOutcome } from '#crypto';
import {
  type AlertStanding,
  CLOCK,
  pageOf,
  type Page,
  type PageArguments,
  standingOf,
  type StandingColumns,
} from '#graphql';
import type { Clock } from '#kernel';
import { type Actor, desksOf, PublicationService } from '#people';
import type { Viewer } from '#triage';
import { actionSecondsOf } from './action-seconds.js';
import type { TakeDecision } from './domain/task.js';
import { visibleTask } from './domain/task.js';
import { AnswerStore } from './prisma-answer.store.js';
import { TaskStore, type TaskRow, type TaskToRecord } from './prisma-task.store.js';

const MAX_STATEMENT = 1024;

export interface CallInput {
  readonly taskId: string;
  readonly outcome: CallOutcome;
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
}

export type TaskEntry = Omit<TaskRow, 'status' | 'holder' | 'until' | keyof StandingColumns> & {
  readonly state: TaskRow['status'];
  readonly takenByMe: boolean;
  readonly takenUntil: Date | null;
  readonly standing: AlertStanding;
};

export type CallOutcomeOf =
  | { readonly ok: true; readonly alertId: string; readonly late: boolean }
  /** `statement`: it does not speak of this task and this outcome. `held`: a colleague is calling. */
  | {
      readonly ok: false;
      readonly reason: 'not-available' | 'statement' | 'signature' | 'held' | 'not-accepted' | 'closed';
    };

@Injectable()
export class TasksService {
  constructor(
    private readonly tasks: TaskStore,
    private readonly answers: AnswerStore,
    private readonly publications: PublicationService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(actor: Actor, page: PageArguments, onlyNeeded: boolean): Promise<Page<TaskEntry>> {
    const viewer = this.#viewer(actor);
    const rows = await this.tasks.page(viewer, page, onlyNeeded);
    return pageOf(
      rows,
      page.size,
      (row) => row.id,
      (row) => entryOf(row, actor, viewer.now),
    );
  }

  async take(actor: Actor, id: string): Promise<TakeDecision | null> {
    return this.tasks.take(id, this.#viewer(actor), actor.memberId);
  }

  async record(actor: Actor, input: CallInput): Promise<CallOutcomeOf> {
    const task = await this.tasks.toRecord(input.taskId, this.#viewer(actor));
    if (!task) return { ok: false, reason: 'not-available' };
    if (!speaksOf(task, input)) return { ok: false, reason: 'statement' };
    const { outcome, statement, signature } = input;
    if (!verify('call', statement, signature, actor.signKey)) return { ok: false, reason: 'signature' };
    const { policy } = await this.publications.require();
    const { decision, late } = await this.answers.recordCall(
      {
        taskId: task.id,
        alertId: task.alertId,
        // Whoever chose whom to call answers for it.
        subject: task.kind === 'decide' ? actor.memberId : task.subject,
        member: actor.memberId,
        outcome,
        statement,
        signature,
        actionSeconds: actionSecondsOf(policy),
      },
      this.clock(),
    );
    if (decision.kind === 'held') return { ok: false, reason: 'held' };
    if (decision.kind === 'refused') return { ok: false, reason: decision.because };
    return { ok: true, alertId: task.alertId, late };
  }

  #viewer(actor: Actor): Viewer {
    return { desks: desksOf(actor), now: this.clock() };
  }
}

function entryOf(row: TaskRow, { memberId }: Actor, now: Date): TaskEntry {
  const state = visibleTask(row, now);
  const { id, alertId, reportId, desk, kind, step, sealed, t0, outcome, calls, dueAt, unsorted } = row;
  return {
    ...{ id, alertId, reportId, desk, kind, step, sealed, t0, outcome, calls, dueAt, unsorted },
    state,
    takenByMe: state === 'taken' && row.holder === memberId,
    takenUntil: state === 'taken' ? row.until : null,
    standing: standingOf(row, memberId, !unsorted),
  };
}

function speaksOf(task: TaskToRecord, { statement, outcome }: CallInput): boolean {
  if (statement.length > MAX_STATEMENT) return false;
  try {
    const said = decodeCallStatement(statement);
    return (
      said.alertId === task.alertId &&
      said.ticket === task.ticket &&
      said.outcome === outcome &&
      equalBytes(said.taskDigest, task.digest)
    );
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
