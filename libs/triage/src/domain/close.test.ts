import { describe, expect, it } from '@jest/globals';
import type { MemberId } from '#kernel';
import { decideClose, type CloseDecision, type CloseRequest, type ClosingState } from './close.js';

const ana = 'ana' as MemberId;
const luz = 'luz' as MemberId;
const now = new Date('2026-07-20T12:00:00Z');
const later = new Date('2026-07-20T12:10:00Z');
const held = (holder: MemberId, until = later) => ({ holder, desk: 'triage' as const, until });

const open = (change: Partial<ClosingState> = {}): ClosingState => ({
  status: 'open',
  version: 5,
  claim: held(ana),
  alert: 'accepted',
  closed: null,
  ...change,
});
const closed = (by: MemberId, outcome = 'RESOLVED'): ClosingState =>
  open({ status: 'closed', version: 6, claim: null, closed: { by, outcome } });

describe('closing', () => {
  it.each<[string, ClosingState, Partial<CloseRequest>, CloseDecision]>([
    ['the own report, once somebody answered', open(), {}, { kind: 'closed', version: 6 }],
    [
      'one that nobody answered, to the end',
      open({ alert: 'exhausted' }),
      {},
      { kind: 'closed', version: 6 },
    ],
    ['one without an alert', open({ alert: null }), {}, { kind: 'closed', version: 6 }],
    ['one whose ladder still climbs', open({ alert: 'escalating' }), {}, { kind: 'alert-open' }],
    ['one that a colleague holds', open({ claim: held(luz) }), {}, { kind: 'not-holder' }],
    ['one that nobody holds', open({ claim: null }), {}, { kind: 'not-holder' }],
    ['one whose claim has ended', open({ claim: held(ana, now) }), {}, { kind: 'not-holder' }],
    [
      'one that changed since it was looked at',
      open(),
      { version: 4 },
      { kind: 'stale-version', version: 5 },
    ],
    ['the own one again after a lost reply', closed(ana), {}, { kind: 'closed-before', version: 6 }],
    ['the own one again with another outcome', closed(ana, 'REFERRED'), {}, { kind: 'not-holder' }],
    [
      'the own one again from a version that was not the last',
      closed(ana),
      { version: 4 },
      { kind: 'not-holder' },
    ],
    ['one that a colleague closed', closed(luz), {}, { kind: 'not-holder' }],
  ])('%s', (_what, state, change, expected) => {
    const request: CloseRequest = { member: ana, version: 5, outcome: 'RESOLVED', ...change };
    expect(decideClose(state, request, now)).toEqual(expected);
  });

  it('says nothing of the alert to somebody who does not hold the report', () => {
    const state = open({ alert: 'escalating', claim: held(luz) });
    expect(decideClose(state, { member: ana, version: 5, outcome: 'RESOLVED' }, now)).toEqual({
      kind: 'not-holder',
    });
  });
});
