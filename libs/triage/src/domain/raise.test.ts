import { describe, expect, it } from '@jest/globals';
import { decideRaise, type RaiseState } from './raise.js';

const at = (time: string): Date => new Date(`2026-07-20T${time}Z`);
const bounds = { ackSeconds: 3600, claimSeconds: 1800 };
const waiting: RaiseState = {
  status: 'open',
  raised: false,
  raiseAt: at('13:00:00'),
  actionDueAt: at('18:00:00'),
  claimedUntil: null,
};
const decide = (change: Partial<RaiseState>, now: string) =>
  decideRaise({ ...waiting, ...change }, bounds, at(now));
const until = (time: string) => ({ kind: 'wait', until: at(time) });

describe('an unsorted report is raised', () => {
  it.each<[string, Partial<RaiseState>, string, object]>([
    ['at its deadline when nobody holds it', {}, '13:00:00', { kind: 'raise' }],
    ['however late the look comes', {}, '23:00:00', { kind: 'raise' }],
    ['not before', {}, '12:59:59', until('13:00:00')],
    ['not later than its own wait when a clock jumped back', {}, '05:00:00', until('06:00:00')],
    ['not while somebody holds it', { claimedUntil: at('13:10:00') }, '13:00:00', until('13:10:00')],
    ['when the claim has run out', { claimedUntil: at('13:10:00') }, '13:10:00', { kind: 'raise' }],
    ['after one claim period at most', { claimedUntil: at('17:00:00') }, '13:00:00', until('13:30:00')],
    ['when action is due, whoever holds it', { claimedUntil: at('18:20:00') }, '18:00:00', { kind: 'raise' }],
    ['never put off past that time', { claimedUntil: at('18:20:00') }, '17:50:00', until('18:00:00')],
    ['once', { raised: true }, '13:00:00', { kind: 'stop', because: 'raised' }],
    ['never when it is closed', { status: 'closed' }, '13:00:00', { kind: 'stop', because: 'closed' }],
  ])('%s', (_when, change, now, expected) => {
    expect(decide(change, now)).toEqual(expected);
  });
});
