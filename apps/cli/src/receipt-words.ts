/** Twelve words as somebody types them: what is wrong with them, in words. */
import type { MailboxOutcome } from '#sdk';

type WordsFault = Extract<MailboxOutcome, { reason: 'words' }>['detail'];

export function explainWords(fault: WordsFault): string {
  if (fault.reason === 'word-count') return `There are twelve words; these are ${String(fault.have)}.`;
  if (fault.reason === 'unknown-word') {
    const close = fault.suggestions.length > 0 ? ` It may be: ${fault.suggestions.join(', ')}.` : '';
    return `Word ${String(fault.position + 1)} is in no list.${close}`;
  }
  return 'Each word is known, but together they are not a receipt: one is wrong, or two are exchanged.';
}
