/**
 * What an answer to an alert changes. Signature, digest and ticket were verified before; here it is only who answered, and
 * what was answered before. The first acceptance stops the ladder, a refusal never does: the next person may say yes. Every
 * answer is recorded, also one that comes after another, or after the ladder has ended. Pure.
 *
 * An alert has rounds: each time it fell back to nobody, another begins. Whoever accepted in an earlier one has to say it
 * again, or say that they act.
 */
import type { CallOutcome, Decision } from '#crypto';

export interface Answer {
  /** Who answers: a member, or somebody who was called, by the random id that the roster gives them. */
  readonly person: string;
  readonly decision: Decision;
}

export interface EarlierAnswer extends Answer {
  readonly round: number;
}

export interface AlertState {
  readonly status: 'escalating' | 'accepted' | 'exhausted' | 'closed';
  readonly round: number;
  /** In the order in which they came. */
  readonly answers: readonly EarlierAnswer[];
}

export type Progress = 'ACTING' | 'DONE';

/** Whom an accepted alert rests on. */
export interface Standing {
  readonly by: string;
  readonly progress: Progress | null;
}

export type AcknowledgementDecision =
  /** The alert is now accepted. `stopsLadder` is false where the ladder had already ended unanswered. */
  | { readonly kind: 'accepted'; readonly stopsLadder: boolean; readonly standing: Standing }
  /** Somebody else accepted before. Recorded: two who come are better than two who think the other does. */
  | { readonly kind: 'accepted-late'; readonly standing: Standing }
  | { readonly kind: 'declined' }
  /** Somebody who had accepted cannot come after all. Without `standing`, nobody else has accepted: the others are paged again. */
  | { readonly kind: 'withdrawn'; readonly standing: Standing | null }
  /** Reported by somebody who accepted. */
  | { readonly kind: 'progress'; readonly standing: Standing }
  /** The same answer again, as after a lost reply: nothing is recorded twice. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'refused'; readonly because: 'not-accepted' | 'closed' };

export function decideAcknowledgement(alert: AlertState, answer: Answer): AcknowledgementDecision {
  const now = alert.answers.filter(({ round }) => round === alert.round);
  const own = lastAnswers(now).get(answer.person);
  const accepted = hasAccepted(own);
  if (own === answer.decision || (answer.decision === 'ACCEPT' && accepted)) return { kind: 'repeated' };
  if (alert.status === 'closed') return { kind: 'refused', because: 'closed' };
  const standing = standingOf([...now, answer]);
  switch (answer.decision) {
    case 'DECLINE':
      return accepted ? { kind: 'withdrawn', standing } : { kind: 'declined' };
    case 'ACTING':
    case 'DONE':
      if (accepted && standing) return { kind: 'progress', standing };
      // Only "accept" stops the paging of others, so nobody acts in the record without having said it. Whoever said it and was
      // given up for silent needs no second "accept": they come, and that is what counts.
      if (!acceptedBefore(alert, answer.person)) return { kind: 'refused', because: 'not-accepted' };
      return acceptance(alert, standing);
    case 'ACCEPT':
      return acceptance(alert, standing);
  }
}

function acceptance(alert: AlertState, standing: Standing | null): AcknowledgementDecision {
  if (!standing) throw new Error('an acceptance that nobody gave');
  return alert.status === 'accepted'
    ? { kind: 'accepted-late', standing }
    : { kind: 'accepted', stopsLadder: alert.status === 'escalating', standing };
}

/** By whom, of those who accepted and have not withdrawn, the first; with the most that any of them has reported. */
function standingOf(answers: readonly Answer[]): Standing | null {
  const standing = [...lastAnswers(answers)].filter(([, decision]) => hasAccepted(decision));
  const [first] = standing;
  if (!first) return null;
  const reached = (progress: Progress) => standing.some(([, decision]) => decision === progress);
  return { by: first[0], progress: reached('DONE') ? 'DONE' : reached('ACTING') ? 'ACTING' : null };
}

const hasAccepted = (decision: Decision | undefined): boolean =>
  decision !== undefined && decision !== 'DECLINE';

const acceptedBefore = ({ answers, round }: AlertState, person: string): boolean =>
  hasAccepted(lastAnswers(answers.filter((answer) => answer.round < round)).get(person));

/** In the order of each person's first answer. */
function lastAnswers(answers: readonly Answer[]): Map<string, Decision> {
  return new Map(answers.map(({ person, decision }) => [person, decision]));
}

/** What somebody said on the telephone; null where nobody was reached. */
export function answerOf(outcome: CallOutcome): Decision | null {
  switch (outcome) {
    case 'REACHED_ACCEPTED':
      return 'ACCEPT';
    case 'REACHED_DECLINED':
      return 'DECLINE';
    case 'REACHED_ACTING':
      return 'ACTING';
    case 'REACHED_DONE':
      return 'DONE';
    case 'NO_ANSWER':
    case 'WRONG_NUMBER':
      return null;
  }
}
