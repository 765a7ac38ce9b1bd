import { describe, expect, it } from '@jest/globals';
import { decideDelivery, MAX_ATTEMPTS } from './delivery.js';
import type { HttpResult } from '#outgoing';
import { judgeAnswer, type RingResult } from './ring-result.js';

const now = new Date('2026-07-20T12:00:00Z');
const said = (result: HttpResult): RingResult => judgeAnswer(result, 'delivered');
const answered = (status: number, retryAfter: string | null = null): RingResult =>
  said({ kind: 'response', status, retryAfter });
const secondsLater = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('the retry schedule', () => {
  it.each([
    [1, 5],
    [2, 5 * 60],
    [3, 30 * 60],
    [4, 2 * 3600],
    [5, 5 * 3600],
    [6, 10 * 3600],
    [7, 14 * 3600],
    [8, 20 * 3600],
    [9, 24 * 3600],
  ])('after attempt %i waits %i seconds, and at most a fifth more', (attempt, seconds) => {
    const at = (random: number) => decideDelivery(attempt, answered(500), now, random);
    expect(at(0)).toEqual({ kind: 'retry', because: 'server-error', at: secondsLater(seconds) });
    expect(at(0.5)).toEqual({ kind: 'retry', because: 'server-error', at: secondsLater(seconds * 1.1) });
  });

  it('ends after the tenth attempt', () => {
    expect(MAX_ATTEMPTS).toBe(10);
    expect(decideDelivery(10, answered(500), now, 0)).toEqual({ kind: 'failed', because: 'server-error' });
  });
});

describe('what an answer means', () => {
  it.each<[string, RingResult, object]>([
    ['200', answered(200), { kind: 'delivered' }],
    ['204', answered(204), { kind: 'delivered' }],
    ['410', answered(410), { kind: 'disable' }],
    ['301', answered(301), { kind: 'retry', because: 'redirect' }],
    ['304', answered(304), { kind: 'retry', because: 'redirect' }],
    ['400', answered(400), { kind: 'retry', because: 'refused' }],
    ['404', answered(404), { kind: 'retry', because: 'refused' }],
    ['429', answered(429), { kind: 'retry', because: 'throttled' }],
    ['500', answered(500), { kind: 'retry', because: 'server-error' }],
    ['502', answered(502), { kind: 'retry', because: 'throttled' }],
    ['503', answered(503), { kind: 'retry', because: 'server-error' }],
    ['504', answered(504), { kind: 'retry', because: 'throttled' }],
    ['101', answered(101), { kind: 'retry', because: 'refused' }],
    [
      'no answer in time',
      said({ kind: 'no-response', because: 'timeout' }),
      { kind: 'retry', because: 'timeout' },
    ],
    [
      'a private address',
      said({ kind: 'no-response', because: 'address-refused' }),
      { kind: 'retry', because: 'address-refused' },
    ],
    ['a relay that took it', { kind: 'relayed' }, { kind: 'relayed' }],
    [
      'what no attempt can mend',
      { kind: 'unfit', because: 'not-configured' },
      { kind: 'failed', because: 'not-configured' },
    ],
  ])('%s', (_what, result, expected) => {
    expect(decideDelivery(1, result, now, 0)).toMatchObject(expected);
  });

  it('a late success is a success, a late 410 a disabled endpoint', () => {
    expect(decideDelivery(10, answered(200), now, 0)).toEqual({ kind: 'delivered' });
    expect(decideDelivery(10, answered(410), now, 0)).toEqual({ kind: 'disable' });
  });
});

it('a push service says 404 where a webhook says 410', () => {
  const missing = { kind: 'response', status: 404, retryAfter: null } as const;
  expect(judgeAnswer(missing, 'relayed', [404, 410])).toEqual({ kind: 'gone' });
  expect(judgeAnswer(missing, 'delivered')).toMatchObject({ kind: 'failed', because: 'refused' });
});

describe('Retry-After', () => {
  it.each<[string, string, number]>([
    ['in seconds', '120', 120],
    ['as a date', 'Mon, 20 Jul 2026 12:10:00 GMT', 600],
    ['shorter than the schedule', '1', 5],
    ['in the past', 'Mon, 20 Jul 2026 11:00:00 GMT', 5],
    ['longer than a day', '864000', 86_400],
    ['a year of silence', 'Tue, 20 Jul 2027 12:00:00 GMT', 86_400],
    ['negative', '-5', 5],
    ['not readable', 'soon', 5],
    ['not a date', 'Xxx, 99 Yyy 2026 12:00:00 GMT', 5],
    ['too many digits', '9'.repeat(400), 5],
  ])('%s', (_what, header, seconds) => {
    expect(decideDelivery(1, answered(429, header), now, 0)).toMatchObject({
      kind: 'retry',
      at: secondsLater(seconds),
    });
  });

  it('does not bring an exhausted delivery back', () => {
    expect(decideDelivery(10, answered(429, '60'), now, 0)).toEqual({
      kind: 'failed',
      because: 'throttled',
    });
  });
});
