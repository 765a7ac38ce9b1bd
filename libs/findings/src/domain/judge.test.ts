import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changesOf } from './changes.js';
import { judge, limitsFor, type View } from './judge.js';
import { FINDING_KINDS, severityOf } from './kinds.js';

const NOW = new Date('2026-03-02T10:00:00Z');
const DAY = 86_400_000;
const days = (count: number): Date => new Date(NOW.getTime() + count * DAY);
const limits = limitsFor(15_000);
const none = { count: 0, ref: null };
const alive = { silentMs: 3_000, skewMs: -20 };

const WELL: View = {
  signs: (['api', 'worker', 'auditor'] as const).map((process) => ({ process, ...alive })),
  watchedForMs: 600_000,
  probeMs: null,
  overdue: {},
  alertsOverdue: none,
  alertsUnanswered: none,
  labelsOverdue: none,
  silencesAlone: [],
  head: { expires: days(200), publishedAt: days(-100) },
  cosignedAt: days(-2),
};
const kindsOf = (changes: Partial<View>): readonly string[] =>
  judge({ ...WELL, ...changes }, limits, NOW).map(({ kind }) => kind);
const without = (process: string) => WELL.signs.filter((sign) => sign.process !== process);

describe('what the auditor makes of what it sees', () => {
  it.each<[string, Partial<View>, readonly string[]]>([
    ['all is well', {}, []],
    ['no worker ever gave a sign', { signs: without('worker') }, ['worker-silent']],
    [
      'the worker was last seen 61 seconds ago',
      { signs: [...without('worker'), { process: 'worker', silentMs: 61_000, skewMs: 0 }] },
      ['worker-silent'],
    ],
    [
      'one of two workers is gone',
      { signs: [...WELL.signs, { process: 'worker', silentMs: 300_000, skewMs: 0 }] },
      [],
    ],
    ['no api lives', { signs: without('api') }, ['api-silent']],
    ['nobody could have been seen yet', { signs: [], watchedForMs: 30_000 }, []],
    ['its errand is on the way', { probeMs: 30_000 }, []],
    ['its errand does not come back', { probeMs: 61_000 }, ['queue-stalled']],
    [
      'a dead worker brings no errand back: one finding says where to look',
      { probeMs: 999_000, signs: without('worker') },
      ['worker-silent'],
    ],
    [
      'a clock is an hour ahead',
      { signs: [...without('api'), { process: 'api', silentMs: 0, skewMs: 3_600_000 }] },
      ['clocks-differ'],
    ],
    [
      'a clock is an hour behind',
      { signs: [...without('api'), { process: 'api', silentMs: 0, skewMs: -3_600_000 }] },
      ['clocks-differ'],
    ],
    ['reports wait', { overdue: { triage: { count: 3, ref: null } } }, ['reports-untriaged']],
    ['nobody raised a report', { overdue: { raise: { count: 1, ref: null } } }, ['reports-not-raised']],
    ['doorbells wait', { overdue: { deliver: { count: 1, ref: null } } }, ['deliveries-overdue']],
    ['other work waits', { overdue: { compare: { count: 1, ref: null } } }, ['work-overdue']],
    ['work of a kind that is new waits', { overdue: { unheard: { count: 1, ref: null } } }, ['work-overdue']],
    ['its errand alone is late', { overdue: { probe: { count: 1, ref: null } } }, []],
    ['a step is overdue', { alertsOverdue: { count: 2, ref: null } }, ['alerts-overdue']],
    [
      'nobody looked at what a reporter took back',
      { labelsOverdue: { count: 1, ref: null } },
      ['consent-overdue'],
    ],
    ['nobody answered', { alertsUnanswered: { count: 1, ref: null } }, ['alerts-unanswered']],
    [
      'somebody silenced a bell alone an hour ago',
      { silencesAlone: [{ id: 'a', beganAt: new Date(NOW.getTime() - 3_600_000) }] },
      ['silence-alone'],
    ],
    [
      'somebody silenced a bell alone yesterday, and nobody looked',
      { silencesAlone: [{ id: 'a', beganAt: days(-1) }] },
      ['silence-unreviewed'],
    ],
    ['the head has 29 days', { head: { expires: days(29), publishedAt: days(-1) } }, ['head-expires-30']],
    ['the head has 13 days', { head: { expires: days(13), publishedAt: days(-1) } }, ['head-expires-14']],
    ['the head has 2 days', { head: { expires: days(2), publishedAt: days(-1) } }, ['head-expires-3']],
    ['the head has expired', { head: { expires: days(-1), publishedAt: days(-1) } }, ['head-expired']],
    ['no witness for 8 days', { cosignedAt: days(-8) }, ['freshness-old']],
    ['no witness ever, and the head is old', { cosignedAt: null }, ['freshness-old']],
    [
      'no witness yet, and the head is new',
      { cosignedAt: null, head: { expires: days(200), publishedAt: NOW } },
      [],
    ],
    ['nothing was published', { head: null, cosignedAt: null }, []],
  ])('%s', (_, changes, kinds) => {
    expect(kindsOf(changes)).toEqual(kinds);
  });

  it('comes within two minutes: four looks of silence, one look late, one on the way', () => {
    expect(limitsFor(15_000).silentMs + 2 * 15_000).toBeLessThanOrEqual(120_000);
  });
});

describe('findings', () => {
  it('have words for everybody, and a way on', () => {
    for (const entry of Object.values(FINDING_KINDS))
      for (const language of ['es', 'en', 'pt'] as const) {
        expect(entry[language].means).toMatch(/\.$/);
        expect(entry[language].next).toMatch(/\.$/);
      }
  });

  it('of a kind that only a newer program knows count as wrong', () => {
    expect(severityOf('unheard-of')).toBe('wrong');
    expect(severityOf('toString')).toBe('wrong');
  });

  it('are raised once, seen again, and cleared when they are over; whatever comes is exactly one of these', () => {
    const kind = fc.constantFrom('worker-silent', 'queue-stalled', 'alerts-overdue');
    fc.assert(
      fc.property(fc.uniqueArray(kind), fc.uniqueArray(kind), (known, seen) => {
        const changes = changesOf(
          known.map((one) => ({ kind: one, lastSeenAt: NOW })),
          seen.map((one) => ({ kind: one, count: 1, ref: null })),
          NOW,
          0,
        );
        const told = [...changes.raised, ...changes.seenAgain].map((one) => one.kind);
        expect([...told].sort()).toEqual([...seen].sort());
        expect([...changes.cleared, ...changes.seenAgain.map((one) => one.kind)].sort()).toEqual(
          [...known].sort(),
        );
      }),
    );
  });

  it('that another process saw a moment ago are not ended by one that does not see them', () => {
    const known = [{ kind: 'rolled-back', lastSeenAt: new Date(NOW.getTime() - 30_000) }] as const;
    expect(changesOf(known, [], NOW, 60_000).cleared).toEqual([]);
    expect(changesOf(known, [], new Date(NOW.getTime() + 30_000), 60_000).cleared).toEqual(['rolled-back']);
    // Written by a clock that ran a day ahead.
    expect(changesOf([{ kind: 'rolled-back', lastSeenAt: days(1) }], [], NOW, 60_000).cleared).toHaveLength(
      1,
    );
  });
});
