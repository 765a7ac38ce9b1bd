/**
 * What follows from an attempt to ring somebody and when to try again: the schedule of Standard Webhooks 1.0 for every channel.
 * Pure: the time and the random number are given.
 */
import type { FailureReason } from './failure-reasons.js';
import type { RingResult } from './ring-result.js';

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

export type DeliveryDecision =
  | { readonly kind: 'delivered' | 'relayed' }
  | { readonly kind: 'retry'; readonly because: FailureReason; readonly at: Date }
  /** The address is no more. It is rung no more, and its owner is told another way. */
  | { readonly kind: 'disable' }
  | { readonly kind: 'failed'; readonly because: FailureReason };

/**
 * @param attempt how many attempts were made, this one included (from 1)
 * @param random from 0 up to 1
 */
export function decideDelivery(
  attempt: number,
  result: RingResult,
  now: Date,
  random: number,
): DeliveryDecision {
  switch (result.kind) {
    case 'delivered':
    case 'relayed':
      return { kind: result.kind };
    case 'gone':
      return { kind: 'disable' };
    case 'unfit':
      return { kind: 'failed', because: result.because };
    case 'failed':
      return again(attempt, result, now, random);
  }
}

function again(
  attempt: number,
  { because, retryAfter }: Extract<RingResult, { kind: 'failed' }>,
  now: Date,
  random: number,
): DeliveryDecision {
  const delay = RETRY_DELAYS_MS[attempt - 1];
  if (delay === undefined) return { kind: 'failed', because };
  const wait = Math.max(delay * (1 + JITTER * random), retryAfterMs(retryAfter, now));
  return { kind: 'retry', because, at: new Date(now.getTime() + Math.round(wait)) };
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
