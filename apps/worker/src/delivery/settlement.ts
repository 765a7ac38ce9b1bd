/**
 * What an attempt leaves behind: of this channel, of the others, and of the notice. When an attempt fails, the member's next channel
 * begins at once, while the failed one goes on with its retries; when there is no next one, nobody waits for the retries to
 * end: the member counts as unreachable, and the next people are told. Pure.
 */
import type { DeliveryDecision, FailureReason } from '#alerts/domain';
import type { OwnChannels } from '#crypto';

export type Settlement =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'relayed' }
  | { readonly kind: 'retry'; readonly reason: FailureReason; readonly at: Date }
  | { readonly kind: 'failed'; readonly reason: FailureReason }
  | { readonly kind: 'disabled'; readonly reason: FailureReason };

export type After =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'next'; readonly position: number }
  /** Every channel of this member has failed at least once. */
  | { readonly kind: 'nobody-left' };

export function settlementOf(decision: DeliveryDecision): Settlement {
  switch (decision.kind) {
    case 'delivered':
    case 'relayed':
      return { kind: decision.kind };
    case 'disable':
      return { kind: 'disabled', reason: 'gone' };
    case 'retry':
      return { kind: 'retry', at: decision.at, reason: decision.because };
    case 'failed':
      return { kind: 'failed', reason: decision.because };
  }
}

export function whatFollows(
  settlement: Settlement,
  channels: OwnChannels['channels'],
  position: number,
  disabled: readonly number[],
): After {
  if (settlement.kind === 'delivered' || settlement.kind === 'relayed') return { kind: 'nothing' };
  // Who set an empty list wants to be rung by nothing, and looks by themselves.
  if (channels.length === 0) return { kind: 'nothing' };
  const next = channels.findIndex((_, at) => at > position && !disabled.includes(at));
  return next < 0 ? { kind: 'nobody-left' } : { kind: 'next', position: next };
}

/** Null: as it was. The statement lets it go only forwards. */
export function noticeStateAfter(
  settlement: Settlement,
  after: After,
): 'delivered' | 'undelivered' | 'unreachable' | null {
  if (settlement.kind === 'delivered') return 'delivered';
  if (settlement.kind === 'relayed') return null;
  if (after.kind === 'nobody-left') return 'unreachable';
  if (after.kind === 'next' || settlement.kind === 'retry') return null;
  return settlement.reason === 'acknowledged' ? 'undelivered' : null;
}
