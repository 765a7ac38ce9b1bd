/**
 * What came of one attempt to ring somebody, in words that every channel shares. Taken over by a relay is not delivery: an
 * e-mail that a relay accepted may lie in a queue for days.
 */
import type { HttpResult } from '#outgoing';
import type { FailureReason } from './failure-reasons.js';

export type RingResult =
  /** The member's own system said that it has it. */
  | { readonly kind: 'delivered' }
  /** A relay, a push service or a gateway carries it on; nothing more is known. */
  | { readonly kind: 'relayed' }
  | { readonly kind: 'failed'; readonly because: FailureReason; readonly retryAfter: string | null }
  /** The other side says that this address is no more. */
  | { readonly kind: 'gone' }
  /** No attempt can succeed until somebody repairs something. */
  | { readonly kind: 'unfit'; readonly because: FailureReason };

/** @param gone the statuses with which this kind of server says that an address is no more */
export function judgeAnswer(
  result: HttpResult,
  success: 'delivered' | 'relayed',
  gone: readonly number[] = [410],
): RingResult {
  if (result.kind === 'no-response') return { kind: 'failed', because: result.because, retryAfter: null };
  const { status, retryAfter } = result;
  if (status >= 200 && status < 300) return { kind: success };
  if (gone.includes(status)) return { kind: 'gone' };
  return { kind: 'failed', because: reasonOf(status), retryAfter };
}

function reasonOf(status: number): FailureReason {
  if (status === 429 || status === 502 || status === 504) return 'throttled';
  // Never followed: a redirect would carry the request past the check of its address.
  if (status >= 300 && status < 400) return 'redirect';
  return status >= 500 ? 'server-error' : 'refused';
}
