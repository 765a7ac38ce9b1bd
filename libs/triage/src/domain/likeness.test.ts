import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EXERCISE, LISTS, URGENCY_CODES, urgencyRank } from '#vocabulary';
import { chooseLinks, judgeLikeness, type Link, type ToldOf } from './likeness.js';

const NOON = new Date('2026-07-20T12:00:00Z');
const HOUR = 3_600_000;

type Change = Partial<ToldOf['routing']> & { readonly urgency?: ToldOf['urgency']; readonly hours?: number };

const told = ({ urgency = 'U2', hours = 0, ...routing }: Change = {}): ToldOf => ({
  routing: {
    acts: ['THR_DEATH'],
    department: '2503',
    targets: ['FAM'],
    perpetrators: ['IL_LOGGING'],
    sector: ['LOGGING'],
    ...routing,
  },
  urgency,
  receivedAt: new Date(NOON.getTime() + hours * HOUR),
});

type Row = [what: string, newer: Change, kind: 'duplicate' | 'cluster' | null];

describe('a report that comes after another', () => {
  it.each<Row>([
    ['the same told again an hour later', { hours: 1 }, 'duplicate'],
    ['an exercise that tells the same', { hours: 1, ext: EXERCISE }, null],
    ['the same told again, less urgently', { hours: 1, urgency: 'U3' }, 'duplicate'],
    ['the same, by somebody who does not know the province', { hours: 1, department: '25' }, 'duplicate'],
    ['the same with further acts', { hours: 1, acts: ['THR_DEATH', 'STG_SMEAR'] }, 'duplicate'],
    ['the same, sector not known', { hours: 1, sector: ['UNKNOWN'] }, 'duplicate'],
    ['the same at the end of the third day', { hours: 72 }, 'duplicate'],

    ['a higher urgency is never put aside', { hours: 1, urgency: 'U1' }, 'cluster'],
    ['another victim is never put aside', { hours: 1, targets: ['LEG'] }, 'cluster'],
    ['a victim that is not told may be another', { hours: 1, targets: [] }, 'cluster'],
    ['another province is another place', { hours: 1, department: '2501' }, 'cluster'],
    ['another perpetrator, for the same business', { hours: 1, perpetrators: ['ST_POLICE'] }, 'cluster'],
    ['another business, the same perpetrator', { hours: 1, sector: ['MINING'] }, 'cluster'],
    ['later than three days', { hours: 72.1 }, 'cluster'],
    ['another act first', { hours: 1, acts: ['THR_OTHER', 'THR_DEATH'] }, 'cluster'],
    ['a killing after a threat', { hours: 200, acts: ['LIFE_KILLING'], urgency: 'U1' }, 'cluster'],
    ['the last hour of the fourteenth day', { hours: 14 * 24 }, 'cluster'],

    ['after two weeks', { hours: 14 * 24 + 0.1 }, null],
    ['another department', { hours: 1, department: '1601' }, null],
    ['no place', { hours: 1, department: null }, null],
    ['acts that have nothing to do with each other', { hours: 1, acts: ['CRM_SLAPP'] }, null],
    ['two that both say "not known"', { hours: 1, acts: ['UNKNOWN'] }, null],
    [
      'a department and a kind of act, and nothing else in common',
      { hours: 1, department: '25', sector: ['MINING'], perpetrators: ['ST_POLICE'] },
      null,
    ],
  ])('%s', (_what, newer, kind) => {
    expect(judgeLikeness(told(), told(newer))?.kind ?? null).toBe(kind);
  });

  it('two that say "not known" of the act are no duplicates, however much else they share', () => {
    const unknown = { acts: ['UNKNOWN'] };
    expect(judgeLikeness(told(unknown), told({ ...unknown, hours: 1 }))).toBeNull();
  });

  it('says why, in the order in which a person would', () => {
    expect(judgeLikeness(told(), told({ hours: 2 }))?.reasons).toEqual([
      'same-province',
      'same-act',
      'same-target',
      'same-perpetrator',
      'same-sector',
      'within-3-hours',
    ]);
    const later = told({ hours: 100, acts: ['LIFE_ATTEMPT'], department: '25', targets: [] });
    expect(judgeLikeness(told(), later)?.reasons).toEqual([
      'same-department',
      'related-act',
      'same-perpetrator',
      'same-sector',
      'within-7-days',
    ]);
  });
});

