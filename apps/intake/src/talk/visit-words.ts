/** What came of a visit, as one sentence that says what to do. Pure and exhaustive. */
import type { MailboxOutcome } from '#sdk';
import type { TalkText } from './text/es.js';

type Failure = Extract<MailboxOutcome, { ok: false }>;

export function visitSentence(failure: Failure, { words, sent }: TalkText): string {
  switch (failure.reason) {
    case 'words':
      return wordsSentence(failure.detail, words);
    case 'too-long':
      return sent.tooLong;
    case 'other-shape':
      return sent.strange;
    case 'call':
      return callSentence(failure.failure, sent);
  }
}

function wordsSentence(
  fault: Extract<Failure, { reason: 'words' }>['detail'],
  say: TalkText['words'],
): string {
  switch (fault.reason) {
    case 'word-count':
      return say.count(fault.have);
    case 'unknown-word':
      return say.unknown(fault.position + 1, fault.suggestions.join(', '));
    case 'checksum':
      return say.checksum;
  }
}

function callSentence(
  failure: Extract<Failure, { reason: 'call' }>['failure'],
  say: TalkText['sent'],
): string {
  switch (failure.reason) {
    case 'unreachable':
    case 'timeout':
      return say.noSignal;
    case 'too-large':
    case 'malformed':
      return say.strange;
    case 'error':
      return failure.code === 'RATE_LIMITED' ? say.later : say.noSignal;
  }
}
