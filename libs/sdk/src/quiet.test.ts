import { describe, expect, it } from '@jest/globals';
import type { Roster } from '#crypto';
import type { DutyRoster } from '#rosters';
import { whoIsQuiet, type QuietFacts } from './quiet.js';
import type { KnownSilence } from './silences.js';

/** A Monday, noon in Lima. */
const NOW = new Date('2026-03-02T17:00:00Z');
const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

const organisation = (id: string, ext: Roster['organisations'][number]['ext'] = {}) => ({
  id,
  name: `Organisation ${id}`,
  kind: 'ngo' as const,
  capabilities: [],
  departments: [],
  tier: 'T2' as const,
  ext,
});
const member = (id: string, of: string, rights: Roster['members'][number]['rights']) => ({
  id,
  handle: id,
  name: id,
  organisation: of,
  rights,
  signKey: new Uint8Array(32),
  sealKey: new Uint8Array(1216),
  phone: null,
});
const roster: Roster = {
  kind: 'amparo/roster/1',
  version: 1,
  organisations: [organisation('desk'), organisation('care'), organisation('lawyers')],
  members: [
    member('ana', 'desk', ['desk:triage']),
    member('bea', 'desk', ['desk:triage']),
    member('cira', 'care', ['desk:safeguarding']),
    member('luz', 'lawyers', ['ally']),
    member('abel', 'lawyers', ['custodian']),
  ],
  duty: { triage: ['ana'], safeguarding: ['cira'] },
  callback: { triage: '', safeguarding: '' },
};

const facts = (more: Partial<QuietFacts> = {}): QuietFacts => ({
  roster,
  duties: [],
  silences: [],
  counts: () => true,
  channels: ['ana', 'bea', 'cira', 'luz'].map((memberId) => ({ memberId, gone: 0, goneSince: null })),
  ...more,
});
const silence = (more: Partial<KnownSilence> = {}): KnownSilence => ({
  id: '5b0f91de-0000-4000-8000-000000000000',
  desk: 'triage',
  firstMember: 'ana',
  secondMember: 'cira',
  breakGlass: false,
  beginsAt: later(-5),
  endsAt: later(55),
  reviewBy: null,
  statement: new Uint8Array(0),
  content: { scope: { kind: 'member', member: 'luz' }, reason: 'in court' },
  ...more,
});
const duty = (more: Partial<DutyRoster> = {}): DutyRoster => ({
  name: 'triage',
  desk: 'triage',
  member: 'ana',
  version: 1,
  timeZone: 'UTC',
  layers: [
    { name: 'weeks', members: ['ana'], daysPerTurn: 7, start: '2026-03-02', handover: '00:00', only: [] },
  ],
  overrides: [],
  leave: [],
  ...more,
});

describe('who is not being alerted', () => {
  it('is nobody where everybody has a channel and nothing is silenced', () => {
    expect(whoIsQuiet(facts(), NOW)).toEqual([]);
  });

  type Row = [what: string, change: Partial<KnownSilence>, counts: boolean, because: string];
  it.each<Row>([
    ['signed by two', {}, true, 'silenced'],
    ['signed by one', { secondMember: null }, true, 'silence-proposed'],
    ['signed by two who may not do so together', { secondMember: 'bea' }, false, 'silence-void'],
    ['signed by one alone, as the night allows', { secondMember: null, breakGlass: true }, true, 'silenced'],
    [
      'signed by one alone, as no night allows',
      { secondMember: null, breakGlass: true },
      false,
      'silence-void',
    ],
    [
      'over, and not reviewed',
      { secondMember: null, breakGlass: true, endsAt: later(0) },
      true,
      'silence-to-review',
    ],
  ])('a silence %s is told as what it is', (_what, change, counts, because) => {
    const [entry, ...more] = whoIsQuiet(facts({ silences: [silence(change)], counts: () => counts }), NOW);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ because, who: 'luz', reason: 'in court', since: later(-5) });
  });

  it.each([
    [{ kind: 'member', member: 'luz' } as const, 'luz'],
    [{ kind: 'roster', roster: 'triage' } as const, 'roster triage'],
    [{ kind: 'alert', alert: '7c1d' } as const, 'alert 7c1d'],
  ])('names what is silenced: %j', (scope, who) => {
    const [entry] = whoIsQuiet(facts({ silences: [silence({ content: { scope, reason: '' } })] }), NOW);
    expect(entry).toMatchObject({ who, by: ['ana', 'cira'] });
  });

  it('shows that there is a silence even to those for whom it does not open', () => {
    const [entry] = whoIsQuiet(facts({ silences: [silence({ content: null })] }), NOW);
    expect(entry).toMatchObject({ because: 'silenced', who: null, reason: null, by: ['ana', 'cira'] });
  });

  it('lists whoever has no channel or one that is gone, and nobody whom no alert pages', () => {
    const channels = [
      { memberId: 'ana', gone: 0, goneSince: null },
      { memberId: 'bea', gone: 1, goneSince: later(-30) },
      { memberId: 'cira', gone: 0, goneSince: null },
    ];
    expect(
      whoIsQuiet(facts({ channels }), NOW).map(({ who, because, since }) => [who, because, since]),
    ).toEqual([
      ['bea', 'channel-gone', later(-30)],
      ['luz', 'no-channel', null],
    ]);
  });

  it('lists leave only while it lasts', () => {
    const leave = [
      { member: 'bea', from: later(-60), until: later(60) },
      { member: 'bea', from: later(120), until: later(180) },
    ];
    const entries = whoIsQuiet(facts({ duties: [duty({ leave })] }), NOW);
    expect(entries).toMatchObject([{ because: 'on-leave', who: 'bea', until: later(60) }]);
  });

  it('says once that nobody is on call, however many layers are empty, and not when only one of them is', () => {
    const [weeks] = duty().layers;
    const both = [weeks!, { ...weeks!, name: 'second', members: ['bea'] }];
    const away = (...members: string[]) =>
      members.map((one) => ({ member: one, from: later(-60), until: later(60) }));
    const quiet = (leave: DutyRoster['leave']) =>
      whoIsQuiet(facts({ duties: [duty({ layers: both, leave })] }), NOW).map(({ because }) => because);
    expect(quiet(away('ana', 'bea'))).toEqual(['on-leave', 'on-leave', 'nobody-on-call']);
    expect(quiet(away('ana'))).toEqual(['on-leave']);
  });

  it('lists allies outside their hours', () => {
    const windows = [{ days: ['monday'], from: '08:00', until: '11:00' }];
    const closed = organisation('lawyers', { hours: { timeZone: 'America/Lima', windows } });
    const organisations = [...roster.organisations.slice(0, 2), closed];
    const at = (now: Date) => whoIsQuiet(facts({ roster: { ...roster, organisations } }), now);
    expect(at(NOW)).toMatchObject([{ because: 'out-of-hours', who: 'Organisation lawyers' }]);
    expect(at(later(-120))).toEqual([]);
  });
});
