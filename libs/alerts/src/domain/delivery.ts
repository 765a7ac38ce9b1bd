/**
 * What the answer of a webhook means and when to try again: Standard Webhooks 1.0, sections on delivery and retries.
 * Pure: the time and the random number are given.
 */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The wait after each attempt; after the one that follows the last wait, delivery is given up. */
const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
export const MAX_ATTEMPTS = RETRY_DELAYS_MS.length + 1;

/** Up to a fifth later, never earlier: endpoints that failed together must not all be called together again. */
const JITTER = 0.2;
/** An endpoint may ask for patience, not for silence. */
const LONGEST_RETRY_AFTER_MS = 24 * HOUR;

export type DeliveryResult =
  | { readonly kind: 'response'; readonly status: number; readonly retryAfter: string | null }
  | {
      readonly kind: 'no-response';
      readonly because: 'timeout' | 'connection' | 'name' | 'tls' | 'address-refused';
    };

export type RetryReason = 'throttled' | 'redirect' | 'refused' | 'server-error' | 'no-response';

export type DeliveryDecision =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly because: RetryReason; readonly at: Date }
  /** 410: the endpoint says that it is gone. It is called no more, and its owner is told another way. */
  | { readonly kind: 'disable' }
  | { readonly kind: 'exhausted'; readonly because: RetryReason };

/**
 * @param attempt how many attempts were made, this one included (from 1)
 * @param random from 0 up to 1
 */
export function decideDelivery(
  attempt: number,
  result: DeliveryResult,
  now: Date,
  random: number,
): DeliveryDecision {
  const verdict = judge(result);
  if (verdict === 'delivered' || verdict === 'disable') return { kind: verdict };
  const delay = RETRY_DELAYS_MS[attempt - 1];
  if (delay === undefined) return { kind: 'exhausted', because: verdict };
  const jittered = delay * (1 + JITTER * random);
  const asked = result.kind === 'response' ? retryAfterMs(result.retryAfter, now) : 0;
  return {
    kind: 'retry',
    because: verdict,
    at: new Date(now.getTime() + Math.round(Math.max(jittered, asked))),
  };
}

function judge(result: DeliveryResult): RetryReason | 'delivered' | 'disable' {
  if (result.kind === 'no-response') return 'no-response';
  const { status } = result;
  if (status >= 200 && status < 300) return 'delivered';
  if (status === 410) return 'disable';
  if (status === 429 || status === 502 || status === 504) return 'throttled';
  // Never followed: a redirect would carry the request past the check of its address.
  if (status >= 300 && status < 400) return 'redirect';
  return status >= 500 ? 'server-error' : 'refused';
}

/** RFC 9110 §10.2.3: seconds or an HTTP date. What cannot be read asks for nothing. */
function retryAfterMs(value: string | null, now: Date): number {
  if (value === null) return 0;
  const text = value.trim();
  const ms = /^\d{1,9}$/.test(text)
    ? Number(text) * SECOND
    : HTTP_DATE.test(text)
      ? Date.parse(text) - now.getTime()
      : 0;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS) : 0;
}

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
