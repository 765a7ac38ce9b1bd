/** Rosters for tests: people by letter, and a roster of one daily layer that a test changes where it matters. */
import type { DutyLayer, DutyRoster } from '#crypto';
import type { MemberId } from '#kernel';

export const member = (letter: string): MemberId =>
  `${letter.repeat(8)}-0000-4000-8000-000000000000` as MemberId;
export const letters = (members: readonly string[]): string => members.map((id) => id[0]).join('');

export const layer = (people: string, more: Partial<DutyLayer> = {}): DutyLayer => ({
  name: 'days',
  members: Array.from(people, member),
  daysPerTurn: 1,
  start: '2026-11-02',
  handover: '08:00',
  only: [],
  ...more,
});

export const duty = (more: Partial<DutyRoster> = {}): DutyRoster => ({
  member: member('f'),
  name: 'triage',
  desk: 'triage',
  version: 1,
  timeZone: 'America/Lima',
  layers: [layer('abc')],
  overrides: [],
  leave: [],
  ...more,
});

/** A moment in Lima, which keeps UTC−5 all year. */
export const lima = (local: string): Date => new Date(`${local}:00-05:00`);
