import type { Standing } from './standing.js';
import { describe, expect, it } from '@jest/globals';
import type { InboxNotice } from './ally.js';
import { groupNotices, oneOfEachAlert } from './inbox-groups.js';

function notice(id: string, alertId: string, bundle: { id: string; count: number; since: string } | null) {
  return {
    id,
    state: 'QUEUED',
    alertState: 'escalating',
    standing: NOBODY,
    createdAt: new Date(0),
    sealed: new Uint8Array(),
    t0: null,
    purpose: 'alert',
    expires: null,
    body: {
      alertId,
      ticket: 't',
      urgency: 'U2',
      needs: [],
      department: '25',
      deadline: '',
      callback: '',
      accepted: false,
      again: null,
      calls: 0,
      exercise: false,
      bundle,
    },
  } satisfies InboxNotice;
}
const NOBODY: Standing = {
  state: 'ESCALATING',
  since: null,
  mine: false,
  by: null,
  progress: null,
  progressDueAt: null,
  again: null,
  narrowed: false,
};
const bridge = (count: number, since = '2026-03-02T10:00:00Z') => ({ id: 'bridge', count, since });

describe('notices of one happening', () => {
  it('are one entry that counts the reports and says since when', () => {
    const [group, ...more] = groupNotices([
      notice('3', 'c', bridge(7)),
      notice('2', 'b', bridge(2, '2026-03-02T09:59:00Z')),
      notice('1', 'a', bridge(1)),
    ]);
    expect(more).toEqual([]);
    expect(group).toMatchObject({ count: 7, since: '2026-03-02T09:59:00Z', newest: { id: '3' } });
    expect(group?.others.map(({ id }) => id)).toEqual(['2', '1']);
  });

  it('leave everything else alone, and each in its place', () => {
    const unreadable = { ...notice('x', 'x', null), body: null };
    const groups = groupNotices([
      notice('3', 'c', bridge(2)),
      unreadable,
      notice('2', 'other', null),
      notice('1', 'a', bridge(1)),
    ]);
    expect(groups.map(({ newest, others }) => [newest.id, others.length])).toEqual([
      ['3', 1],
      ['x', 0],
      ['2', 0],
    ]);
  });

  it('count an alert once, however many steps told of it, and are answered once for each', () => {
    const [group] = groupNotices([
      notice('3', 'a', bridge(1)),
      notice('2', 'a', bridge(1)),
      notice('1', 'b', bridge(1)),
    ]);
    expect(group?.count).toBe(2);
    expect(oneOfEachAlert(group!).map(({ id }) => id)).toEqual(['3', '1']);
  });
});
