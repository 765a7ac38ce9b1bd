import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { DutyRoster } from '#crypto';
import { duty, letters, lima, member } from './duty.fixture.js';
import { onCall } from './on-call.js';
import { readDutySource } from './source.js';

const example = readFileSync(join(import.meta.dirname, '../examples/triage.yaml'), 'utf8');
const known = (current: DutyRoster | null = null) => ({
  members: new Map([
    ['rosa', member('a')],
    ['mateo', member('b')],
  ]),
  signer: member('a'),
  current: () => ({ version: current?.version ?? 0, duty: current }),
  now: lima('2026-11-23T00:00'),
});
const read = (text: string, current: DutyRoster | null = null) => readDutySource(text, known(current));
const changed = (from: string, to: string) => {
  expect(example).toContain(from);
  return read(example.replace(from, to));
};

describe('a roster as people write it', () => {
  it('is what the example says', () => {
    const outcome = read(example);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
    const on = (local: string) => letters(onCall(outcome.duty, lima(local)));
    expect(on('2026-11-23T07:59')).toBe('');
    expect(on('2026-11-23T08:00')).toBe('a');
    expect(on('2026-11-30T08:00')).toBe('b');
    // A Friday, the fifth night of the second layer.
    expect(on('2026-11-27T21:00')).toBe('ab');
    expect(outcome.duty).toMatchObject({ version: 1, member: member('a'), desk: 'triage' });
  });

  it('keeps the swaps and leave to come that it leaves out, and counts on', () => {
    const past = { from: lima('2026-10-01T00:00'), until: lima('2026-10-02T00:00') };
    const coming = { from: lima('2026-12-01T00:00'), until: lima('2026-12-02T00:00') };
    const leave = [
      { member: member('a'), ...past },
      { member: member('a'), ...coming },
    ];
    const outcome = read(example, duty({ version: 7, leave }));
    expect(outcome).toMatchObject({ ok: true, duty: { version: 8, leave: [{ ...coming }] } });
    const without = read(`${example}\nleave: []\n`, duty({ version: 7, leave }));
    expect(without).toMatchObject({ ok: true, duty: { leave: [] } });
  });

  it('reads days and moments by the clock of the roster', () => {
    const outcome = read(`${example}\nleave: [{ who: rosa, from: 2026-12-24, until: 2026-12-27 12:30 }]\n`);
    expect(outcome).toMatchObject({
      ok: true,
      duty: { leave: [{ from: lima('2026-12-24T00:00'), until: lima('2026-12-27T12:30') }] },
    });
  });

  it.each([
    ['somebody whom nobody knows', 'members: [rosa, mateo]', 'members: [rosa, teo]', 9, 'teo'],
    ['a first day that is another weekday', 'start: 2026-11-23', 'start: 2026-11-24', 11, 'not a monday'],
    ['a zone that does not exist', 'America/Lima', 'America/Atlantis', 4, 'America/Atlantis'],
    ['a turn without a unit', 'turn: 7d', 'turn: 7', 10, 'turn'],
    ['a word that nobody expects', 'timeZone:', 'timezone:', 2, 'timeZone'],
    ['a roster that is no YAML', 'layers:', 'layers: [', 8, ''],
  ])('refuses %s, and says in which line', (_, from, to, line, words) => {
    const outcome = changed(from, to);
    if (outcome.ok) throw new Error('it was taken');
    expect(outcome.problems.map((problem) => problem.message).join()).toContain(words);
    expect(Math.abs((outcome.problems[0]?.line ?? 0) - line)).toBeLessThanOrEqual(1);
  });
});
