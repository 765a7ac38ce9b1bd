import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { peopleOfDuty, type DutyRoster } from '#crypto';
import { gaps, MAX_LOOK_AHEAD_DAYS, shiftsOf, stretchesOf } from './cover.js';
import { duty, layer, letters, lima, member } from './duty.fixture.js';
import { onCall } from './on-call.js';

const week = [lima('2026-11-02T08:00'), lima('2026-11-09T08:00')] as const;
const hour = 3_600_000;

describe('cover over a stretch of time', () => {
  it('a hole that leave makes is found before it comes', () => {
    const leave = ['a', 'b', 'c'].map((letter) => ({
      member: member(letter),
      from: lima('2026-11-04T10:00'),
      until: lima('2026-11-05T20:00'),
    }));
    const hole = { from: lima('2026-11-04T10:00'), until: lima('2026-11-05T20:00') };
    expect(gaps(duty({ leave }), ...week)).toEqual([
      { ...hole, because: 'nobody' },
      { ...hole, because: 'layer', layer: 'days' },
    ]);
  });

  it('a layer that leave empties is a gap although another layer still has somebody', () => {
    const leave = [{ member: member('d'), from: lima('2026-11-03T00:00'), until: lima('2026-11-04T00:00') }];
    const roster = duty({ layers: [layer('abc'), layer('d', { name: 'nights' })], leave });
    expect(gaps(roster, ...week).map(({ because }) => because)).toEqual(['layer']);
  });

  it('hours that no layer covers are a gap', () => {
    const office = layer('abc', {
      only: [{ days: ['monday', 'tuesday'], from: '09:00', until: '18:00' }],
    });
    const found = gaps(duty({ layers: [office] }), lima('2026-11-02T09:00'), lima('2026-11-03T18:00'));
    expect(found).toEqual([
      { because: 'nobody', from: lima('2026-11-02T18:00'), until: lima('2026-11-03T09:00') },
    ]);
  });

  it('a language that nobody on call speaks is a gap, and not where nobody is on call at all', () => {
    const spokenBy = (id: string) => (id === member('b') ? ['spa', 'shp'] : ['spa']);
    const demand = { languages: ['shp'], spokenBy };
    const found = gaps(duty(), lima('2026-11-01T00:00'), lima('2026-11-05T08:00'), demand);
    expect(found.filter(({ because }) => because === 'language')).toEqual([
      {
        because: 'language',
        language: 'shp',
        from: lima('2026-11-02T08:00'),
        until: lima('2026-11-03T08:00'),
      },
      {
        because: 'language',
        language: 'shp',
        from: lima('2026-11-04T08:00'),
        until: lima('2026-11-05T08:00'),
      },
    ]);
  });

  it("a person's calendar has their shifts, joined where one follows the other", () => {
    const overrides = [
      {
        on: member('a'),
        off: member('b'),
        from: lima('2026-11-03T08:00'),
        until: lima('2026-11-03T20:00'),
      },
    ];
    expect(shiftsOf(duty({ overrides }), member('a'), ...week)).toEqual([
      { from: lima('2026-11-02T08:00'), until: lima('2026-11-03T20:00') },
      { from: lima('2026-11-05T08:00'), until: lima('2026-11-06T08:00') },
      { from: lima('2026-11-08T08:00'), until: lima('2026-11-09T08:00') },
    ]);
  });

  it('a time zone that nobody knows is one long gap', () => {
    expect(gaps(duty({ timeZone: 'Atlantis/Sunken' }), ...week)).toEqual([
      { because: 'nobody', from: week[0], until: week[1] },
    ]);
  });

  it('a question about a century ends', () => {
    const until = stretchesOf(duty(), week[0], lima('2126-11-02T08:00')).at(-1)?.until;
    expect(until).toEqual(new Date(week[0].getTime() + MAX_LOOK_AHEAD_DAYS * 24 * hour));
  });
});

