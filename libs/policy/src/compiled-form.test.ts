import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, decodePolicy, utf8 } from '#crypto';
import { parsePolicy, policyBytes } from './compiled-form.js';
import { DEFAULT_POLICY } from './files.js';
import type { PlanStep, Policy, Route } from './policy.js';

const ALLY = '00000000-0000-4000-8000-000000000001';

beforeAll(async () => {
  await cryptoReady();
});

const triage = { kind: 'roster', roster: 'triage' } as const;
const desk = { kind: 'desk' } as const;
const allies = { kind: 'allies', capabilities: [], scopes: [], organisations: [ALLY], needed: true } as const;

const first = (...notify: PlanStep['notify']): readonly PlanStep[] => [{ afterSeconds: 0, notify }];
const withPlan = (steps: readonly object[], name = 'critical') => ({
  plans: { ...DEFAULT_POLICY.plans, [name]: steps },
});
const withRoutes = (change: (routes: readonly Route[]) => readonly object[]) => ({
  routes: change(DEFAULT_POLICY.routes),
});

describe('a compiled policy', () => {
  it('comes back as it was written, and is the document that the head signs', () => {
    const policy: Policy = { ...DEFAULT_POLICY, ...withPlan(first(triage, allies)) } as Policy;
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

  it.each<[string, object, string]>([
    ['an empty plan', withPlan([]), 'plans.critical'],
    ['a plan that starts late', withPlan([{ afterSeconds: 60, notify: [triage] }]), 'plans.critical.0'],
    ['a plan that leaves out the desk', withPlan(first(allies)), 'plans.critical.0'],
    [
      'a plan that pages a roster of its own instead of the desk’s',
      withPlan(first({ kind: 'roster', roster: 'nights' })),
      'plans.critical.0',
    ],
    [
      'a sorted report told to people who cannot open it',
      withPlan(first(triage, { kind: 'roster', roster: 'safeguarding' })),
      'plans.critical.0.notify.1',
    ],
    [
      'allies told of an unsorted report',
      withPlan([...first(desk), { afterSeconds: 9, notify: [allies, desk] }], 'unsorted'),
      'plans.unsorted.1.notify.0',
    ],
    ['an unsorted report of which one desk hears', withPlan(first(triage), 'unsorted'), 'plans.unsorted.0'],
    ['an endless plan', withPlan(Array(17).fill({ afterSeconds: 0, notify: [desk] })), 'plans.critical'],
    [
      'an organisation by its name',
      withPlan(first(triage, { ...allies, organisations: ['Red Amazónica'] })),
      'plans.critical.0.notify.1.organisations.0',
    ],
    [
      'reports that no route takes',
      withRoutes((routes) => [{ ...routes[0], when: { urgency: ['U1'] } }]),
      'routes.0',
    ],
    [
      'a last route that looks for another',
      withRoutes((routes) => [{ ...routes[3], continue: true }]),
      'routes.0',
    ],
    ['two routes of one name', withRoutes((routes) => [routes[0]!, ...routes]), 'routes.1.name'],
    [
      'a route to a plan that is not there',
      withRoutes((routes) => [{ ...routes[0], plan: 'gone' }, ...routes.slice(1)]),
      'routes.0.plan',
    ],
    [
      'ladders without end, by routes that all continue',
      withRoutes((routes) => [
        ...['a', 'b', 'c', 'd'].map((name) => ({ ...routes[0], name, continue: true })),
        ...routes,
      ]),
      'routes',
    ],
    [
      'unsorted reports without a plan',
      { unsorted: { ...DEFAULT_POLICY.unsorted, plan: 'toString' } },
      'unsorted.plan',
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
    [
      'people who wait longer than a quarter of an hour for a batch',
      { unsorted: { ...DEFAULT_POLICY.unsorted, batchSeconds: 901 } },
      'unsorted.batchSeconds',
    ],
    ['an unknown field', { silent: true }, ''],
    ['the ladders of an older policy', { ladders: {} }, ''],
  ])('is refused for %s, and says where', (_what, change, path) => {
    const outcome = parsePolicy(utf8(sorted({ ...DEFAULT_POLICY, ...change })));
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

  it('tells the desk at least twice in every plan', () => {
    for (const steps of Object.values(DEFAULT_POLICY.plans)) {
      const telling = steps.filter(({ notify }) =>
        notify.some(({ kind }) => kind === 'roster' || kind === 'desk'),
      );
      expect(telling.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('tells allies of urgent reports at once, and of others only when the desk has let its time pass', () => {
    const { plans, reactionTimes } = DEFAULT_POLICY;
    const tellsAllies = ({ notify }: PlanStep) => notify.some(({ kind }) => kind === 'allies');
    for (const name of ['critical', 'high']) expect(tellsAllies(plans[name]![0]!)).toBe(true);
    for (const [name, level] of [
      ['medium', 'U3'],
      ['low', 'U4'],
    ] as const) {
      const steps = plans[name]!;
      const until = steps.findIndex(tellsAllies);
      const waited = steps.slice(0, until + 1).reduce((sum, step) => sum + step.afterSeconds, 0);
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
