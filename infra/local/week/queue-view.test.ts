import { describe, expect, it } from '@jest/globals';
import type { QueueEntry } from '#sdk/member';
import { countQueue, mostUrgent } from './queue-view.js';

const noon = new Date('2026-07-20T12:00:00Z');
const minutes = (count: number): Date => new Date(noon.getTime() + count * 60_000);

const entry = (reportId: string, change: Partial<QueueEntry> = {}): QueueEntry =>
  ({
    reportId,
    desk: 'triage',
    unsorted: false,
    urgency: 2,
    state: 'WAITING',
    ackDueAt: noon,
    actionDueAt: noon,
    reassessAt: noon,
    queuedAt: noon,
    version: 1,
    claimedByMe: false,
    claimExpiresAt: null,
    quarantine: null,
    ...change,
  }) as QueueEntry;

describe('the queue as a coordinator finds it', () => {
  const queue = [
    entry('late', { urgency: 1, ackDueAt: minutes(40) }),
    entry('soon', { urgency: 1, ackDueAt: minutes(5), state: 'CLAIMED' }),
    entry('high', { ackDueAt: minutes(-60) }),
    entry('done', { urgency: 1, state: 'CLOSED', ackDueAt: minutes(1) }),
    entry('nobody knows', { urgency: null, unsorted: true }),
    entry('raised, and still unsorted', { urgency: 1, unsorted: true }),
  ];

  it('counts every report once, by urgency and state, and what no machine may sort apart', () => {
    const counts = countQueue(queue);
    expect(counts.map(({ level, all }) => [level, all])).toEqual([
      ['U1', 3],
      ['U2', 1],
      ['U3', 0],
      ['U4', 0],
      ['unsorted', 2],
    ]);
    expect(counts[0]?.states).toEqual({ WAITING: 1, CLAIMED: 1, TAKEN: 0, CLOSED: 1 });
  });

  it('puts first who is in most danger, then who must be answered soonest, and leaves out what is closed', () => {
    expect(mostUrgent(queue, 10).map(({ reportId }) => reportId)).toEqual(['soon', 'late', 'high']);
    expect(mostUrgent(queue, 1).map(({ reportId }) => reportId)).toEqual(['soon']);
  });
});
