import { describe, expect, it } from '@jest/globals';
import { duty, layer, letters, lima, member } from './duty.fixture.js';
import { onCall } from './on-call.js';
import type { DutyRoster } from '#crypto';

const at = (roster: DutyRoster, local: string) => letters(onCall(roster, lima(local)));

describe('who is on call', () => {
  it.each([
    ['2026-11-02T07:59', ''],
    ['2026-11-02T08:00', 'a'],
    ['2026-11-03T07:59', 'a'],
    ['2026-11-03T08:00', 'b'],
    ['2026-11-04T12:00', 'c'],
    ['2026-11-05T12:00', 'a'],
  ])('a rotation of a day each, at %s: %s', (local, expected) => {
    expect(at(duty(), local)).toBe(expected);
  });

  it('a week each hands over on the weekday of its first day', () => {
    const weekly = duty({ layers: [layer('ab', { daysPerTurn: 7 })] });
    expect(at(weekly, '2026-11-09T07:59')).toBe('a');
    expect(at(weekly, '2026-11-09T08:00')).toBe('b');
    expect(at(weekly, '2026-11-16T08:00')).toBe('a');
  });

  it('a night layer is on call beside the day layer, over midnight, and only on its days', () => {
    const nights = layer('d', {
      name: 'nights',
      only: [{ days: ['friday', 'saturday'], from: '22:00', until: '06:00' }],
    });
    const roster = duty({ layers: [layer('a'), nights] });
    // 2026-11-06 is a Friday.
    expect(at(roster, '2026-11-06T21:59')).toBe('a');
    expect(at(roster, '2026-11-06T22:00')).toBe('ad');
    expect(at(roster, '2026-11-07T05:59')).toBe('ad');
    expect(at(roster, '2026-11-07T06:00')).toBe('a');
    expect(at(roster, '2026-11-08T05:59')).toBe('ad');
    expect(at(roster, '2026-11-08T23:00')).toBe('a');
  });

  it('a window that closes at the time at which it opens is open for a day', () => {
    const roster = duty({
      layers: [layer('a', { only: [{ days: ['monday'], from: '08:00', until: '08:00' }] })],
    });
    expect(at(roster, '2026-11-09T08:00')).toBe('a');
    expect(at(roster, '2026-11-10T07:59')).toBe('a');
    expect(at(roster, '2026-11-10T08:00')).toBe('');
  });

  it('where somebody is on leave the next of the rotation stands in', () => {
    const away = (letter: string) => ({
      member: member(letter),
      from: lima('2026-11-02T00:00'),
      until: lima('2026-11-04T00:00'),
    });
    expect(at(duty({ leave: [away('a')] }), '2026-11-02T12:00')).toBe('b');
    expect(at(duty({ leave: [away('a'), away('b')] }), '2026-11-02T12:00')).toBe('c');
    expect(at(duty({ leave: [away('a'), away('b'), away('c')] }), '2026-11-02T12:00')).toBe('');
  });

  describe('swaps', () => {
    const span = { from: lima('2026-11-02T08:00'), until: lima('2026-11-03T08:00') };
    const swap = (off: string | null, on: string) => ({
      off: off === null ? null : member(off),
      on: member(on),
      ...span,
    });

    it('a colleague takes over, and gives it on', () => {
      expect(at(duty({ overrides: [swap('a', 'c')] }), '2026-11-02T12:00')).toBe('c');
      expect(at(duty({ overrides: [swap('a', 'c'), swap('c', 'd')] }), '2026-11-02T12:00')).toBe('d');
      expect(at(duty({ overrides: [swap('a', 'c')] }), '2026-11-03T12:00')).toBe('b');
    });

    it('what was agreed last holds', () => {
      expect(at(duty({ overrides: [swap('a', 'c'), swap('a', 'd')] }), '2026-11-02T12:00')).toBe('d');
    });

    it('two who change places change places', () => {
      const both = duty({
        layers: [layer('a'), layer('b', { name: 'second' })],
        overrides: [swap('a', 'b'), swap('b', 'a')],
      });
      expect(at(both, '2026-11-02T12:00')).toBe('ba');
    });

    it('somebody who helps out is on call beside the others', () => {
      expect(at(duty({ overrides: [swap(null, 'e')] }), '2026-11-02T12:00')).toBe('ae');
    });

    it('whoever took over and then fell ill is stood in for', () => {
      const leave = [{ member: member('c'), ...span }];
      expect(at(duty({ overrides: [swap('a', 'c')], leave }), '2026-11-02T12:00')).toBe('b');
      expect(at(duty({ overrides: [swap(null, 'c')], leave }), '2026-11-02T12:00')).toBe('a');
    });
  });

  it('one person of two layers is on call once', () => {
    expect(at(duty({ layers: [layer('a'), layer('a', { name: 'second' })] }), '2026-11-02T12:00')).toBe('a');
  });

  it('a time zone that this machine does not know has nobody on call, and throws nothing', () => {
    expect(onCall(duty({ timeZone: 'Atlantis/Sunken' }), lima('2026-11-02T12:00'))).toEqual([]);
  });
});

describe('where clocks change', () => {
  /** New York: forward on 8 March 2026 at 2:00 (7:00 UTC), back on 1 November 2026 at 2:00 (6:00 UTC). */
  const newYork = (handover: string) =>
    duty({ timeZone: 'America/New_York', layers: [layer('ab', { start: '2026-03-01', handover })] });

  it.each([
    ['08:00', '2026-03-07T13:00:00Z'],
    ['08:00', '2026-03-08T12:00:00Z'],
    ['08:00', '2026-10-31T12:00:00Z'],
    ['08:00', '2026-11-01T13:00:00Z'],
  ])('people hand over at %s of their own clock: %s', (handover, moment) => {
    const roster = newYork(handover);
    const before = onCall(roster, new Date(Date.parse(moment) - 1));
    const after = onCall(roster, new Date(moment));
    expect(letters(before)).not.toBe(letters(after));
    expect([letters(before), letters(after)].sort()).toEqual(['a', 'b']);
  });

  it.each([
    ['that the night jumps over', '2026-03-08T00:00:00Z'],
    ['that the night shows twice', '2026-11-01T00:00:00Z'],
  ])('a handover at half past two %s happens once', (_, night) => {
    const minutes = Array.from({ length: 1440 }, (_, minute) =>
      letters(onCall(newYork('02:30'), new Date(Date.parse(night) + minute * 60_000))),
    );
    const handovers = minutes.filter((people, i) => i > 0 && people !== minutes[i - 1]);
    expect(handovers).toHaveLength(1);
    expect(minutes).not.toContain('');
  });
});
