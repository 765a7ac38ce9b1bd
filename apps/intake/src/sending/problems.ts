/** Every way in which sealing or sending can fail, as one sentence of the page's text that says what to do next. Pure and exhaustive. */
import type { DirectoryOutcome, KeepOutcome, SealReportRefusal, SendOutcome } from '#sdk';
import type { Text } from '../text/es.js';

export type Problem = keyof Text['problems'];

type DirectoryFailure = Extract<DirectoryOutcome, { ok: false }>;

/** `call` covers a server that answered nonsense, too: to the person it is the same, and the report stays where it is. */
export function directoryProblem({ reason }: Pick<DirectoryFailure, 'reason'>): Problem {
  switch (reason) {
    case 'call':
      return 'directoryCall';
    case 'rolled-back':
    case 'forked':
      return 'directoryOld';
    case 'expired':
      return 'directoryExpired';
    case 'nothing-published':
      return 'directoryNone';
    case 'memory-unreadable':
      return 'directoryMemory';
    default:
      return 'directoryRefused';
  }
}

export function sealProblem(reason: SealReportRefusal): Problem {
  switch (reason) {
    case 'no-desk-without-them':
      return 'noDesk';
    case 'unknown-organisation':
      return 'unknownOrganisation';
    case 'narrative-too-long':
      return 'narrativeTooLong';
    case 'identity-too-long':
      return 'identityTooLong';
    case 'routing-too-long':
      return 'routingTooLong';
    case 'too-few-custodians':
      return 'tooFewCustodians';
    case 'weak-key':
      return 'directoryRefused';
    case 'malformed':
      return 'unreadable';
  }
}

export function keepProblem({ reason }: Extract<KeepOutcome, { ok: false }>): Problem {
  return reason === 'full' ? 'full' : 'broken';
}

/** How far a sealed report has come, as the person is told. */
export type Delivery =
  /** `working`: the channel is flooded, and the phone works to be let in. */
  | { readonly state: 'sending'; readonly working?: boolean }
  | { readonly state: 'received'; readonly hour: Date; readonly filesWaiting?: number }
  | { readonly state: 'kept'; readonly why: 'unreachable' | 'wrong-receipt' }
  | { readonly state: 'kept'; readonly why: 'deferred'; readonly minutes: number }
  | { readonly state: 'kept'; readonly why: 'refused'; readonly code: string }
  | { readonly state: 'gone' };

export function deliveryOf(outcome: SendOutcome): Delivery {
  if (outcome.ok) return { state: 'received', hour: outcome.hour };
  switch (outcome.reason) {
    case 'deferred':
      return { state: 'kept', why: 'deferred', minutes: Math.ceil(outcome.retryAfterSeconds / 60) };
    case 'refused':
      return { state: 'kept', why: 'refused', code: outcome.code ?? 'UNKNOWN' };
    case 'not-kept':
      return { state: 'gone' };
    default:
      return { state: 'kept', why: outcome.reason };
  }
}

/** The sentence for a report that has not left. */
export function keptSentence(
  delivery: Extract<Delivery, { state: 'kept' }>,
  { delivery: text }: Text,
): string {
  switch (delivery.why) {
    case 'deferred':
      return text.deferred(delivery.minutes);
    case 'refused':
      return text.refused(delivery.code);
    case 'wrong-receipt':
      return text.wrongReceipt;
    case 'unreachable':
      return text.unreachable;
  }
}