const zones = ['America/Lima', 'America/New_York', 'America/Asuncion', 'Asia/Kolkata', 'Australia/Lord_Howe'];
const moment = fc
  .integer({ min: Date.UTC(2026, 1, 20) / 1000, max: Date.UTC(2026, 11, 1) / 1000 })
  .map((seconds) => new Date(seconds * 1000));
const person = fc.constantFrom('a', 'b', 'c', 'd', 'e').map(member);
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const span = fc
  .tuple(moment, fc.integer({ min: 1, max: 400 }))
  .map(([from, hours]) => ({ from, until: new Date(from.getTime() + hours * hour) }));
const window = fc.record({
  days: fc.uniqueArray(fc.constantFrom('monday', 'wednesday', 'saturday', 'sunday'), { minLength: 1 }),
  from: clock,
  until: clock,
});
const anyRoster: fc.Arbitrary<DutyRoster> = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    layers: fc.array(
      fc.record({
        name: fc.constant('x'),
        members: fc.uniqueArray(person, { minLength: 1 }),
        daysPerTurn: fc.integer({ min: 1, max: 9 }),
        start: fc.constantFrom('2026-01-01', '2026-03-01', '2026-10-25'),
        handover: clock,
        only: fc.array(window as fc.Arbitrary<DutyRoster['layers'][number]['only'][number]>, {
          maxLength: 3,
        }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    overrides: fc.array(
      fc.tuple(span, person, fc.option(person)).map(([when, on, off]) => ({ ...when, on, off })),
      { maxLength: 4 },
    ),
    leave: fc.array(
      fc.tuple(span, person).map(([when, away]) => ({ ...when, member: away })),
      { maxLength: 4 },
    ),
  })
  .map((more) => duty({ ...more, layers: more.layers.map((one, i) => ({ ...one, name: `layer ${i}` })) }));

describe('whatever the roster', () => {
  it('names only people whom the roster names, nobody twice, and nobody who is on leave', () => {
    fc.assert(
      fc.property(anyRoster, moment, (roster, at) => {
        const people = onCall(roster, at);
        expect(new Set(people).size).toBe(people.length);
        expect(peopleOfDuty(roster)).toEqual(expect.arrayContaining([...people]));
        const away = roster.leave.filter(({ from, until }) => from <= at && at < until);
        for (const one of away) expect(people).not.toContain(one.member);
      }),
    );
  });

  it('gives the same answer after the clock has jumped there and back', () => {
    fc.assert(
      fc.property(anyRoster, moment, moment, (roster, at, elsewhere) => {
        const first = onCall(roster, at);
        onCall(roster, elsewhere);
        expect(onCall(roster, at)).toEqual(first);
      }),
    );
  });

  it('a stretch says of every moment in it what the moment says itself', () => {
    fc.assert(
      fc.property(
        anyRoster,
        moment,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (roster, from, where) => {
          const until = new Date(from.getTime() + 9 * 24 * hour);
          const stretches = stretchesOf(roster, from, until);
          expect(stretches[0]?.from).toEqual(from);
          expect(stretches.at(-1)?.until).toEqual(until);
          for (const share of where) {
            const at = new Date(from.getTime() + Math.floor(share * (9 * 24 * hour - 1)));
            const stretch = stretches.find((one) => one.from <= at && at < one.until);
            expect(letters(stretch?.members ?? [])).toBe(letters(onCall(roster, at)));
          }
        },
      ),
    );
  });

  it('nobody is missing in silence: a moment without anybody lies in a gap, a moment with somebody in none', () => {
    fc.assert(
      fc.property(anyRoster, moment, (roster, at) => {
        const around = [new Date(at.getTime() - 30 * hour), new Date(at.getTime() + 30 * hour)] as const;
        const holes = gaps(roster, ...around).filter(({ because }) => because === 'nobody');
        const inHole = holes.some(({ from, until }) => from <= at && at < until);
        expect(inHole).toBe(onCall(roster, at).length === 0);
      }),
    );
  });
});
