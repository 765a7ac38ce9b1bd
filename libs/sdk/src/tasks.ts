/**
 * Calls that people of a desk make: to somebody who has no keys, or whom nothing reaches, or whom they choose themselves. A task
 * counts only if the deployment's worker signed it inside the seal for this desk and this report (libs/crypto/PROTOCOL.md §6.1): a
 * number that the server invents is never shown. What came of the call is signed by whoever called (§8.7).
 */
import { callStatement, type CallOutcome, hash, sign, toBase64Url } from '#crypto';
import { openTask } from '#crypto/open';
import type { VerifiedDirectory } from './directory.js';
import type { MemberWork } from './member-keys.js';
import { readTasks, recordCall, type ServedTask, takeTask } from './operations.js';
import { flag, list, nullable, oneOf, record, ShapeError, text } from './shape.js';
import type { Session } from './session.js';
import type { CallFailure } from './transport.js';

const person = record({
  name: text,
  organisation: text,
  /** null: the roster has no number of theirs. */
  phone: nullable(text),
  languages: list(text),
});
export type PersonToCall = ReturnType<typeof person>;

const bodyShape = record({
  alertId: text,
  kind: text,
  ticket: text,
  urgency: nullable(text),
  deadline: text,
  callback: text,
  exercise: flag,
  again: nullable(text),
  /** `doorbell`: only that there is something to talk about, and the number to call back. */
  may: oneOf('notice', 'doorbell'),
  needs: list(text),
  department: nullable(text),
  person: nullable(person),
  proposed: list(person),
  withheld: list(record({ organisation: text, because: text })),
});
export type TaskBody = ReturnType<typeof bodyShape>;

export type DeskTask = ServedTask & {
  /** null when it does not open, is not signed by this deployment, or speaks of another alert than its row. */
  readonly body: TaskBody | null;
};

type Failed = { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };
const failed = (failure: CallFailure): Failed => ({ ok: false, reason: 'call', failure });

export interface Tasks {
  /** Those that are still needed, by when they are due; `all`: also those that are not. */
  list(options: {
    readonly first?: number;
    readonly after?: string;
    readonly all?: boolean;
  }): Promise<
    { readonly ok: true; readonly tasks: readonly DeskTask[]; readonly next: string | null } | Failed
  >;
  /** So that nobody else calls at the same time. */
  take(
    id: string,
  ): Promise<
    | { readonly ok: true; readonly until: Date }
    | { readonly ok: false; readonly reason: 'held' | 'done' | 'not-available' }
    | Failed
  >;
  record(
    task: DeskTask,
    outcome: CallOutcome,
    at: Date,
  ): Promise<
    | { readonly ok: true; readonly late: boolean }
    | { readonly ok: false; readonly reason: 'unopened' }
    | { readonly ok: false; readonly reason: 'refused'; readonly code: string }
    | Failed
  >;
}

export function createTasks(session: Session, work: MemberWork, verified: VerifiedDirectory): Tasks {
  const { dispatchSign } = verified.directory.servers;
  const { keys } = session.member;

  function bodyOf({ alertId, t0, sealed }: ServedTask): TaskBody | null {
    if (!t0) return null;
    for (const held of [...work.desks].sort((a, b) => b.epoch - a.epoch)) {
      const opened = openTask(held.keys.seal.secretKey, sealed, t0, dispatchSign);
      if (!opened.ok) continue;
      try {
        const body = bodyShape(opened.body);
        return body.alertId === alertId ? body : null;
      } catch (error) {
        if (error instanceof ShapeError) return null;
        throw error;
      }
    }
    return null;
  }

  return {
    async list({ first = 20, after = null, all = false }) {
      const answer = await session.call(readTasks, { first, after, all });
      if (!answer.ok) return failed(answer);
      const { edges, pageInfo } = answer.value;
      const tasks = edges.map(({ node }): DeskTask => {
        return { ...node, body: bodyOf(node) };
      });
      return { ok: true, tasks, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
    },

    async take(id) {
      const answer = await session.call(takeTask, { id });
      if (!answer.ok) return failed(answer);
      switch (answer.value.kind) {
        case 'TaskTaken':
          return { ok: true, until: answer.value.value.until };
        case 'TaskNotFree':
          return { ok: false, reason: answer.value.value.reason };
        case 'NotAvailable':
          return { ok: false, reason: 'not-available' };
      }
    },

    async record(task, outcome, at) {
      // Nobody is asked to sign for somebody whose name they could not read.
      if (!task.body) return { ok: false, reason: 'unopened' };
      const { alertId, ticket } = task.body;
      const statement = callStatement({ alertId, taskDigest: hash(task.sealed), ticket, outcome, at });
      const input = {
        taskId: task.id,
        outcome,
        statement: toBase64Url(statement),
        signature: toBase64Url(sign('call', statement, keys.sign.secretKey)),
      };
      const answer = await session.call(recordCall, { input });
      if (!answer.ok) return failed(answer);
      if (answer.value.kind === 'CallRefused') {
        return { ok: false, reason: 'refused', code: answer.value.value.reason };
      }
      return { ok: true, late: answer.value.value.late };
    },
  };
}
