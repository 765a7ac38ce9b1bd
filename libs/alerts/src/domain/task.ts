/**
 * Something that only a person can do for an alert: call somebody who has no keys, or whom nothing reaches, or choose whom to
 * call. One person calls at a time: two coordinators who ring the same shelter at night help nobody. Taking ends by itself, so
 * that no closed laptop keeps a call from being made. Pure.
 */
import type { CallOutcome } from '#crypto';
import type { MemberId } from '#kernel';

export interface TaskState {
  /** withdrawn: the reporter took back that they may be told. */
  readonly status: 'open' | 'taken' | 'done' | 'withdrawn';
  readonly holder: MemberId | null;
  readonly until: Date | null;
}

/** Time for a call, and for trying a second time. */
export const TAKEN_SECONDS = 15 * 60;

export type TakeDecision =
  { readonly kind: 'taken'; readonly until: Date } | { readonly kind: 'held' } | { readonly kind: 'done' };

export function decideTake(task: TaskState, member: MemberId, now: Date): TakeDecision {
  if (task.status === 'done' || task.status === 'withdrawn') return { kind: 'done' };
  if (isHeldByAnother(task, member, now)) return { kind: 'held' };
  return { kind: 'taken', until: new Date(now.getTime() + TAKEN_SECONDS * 1000) };
}

export type CallDecision =
  /** What the task is then; `open`: it has to be tried again. */
  { readonly kind: 'recorded'; readonly status: 'open' | 'done' } | { readonly kind: 'held' };

/** Also after it is done: whoever was reached is called again to hear whether help has come. */
export function decideCall(task: TaskState, member: MemberId, outcome: CallOutcome, now: Date): CallDecision {
  if (isHeldByAnother(task, member, now)) return { kind: 'held' };
  const isTried = outcome === 'NO_ANSWER' && task.status !== 'done';
  return { kind: 'recorded', status: isTried ? 'open' : 'done' };
}

/** As people see it now: what was taken and whose time is over is open. */
export function visibleTask(task: TaskState, now: Date): TaskState['status'] {
  return task.status === 'taken' && !isTaken(task, now) ? 'open' : task.status;
}

/** What seems taken for longer than anybody may take it was taken by a clock that ran ahead: nobody is at it. */
const isTaken = ({ status, until }: TaskState, now: Date): boolean => {
  const left = status === 'taken' && until !== null ? until.getTime() - now.getTime() : 0;
  return left > 0 && left <= TAKEN_SECONDS * 1000;
};

const isHeldByAnother = (task: TaskState, member: MemberId, now: Date): boolean =>
  isTaken(task, now) && task.holder !== member;
