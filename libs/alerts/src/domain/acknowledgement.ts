/**
 * What an answer to an alert changes. Signature, notice digest and ticket were verified before; here it is only who
 * answered, and what was answered before. The first acceptance stops the ladder, a refusal never does: the next person
 * may say yes. Every answer is recorded, also one that comes after another, or after the ladder has ended. Pure.
 */
import type { Decision } from '#crypto';
import type { MemberId } from '#kernel';

export interface Answer {
  readonly member: MemberId;
  readonly decision: Decision;
}

export interface AlertState {
  readonly status: 'escalating' | 'accepted' | 'exhausted' | 'closed';
  /** In the order in which they came. */
  readonly answers: readonly Answer[];
}

export type AcknowledgementDecision =
  /** The alert is now accepted. `stopsLadder` is false where the ladder had already ended unanswered. */
  | { readonly kind: 'accepted'; readonly stopsLadder: boolean }
  /** Somebody else accepted before. Recorded: two who come are better than two who think the other does. */
  | { readonly kind: 'accepted-late' }
  | { readonly kind: 'declined' }
  /** Somebody who had accepted cannot come after all. `unanswered`: nobody else has accepted, page the others again. */
  | { readonly kind: 'withdrawn'; readonly unanswered: boolean }
  /** Reported by somebody who accepted. */
  | { readonly kind: 'progress' }
  /** The same answer again, as after a lost reply: nothing is recorded twice. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'refused'; readonly because: 'not-accepted' | 'closed' };

export function decideAcknowledgement(alert: AlertState, answer: Answer): AcknowledgementDecision {
  const last = lastAnswers(alert.answers);
  const own = last.get(answer.member);
  const accepted = own !== undefined && own !== 'DECLINE';
  if (own === answer.decision || (answer.decision === 'ACCEPT' && accepted)) return { kind: 'repeated' };
  if (alert.status === 'closed') return { kind: 'refused', because: 'closed' };
  switch (answer.decision) {
    case 'ACCEPT':
      return alert.status === 'accepted'
        ? { kind: 'accepted-late' }
        : { kind: 'accepted', stopsLadder: alert.status === 'escalating' };
    case 'DECLINE': {
      if (!accepted) return { kind: 'declined' };
      last.delete(answer.member);
      return {
        kind: 'withdrawn',
        unanswered: [...last.values()].every((decision) => decision === 'DECLINE'),
      };
    }
    case 'ACTING':
    case 'DONE':
      // Only "accept" stops the paging of others, so nobody acts in the record without having said it.
      return accepted ? { kind: 'progress' } : { kind: 'refused', because: 'not-accepted' };
  }
}

function lastAnswers(answers: readonly Answer[]): Map<MemberId, Decision> {
  return new Map(answers.map(({ member, decision }) => [member, decision]));
}
