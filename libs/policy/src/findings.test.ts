import { describe, expect, it } from '@jest/globals';
import { DEFAULT_POLICY } from './files.js';
import { findingsOf } from './findings.js';
import type { Policy, Route } from './policy.js';
import { alertInput, member, roster, rosterWith } from './world.fixture.js';

const { onCall, deskOrganisations } = alertInput();
const world = { roster, deskOrganisations, onCall };
const reachable = {
  ...world,
  roster: { ...roster, members: roster.members.map((one) => ({ ...one, phone: '+51 900 000 000' })) },
};
const found = (policy: Policy, seen: typeof world = reachable) =>
  findingsOf(policy, seen).map(({ severity, path, because }) => `${severity} ${path.join('.')}: ${because}`);

const page = { kind: 'roster', roster: 'triage' } as const;
const route = (name: string, when: Route['when'] = {}, more: Partial<Route> = {}): Route => ({
  name,
  when,
  plan: 'low',
  continue: false,
  ...more,
});
const routed = (...routes: readonly Route[]): Policy => ({
  ...DEFAULT_POLICY,
  plans: { low: DEFAULT_POLICY.plans['low']!, unsorted: DEFAULT_POLICY.plans['unsorted']! },
  routes,
  tests: [],
});
const planned = (...steps: Policy['plans'][string]): Policy => ({
  ...routed(route('all')),
  plans: { low: steps, unsorted: DEFAULT_POLICY.plans['unsorted']! },
});

