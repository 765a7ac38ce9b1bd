import { describe, expect, it } from '@jest/globals';
import { isSilenced, whySilenceIsVoid, type SignedSilence, type WhyVoid } from './silence.js';

const at = (time: string): Date => new Date(`2026-03-02T${time}:00Z`);
const ana = { member: 'ana', organisation: 'north' };
const beto = { member: 'beto', organisation: 'south' };
const policy = {
  timeZone: 'America/Lima',
  silences: { maxSeconds: 7_200, breakGlass: { from: '22:00', until: '06:00' } },
};
const byTwo: SignedSilence = {
  from: at('10:00'),
  until: at('12:00'),
  breakGlass: false,
  scope: { kind: 'member', member: 'carla' },
  signers: [ana, beto],
};
/** 03:00 in Lima. */
const night: SignedSilence = {
  ...byTwo,
  from: at('08:00'),
  until: at('10:00'),
  breakGlass: true,
  signers: [ana],
};

type Row = readonly [what: string, silence: SignedSilence, now: Date, because: WhyVoid | null];
const table: readonly Row[] = [
  ['two people of two organisations', byTwo, at('11:00'), null],
  ['nobody whom the roster knows', { ...byTwo, signers: [] }, at('11:00'), 'not-signed'],
  ['one person by day', { ...byTwo, signers: [ana] }, at('11:00'), 'needs-two'],
  [
    'two of one organisation',
    { ...byTwo, signers: [ana, { ...beto, organisation: 'north' }] },
    at('11:00'),
    'one-organisation',
  ],
  ['longer than the policy allows', { ...byTwo, until: at('12:01') }, at('11:00'), 'too-long'],
  [
    'one of the two is whom it is about',
    { ...byTwo, scope: { kind: 'member', member: 'beto' } },
    at('11:00'),
    'own-paging',
  ],
  ['before it begins', byTwo, at('09:59'), 'not-yet'],
  ['at its end', byTwo, at('12:00'), 'over'],
  ['one alone at night', night, at('08:30'), null],
  [
    'one alone who says night by day',
    { ...night, from: at('15:00'), until: at('16:00') },
    at('15:30'),
    'no-break-glass',
  ],
  [
    'one alone about themselves',
    { ...night, scope: { kind: 'member', member: 'ana' } },
    at('08:30'),
    'own-paging',
  ],
];

describe('a silence', () => {
  it.each(table)('%s', (_, silence, now, because) => {
    expect(whySilenceIsVoid(silence, policy, now)).toBe(because);
  });

  it('by one alone counts nowhere without the policy’s word for it', () => {
    const strict = { ...policy, silences: { ...policy.silences, breakGlass: null } };
    expect(whySilenceIsVoid(night, strict, at('08:30'))).toBe('no-break-glass');
  });
});

describe('a bell under a silence', () => {
  const bell = { memberId: 'carla', alertId: 'a1', urgency: 2 };
  const never = (): boolean => false;
  it.each([
    ['of that member', [{ kind: 'member' as const, member: 'carla' }], true],
    ['of another member', [{ kind: 'member' as const, member: 'dora' }], false],
    ['of that alert', [{ kind: 'alert' as const, alert: 'a1' }], true],
    ['of another alert', [{ kind: 'alert' as const, alert: 'a2' }], false],
    ['of a roster that the member is not on', [{ kind: 'roster' as const, roster: 'triage' }], false],
  ])('%s', (_, scopes, silenced) => {
    expect(isSilenced(bell, scopes, never)).toBe(silenced);
  });

  it('of the roster that the member is on call by', () => {
    expect(isSilenced(bell, [{ kind: 'roster', roster: 'triage' }], (name) => name === 'triage')).toBe(true);
  });

  it('rings all the same for U1, and for what nobody could sort', () => {
    const scopes = [{ kind: 'member' as const, member: 'carla' }];
    expect(isSilenced({ ...bell, urgency: 1 }, scopes, never)).toBe(false);
    expect(isSilenced({ ...bell, urgency: null }, scopes, never)).toBe(false);
  });
});
