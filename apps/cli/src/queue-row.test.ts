/** The queue as a coordinator reads it, line by line. */
import { describe, expect, it } from '@jest/globals';
import type { QueueEntry } from '#sdk/member';
import { QUEUE_HEADING, queueRow } from './queue-row.js';

const NOW = new Date('2026-03-02T12:00:00Z');
const inMinutes = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
const ENTRY: QueueEntry = {
  reportId: '3f2a91bc-0000-4000-8000-000000000001',
  desk: 'triage',
  unsorted: false,
  urgency: 1,
  state: 'WAITING',
  ackDueAt: inMinutes(30),
  actionDueAt: inMinutes(60),
  reassessAt: inMinutes(600),
  queuedAt: NOW,
  raised: false,
  version: 1,
  claimedByMe: false,
  claimExpiresAt: null,
  quarantine: null,
  facets: { acts: ['THR_DEATH'], department: '25' },
  exercise: false,
  similar: [],
  belongsTo: null,
  opens: null,
  openTasks: 0,
  alert: {
    state: 'ESCALATING',
    since: null,
    mine: false,
    by: null,
    progress: null,
    progressDueAt: null,
    again: null,
    narrowed: false,
  },
};
const LINK = { reportId: ENTRY.reportId, kind: 'cluster', reasons: [] } as const;
const row = (changes: Partial<QueueEntry>): string => queueRow({ ...ENTRY, ...changes }, NOW);

describe('a line of the queue', () => {
  it('stands under its heading', () => {
    expect(row({})).toContain('Ucayali');
    expect(row({}).indexOf('Death threat')).toBe(QUEUE_HEADING.indexOf('what'));
    expect(row({}).indexOf('in 30 min')).toBe(QUEUE_HEADING.indexOf('answer due'));
  });

  it('says of an exercise that it is one', () => {
    expect(row({ exercise: true })).toContain('EXERCISE · Death threat');
    expect(row({})).not.toContain('EXERCISE');
  });

  it('says of one report and of several like it what a person would say', () => {
    const like = (count: number): string =>
      row({ similar: new Array<QueueEntry['similar'][number]>(count).fill(LINK) });
    expect(like(0)).not.toContain('like');
    expect(like(1)).toMatch(/ · like 1 other$/);
    expect(like(3)).toMatch(/ · like 3 others$/);
  });

  it('says how late a report is that nobody answered in time', () => {
    expect(row({ ackDueAt: inMinutes(-5) })).toContain('5 min late');
    expect(row({ ackDueAt: inMinutes(-60 * 30) })).toContain('30 h late');
    expect(row({ ackDueAt: inMinutes(60 * 24 * 3) })).toContain('in 3 d');
  });

  it('marks an unsorted report that nobody took, and shows no codes for it', () => {
    const line = row({ unsorted: true, urgency: null, raised: true, facets: null });
    expect(line).toContain('!');
    expect(line).not.toContain('not readable');
    expect(row({ facets: null })).toContain('codes not readable here');
  });
});
