import { describe, expect, it } from '@jest/globals';
import type { MemberId } from '#kernel';
import {
  type Claim,
  type ClaimDecision,
  type ClaimState,
  decideClaim,
  decideRelease,
  visibleClaim,
} from './claim.js';

const ana = 'ana' as MemberId;
const luz = 'luz' as MemberId;
const now = new Date('2026-07-20T12:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const until = inMinutes(60);

const heldBy = (holder: MemberId, end = inMinutes(10)): Claim => ({ holder, desk: 'triage', until: end });
const state = (change: Partial<ClaimState> = {}): ClaimState => ({
  status: 'open',
  version: 5,
  claim: null,
  ...change,
});
const request = (change = {}) => ({ member: ana, desk: 'triage' as const, version: 5, ...change });
const mine: Claim = { holder: ana, desk: 'triage', until };

describe('claiming', () => {
  it.each<[string, ClaimState, object, ClaimDecision]>([
    ['a free report', state(), {}, { kind: 'claimed', claim: mine, version: 6 }],
    ['one that somebody else holds', state({ claim: heldBy(luz) }), {}, { kind: 'taken' }],
    [
      'one that somebody else holds, from an old view',
      state({ claim: heldBy(luz) }),
      { version: 4 },
      { kind: 'taken' },
    ],
    [
      'one whose claim has expired',
      state({ claim: heldBy(luz, now) }),
      {},
      { kind: 'claimed', claim: mine, version: 6 },
    ],
    [
      'one that changed since it was looked at',
      state(),
      { version: 4 },
      { kind: 'stale-version', version: 5 },
    ],
    ['the own one again', state({ claim: heldBy(ana) }), {}, { kind: 'renewed', claim: mine, version: 6 }],
    [
      'the own one again after a lost reply',
      state({ claim: heldBy(ana) }),
      { version: 4 },
      { kind: 'renewed', claim: mine, version: 6 },
    ],
    ['a closed report', state({ status: 'closed' }), {}, { kind: 'not-open' }],
    [
      'a closed report that was the own',
      state({ status: 'closed', claim: heldBy(ana) }),
      {},
      { kind: 'not-open' },
    ],
  ])('%s', (_what, before, change, expected) => {
    expect(decideClaim(before, request(change), 3600, now)).toEqual(expected);
  });
});

describe('releasing', () => {
  it.each<[string, ClaimState, object, object]>([
    ['the own claim', state({ claim: heldBy(ana) }), {}, { kind: 'released', version: 6 }],
    [
      'the own claim on a closed report',
      state({ status: 'closed', claim: heldBy(ana) }),
      {},
      { kind: 'released', version: 6 },
    ],
    ["somebody else's claim", state({ claim: heldBy(luz) }), {}, { kind: 'not-holder' }],
    ['a free report', state(), {}, { kind: 'already-free' }],
    ['an expired claim', state({ claim: heldBy(ana, now) }), {}, { kind: 'already-free' }],
    [
      'an earlier claim, late',
      state({ claim: heldBy(ana) }),
      { version: 4 },
      { kind: 'stale-version', version: 5 },
    ],
  ])('%s', (_what, before, change, expected) => {
    expect(decideRelease(before, request(change), now)).toEqual(expected);
  });
});

describe('what others see of a claim', () => {
  const claimed = state({ claim: heldBy(ana) });
  const see = (member: MemberId, desks: ('triage' | 'safeguarding')[], unsorted: boolean, of = claimed) =>
    visibleClaim(of, { member, desks }, { unsorted }, now);

  it('the holder sees it as their own', () => {
    expect(see(ana, ['triage'], true)).toEqual({ state: 'mine', holder: ana, until: inMinutes(10) });
  });

  it('colleagues of the desk see who holds it', () => {
    expect(see(luz, ['triage'], false)).toEqual({ state: 'held', holder: ana, until: inMinutes(10) });
    expect(see(luz, ['triage'], true)).toMatchObject({ state: 'held', holder: ana });
  });

  it('another desk learns of an unsorted report only that it is taken', () => {
    expect(see(luz, ['safeguarding'], true)).toEqual({ state: 'taken' });
    expect(see(luz, [], true)).toEqual({ state: 'taken' });
  });

  it('an expired claim is free for everyone', () => {
    expect(see(luz, [], true, state({ claim: heldBy(ana, now) }))).toEqual({ state: 'free' });
  });
});