describe('what a policy would do that nobody means', () => {
  it('is nothing in the default policy, where everybody has a number', () => {
    expect(found(DEFAULT_POLICY)).toEqual([]);
  });

  it.each<[string, readonly Route[], readonly number[]]>([
    ['below one that takes everything', [route('a'), route('b', { urgency: ['U1'] }), route('c')], [1]],
    [
      'below the same',
      [route('a', { needs: ['CS_LEGAL'] }), route('b', { needs: ['CS_LEGAL'] }), route('c')],
      [1],
    ],
    [
      'a province below its department',
      [route('a', { territory: ['25'] }), route('b', { territory: ['2502'] }), route('c')],
      [1],
    ],
    [
      'an act below its group',
      [route('a', { actGroups: ['THREAT'] }), route('b', { acts: ['THR_DEATH'] }), route('c')],
      [1],
    ],
    [
      'below four that split all reports by urgency',
      [
        route('a', { urgency: ['U1', 'U2'] }),
        route('b', { urgency: ['U3'] }),
        route('c', { urgency: ['U4'] }),
        route('d', { needs: ['CS_LEGAL'] }),
        route('e'),
      ],
      [3],
    ],
  ])('a route that no report reaches: %s', (_what, routes, positions) => {
    expect(found(routed(...routes)).filter((line) => line.includes('no report ever'))).toEqual(
      positions.map((at) => expect.stringContaining(`error routes.${String(at)}: `)),
    );
  });

  it.each<[string, readonly Route[]]>([
    [
      'a department below its province',
      [route('a', { territory: ['2502'] }), route('b', { territory: ['25'] }), route('c')],
    ],
    [
      'below one that continues',
      [route('a', {}, { continue: true }), route('b', { urgency: ['U1'] }), route('c')],
    ],
    [
      'one that asks for less',
      [route('a', { urgency: ['U1'], needs: ['CS_LEGAL'] }), route('b', { urgency: ['U1'] }), route('c')],
    ],
  ])('and not one that a report can reach: %s', (_what, routes) => {
    expect(found(routed(...routes)).filter((line) => line.includes('no report ever'))).toEqual([]);
  });

  it('a plan that no route uses', () => {
    expect(found({ ...routed(route('all')), plans: DEFAULT_POLICY.plans })).toContain(
      'warning plans.critical: no route uses "critical"',
    );
  });

  it('an authority that it names, as if it could be told by itself', () => {
    const target = {
      kind: 'allies',
      capabilities: [],
      scopes: [],
      organisations: ['police'],
      needed: true,
    } as const;
    expect(found(planned({ afterSeconds: 0, notify: [page, target] }))).toEqual([
      'error plans.low.0.notify.1: police is never told by itself: a coordinator decides',
    ]);
  });

  it('a level at which nobody has an ally', () => {
    const target = {
      kind: 'allies',
      capabilities: [],
      scopes: ['regional'],
      organisations: [],
      needed: true,
    } as const;
    expect(found(planned({ afterSeconds: 0, notify: [page, target] }))).toEqual([
      'warning plans.low.0.notify.1: no ally of the roster can be meant here: this tells nobody',
    ]);
  });

  it('a roster that nobody may sign', () => {
    const policy = planned({ afterSeconds: 0, notify: [page, { kind: 'roster', roster: 'nights' }] });
    expect(found(policy)).toEqual([
      'error plans.low.0.notify.1: nobody may sign the roster "nights": name them under "duty"',
    ]);
    expect(found({ ...policy, delegations: { duty: { nights: ['nora'] } } })).toEqual([]);
    expect(found({ ...policy, delegations: { duty: { nights: ['stranger'] } } })).toHaveLength(1);
  });

  it('a roster that nobody fills', () => {
    const empty = { ...reachable.roster, duty: { ...roster.duty, triage: [] } };
    expect(found(planned({ afterSeconds: 0, notify: [page] }), { ...world, roster: empty })).toContain(
      'warning plans.low.0.notify.0: nobody fills the roster "triage": the whole desk will be told each time',
    );
  });

  it('an ally whom nobody could call', () => {
    const line = 'nobody of network has a number in the roster';
    expect(found(DEFAULT_POLICY, world).some((one) => one.includes(line))).toBe(true);
    const phone = { ...member('nina', 'network', ['ally']), phone: '+51 900 000 000' };
    const members = roster.members.map((one) => (one.id === 'nina' ? phone : one));
    const one = found(DEFAULT_POLICY, { ...world, roster: rosterWith('network', {}, { members }) });
    expect(one.some((text) => text.includes(line))).toBe(false);
  });

  it('plans by whose times a thief could tell reports apart', () => {
    const quick = [
      { afterSeconds: 0, notify: [page] },
      { afterSeconds: 60, notify: [page] },
    ];
    const policy = {
      ...routed(route('women', { raisers: ['GENDER'] }, { plan: 'quick' }), route('all')),
      plans: { ...DEFAULT_POLICY.plans, quick },
    };
    expect(found(policy).filter((line) => line.includes('steals'))).toEqual([
      expect.stringContaining('warning routes.0: whoever steals the database can tell "women"'),
    ]);
    const same = { ...policy, plans: { ...policy.plans, quick: DEFAULT_POLICY.plans['low']! } };
    expect(found(same).filter((line) => line.includes('steals'))).toEqual([]);
  });

  it('a time zone that does not exist', () => {
    expect(found({ ...routed(route('all')), timeZone: 'America/Iquitos' })).toContain(
      'error timeZone: there is no time zone "America/Iquitos"',
    );
  });

  it('a promise that it does not keep, in the words of the promise', () => {
    const [first] = DEFAULT_POLICY.tests;
    const expectation = {
      urgency: 'U4' as const,
      routes: ['low'],
      told: [
        { who: { kind: 'desk' as const }, afterSeconds: 60 },
        { who: { kind: 'ally' as const, organisation: 'closed' }, afterSeconds: 0 },
      ],
      nobodyElse: true,
      notTold: [{ organisation: 'network' }, { organisation: 'police', because: 'consent' }],
    };
    const policy = { ...DEFAULT_POLICY, tests: [{ ...first!, name: 'promise', expect: expectation }] };
    const told = found(policy);
    for (const words of [
      'it should be U4, and is U1',
      'it should take low, and takes critical',
      'the desk should be told after 1m, and is after 15m',
      'closed should be told, and is not',
      'nobody else should be told, and network is',
      'network should not be told, and is',
      'police should not be told because of "consent", and is not because of "never-automatic"',
    ])
      expect(told).toContain(`error tests.0: test "promise": ${words}`);
  });
});
