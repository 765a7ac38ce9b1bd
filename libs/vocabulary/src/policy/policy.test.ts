import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, decodePolicy, utf8 } from '#crypto';
import { DEFAULT_POLICY } from './default-policy.js';
import { parsePolicy, type Policy, policyBytes } from './policy.js';

const ALLY = '00000000-0000-4000-8000-000000000001';
const rule = { organisation: ALLY, urgencies: ['U1'], needs: [], departments: [] } as const;

beforeAll(async () => {
  await cryptoReady();
});

describe('policy', () => {
  it('comes back as it was written, and is the document that the head signs', () => {
    const policy: Policy = { ...DEFAULT_POLICY, allies: [rule] };
    expect(parsePolicy(policyBytes(policy))).toEqual({ ok: true, policy });
    expect(decodePolicy(policyBytes(policy))).toEqual(policy);
  });

  it('takes other times for unsorted reports of a channel', () => {
    const { unsorted } = DEFAULT_POLICY;
    const channels = [
      { assurance: 'SMS_PLAIN', ackSeconds: 900, actionSeconds: 3600, reassessSeconds: 3600 },
    ] as const;
    expect(parsePolicy(policyBytes({ ...DEFAULT_POLICY, unsorted: { ...unsorted, channels } })).ok).toBe(
      true,
    );
  });

  const ladders = (change: object) => ({ ladders: { ...DEFAULT_POLICY.ladders, ...change } });
  it.each<[string, object, string]>([
    ['an empty ladder', ladders({ U1: [] }), 'ladders.U1'],
    ['a ladder that starts late', ladders({ U1: [{ afterSeconds: 60, notify: ['desk'] }] }), 'ladders.U1'],
    [
      'a ladder that leaves out the desk',
      ladders({ U1: [{ afterSeconds: 0, notify: ['allies'] }] }),
      'ladders.U1',
    ],
    [
      'allies told of an unsorted report',
      ladders({ unsorted: [{ afterSeconds: 0, notify: ['desk', 'allies'] }] }),
      'ladders.unsorted.0.notify.1',
    ],
    [
      'an endless ladder',
      ladders({ U4: Array(13).fill({ afterSeconds: 0, notify: ['desk'] }) }),
      'ladders.U4',
    ],
    [
      'action due before an answer',
      {
        reactionTimes: {
          ...DEFAULT_POLICY.reactionTimes,
          U1: { ackSeconds: 9, actionSeconds: 8, reassessSeconds: 10 },
        },
      },
      'reactionTimes.U1',
    ],
    ['a missing level', { reactionTimes: { U1: DEFAULT_POLICY.reactionTimes.U1 } }, 'reactionTimes.U2'],
    ['a fraction of a second', { claimSeconds: 0.5 }, 'claimSeconds'],
    ['an ally by name', { allies: [{ ...rule, organisation: 'Red Amazónica' }] }, 'allies.0.organisation'],
    [
      'people who wait longer than a quarter of an hour for a batch',
      { unsorted: { ...DEFAULT_POLICY.unsorted, batchSeconds: 901 } },
      'unsorted.batchSeconds',
    ],
    ['an unknown field', { silent: true }, ''],
  ])('refuses %s and says where', (_what, change, path) => {
    const bytes = utf8(sorted({ ...DEFAULT_POLICY, ...change }));
    const outcome = parsePolicy(bytes);
    // A fraction has no canonical form at all.
    expect(outcome).toEqual(
      path === 'claimSeconds'
        ? { ok: false, reason: 'not-canonical' }
        : { ok: false, reason: 'malformed', path },
    );
  });
});

describe('the default policy', () => {
  it('keeps every rule that a policy must keep', () => {
    expect(parsePolicy(policyBytes(DEFAULT_POLICY)).ok).toBe(true);
  });

  it('pages the desk at least twice on every ladder', () => {
    for (const ladder of Object.values(DEFAULT_POLICY.ladders)) {
      expect(ladder.filter((step) => step.notify.includes('desk')).length).toBeGreaterThanOrEqual(2);
    }
  });

  it('tells allies of urgent reports at once, and of others only when the desk has let its time pass', () => {
    const { ladders, reactionTimes } = DEFAULT_POLICY;
    for (const level of ['U1', 'U2'] as const) expect(ladders[level][0]?.notify).toContain('allies');
    for (const level of ['U3', 'U4'] as const) {
      const first = ladders[level].findIndex((step) => step.notify.includes('allies'));
      const waited = ladders[level].slice(0, first + 1).reduce((sum, step) => sum + step.afterSeconds, 0);
      expect(waited).toBe(reactionTimes[level].ackSeconds);
    }
  });
});

/** Sorted keys without the checks of canonicalJson, to write what it refuses to. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