const few = (list: readonly { readonly code: string }[]) =>
  fc.uniqueArray(fc.constantFrom(...list.slice(0, 5).map(({ code }) => code), 'OTHER', 'UNKNOWN', 'NEWER'), {
    maxLength: 3,
  });
const anyReport: fc.Arbitrary<ToldOf> = fc.record({
  routing: fc.record({
    acts: few(LISTS.acts).filter((acts) => acts.length > 0),
    department: fc.constantFrom('25', '2501', '2503', '250301', 'BR-AC', null),
    targets: few(LISTS.targets),
    perpetrators: few(LISTS.perpetrators),
    sector: few(LISTS.sectors),
  }),
  urgency: fc.constantFrom(...URGENCY_CODES),
  receivedAt: fc
    .integer({ min: 0, max: 20 * 24 * 60 })
    .map((minutes) => new Date(NOON.getTime() + minutes * 60_000)),
});

/** The second repeats most of the first, or says something else. */
const twoThatMayBeAlike = fc
  .tuple(anyReport, anyReport, fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 7, maxLength: 7 }))
  .map(([a, other, [acts, department, targets, perpetrators, sector, urgency, at]]): [ToldOf, ToldOf] => [
    a,
    {
      routing: {
        acts: (acts ? a : other).routing.acts,
        department: (department ? a : other).routing.department,
        targets: (targets ? a : other).routing.targets,
        perpetrators: (perpetrators ? a : other).routing.perpetrators,
        sector: (sector ? a : other).routing.sector,
      },
      urgency: (urgency ? a : other).urgency,
      receivedAt: at ? new Date(a.receivedAt.getTime() + HOUR) : other.receivedAt,
    },
  ]);

describe('whatever two reports say', () => {
  it('it does not matter which of them is looked at', () => {
    fc.assert(
      fc.property(anyReport, anyReport, (a, b) => {
        if (a.receivedAt.getTime() === b.receivedAt.getTime()) return;
        expect(judgeLikeness(a, b)).toEqual(judgeLikeness(b, a));
      }),
    );
  });

  it('a duplicate is never more urgent, elsewhere, or about nobody that the first one named', () => {
    let duplicates = 0;
    fc.assert(
      fc.property(twoThatMayBeAlike, ([a, b]) => {
        if (judgeLikeness(a, b)?.kind !== 'duplicate') return;
        duplicates += 1;
        const [earlier, newer] = a.receivedAt <= b.receivedAt ? [a, b] : [b, a];
        expect(urgencyRank(newer.urgency)).toBeGreaterThanOrEqual(urgencyRank(earlier.urgency));
        expect(newer.routing.targets.some((code) => earlier.routing.targets.includes(code))).toBe(true);
        const [x, y] = [earlier.routing.department ?? '', newer.routing.department ?? ''];
        expect(x.startsWith(y) || y.startsWith(x)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(duplicates).toBeGreaterThan(20);
  });
});

it('of many links the desk sees eight, duplicates first', () => {
  const link = (at: number, kind: Link['kind']): Link => ({
    report: String(at),
    kind,
    reasons: ['same-act'],
  });
  const links = Array.from({ length: 12 }, (_, at) => link(at, at === 11 ? 'duplicate' : 'cluster'));
  const chosen = chooseLinks(links);
  expect(chosen).toHaveLength(8);
  expect(chosen[0]?.report).toBe('11');
});
