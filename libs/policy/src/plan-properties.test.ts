import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Roster, RosterOrganisation } from '#crypto';
import { ALLY_SCOPES } from '#rosters';
import { LISTS, type Routing } from '#vocabulary';
import { listedDuty, type AlertInput } from './alert-input.js';
import { explainAlert } from './explain-alert.js';
import { DEFAULT_POLICY } from './files.js';
import { planAlert } from './plan-alert.js';
import type { PlanStep, Policy, Target } from './policy.js';
import { findFaults } from './policy-faults.js';
import { member, roster } from './world.fixture.js';

const ids = roster.organisations.map(({ id }) => id);
const codes = (list: keyof typeof LISTS) => LISTS[list].map(({ code }) => code);
const some = (list: readonly string[], maxLength: number, minLength = 0) =>
  fc.uniqueArray(fc.constantFrom(...list), { minLength, maxLength });
const places = ['25', '2501', '2502', '16', '08', 'BR-AM'];

const routings: fc.Arbitrary<Routing> = fc.record({
  v: fc.constant(1 as const),
  acts: some(codes('acts'), 4, 1),
  imminence: fc.constantFrom('now', '72h', 'recent', 'past', 'unknown'),
  urgency: fc.constantFrom(null, 'U1', 'U3'),
  department: fc.constantFrom(null, ...places),
  targets: some(codes('targets'), 2),
  sector: some(codes('sectors'), 2),
  perpetrators: some(codes('perpetrators'), 3),
  needs: some(codes('needs'), 4),
  language: fc.constantFrom('spa', 'shp', 'cni'),
  consent: fc.record({ tiers: fc.subarray(['T1', 'T2', 'T3', 'T4'] as const), named: fc.subarray(ids) }),
  exclusions: fc.subarray(ids, { maxLength: 8 }),
  raisers: some(codes('raisers'), 2),
});

const organisations: fc.Arbitrary<readonly RosterOrganisation[]> = fc.tuple(
  ...roster.organisations.map((organisation) =>
    fc.record({
      id: fc.constant(organisation.id),
      name: fc.constant(organisation.id),
      kind: fc.constantFrom('ngo', 'lawyer', 'shelter', 'authority', 'embassy', 'un'),
      tier: fc.constantFrom('T1', 'T2', 'T3'),
      capabilities: some(codes('needs'), 3),
      departments: some(places, 2),
      ext: fc.record({ scope: fc.constantFrom(...ALLY_SCOPES), tlp: fc.constantFrom('AMBER', 'GREEN') }),
    }),
  ),
);

const rosters: fc.Arbitrary<Roster> = fc
  .tuple(organisations, fc.subarray(['nora', 'sol', 'off-duty']))
  .map(([listed, triage]) => ({
    ...roster,
    organisations: listed,
    members: [...roster.members, member('mara', 'empty', ['ally', 'desk:triage'])],
    duty: { triage, safeguarding: ['cira'] },
  }));

const targets: fc.Arbitrary<Target> = fc.oneof(
  fc.constantFrom<Target>({ kind: 'desk' }, { kind: 'person' }, { kind: 'roster', roster: 'nights' }),
  fc.record({
    kind: fc.constant('allies' as const),
    capabilities: some(codes('needs'), 2),
    scopes: fc.subarray([...ALLY_SCOPES]),
    organisations: fc.subarray(ids),
    needed: fc.boolean(),
  }),
);
const steps: fc.Arbitrary<readonly PlanStep[]> = fc
  .array(
    fc.record({
      afterSeconds: fc.integer({ min: 0, max: 7200 }),
      notify: fc.array(targets, { minLength: 1, maxLength: 4 }),
    }),
    { maxLength: 6 },
  )
  .map((middle) => [
    { afterSeconds: 0, notify: [{ kind: 'roster', roster: 'triage' }] },
    ...middle,
    { afterSeconds: 60, notify: [{ kind: 'desk' }] },
  ]);
const policies: fc.Arbitrary<Policy> = fc
  .tuple(steps, steps, some(codes('acts'), 6, 1), fc.boolean())
  .map(([one, other, acts, goesOn]) => ({
    ...DEFAULT_POLICY,
    plans: { one, other, unsorted: DEFAULT_POLICY.plans['unsorted']! },
    routes: [
      { name: 'some', when: { acts }, plan: 'one', continue: goesOn },
      { name: 'rest', when: {}, plan: 'other', continue: false },
    ],
  }));

const inputs: fc.Arbitrary<AlertInput> = fc
  .tuple(
    fc.option(routings, { freq: 8 }),
    rosters,
    policies,
    fc.constantFrom('U1', 'U2', 'U3', 'U4'),
    fc.boolean(),
    fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
  )
  .map(([routing, people, policy, urgency, quarantined, at]) => ({
    decision: { urgency: routing ? urgency : null, unsorted: routing === null, quarantined },
    routing,
    channel: 'E2EE_WEB',
    policy,
    roster: people,
    deskOrganisations: { triage: ['north', 'south'], safeguarding: ['care'] },
    onCall: listedDuty(people),
    at,
  }));

/** Somebody of the desk is left whom the reporter did not exclude. */
const hasDesk = ({ routing, deskOrganisations }: AlertInput): boolean =>
  deskOrganisations.triage.some((id) => !routing?.exclusions.includes(id));

describe('whatever a policy, a roster and a report say', () => {
  it('nobody of an excluded organisation is told, in any step and in any role', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const organisations = explainAlert(input).steps.flatMap(({ told }) =>
          told.map(({ organisation }) => organisation as string),
        );
        for (const excluded of input.routing?.exclusions ?? []) expect(organisations).not.toContain(excluded);
      }),
      { numRuns: 300 },
    );
  });

  it('no authority, embassy, UN body or organisation of the highest tier is told by itself', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const barred = new Set(
          input.roster.organisations
            .filter(({ kind, tier }) => ['authority', 'embassy', 'un'].includes(kind) || tier === 'T3')
            .map(({ id }) => id),
        );
        for (const { told } of explainAlert(input).steps)
          for (const { via, organisation } of told)
            expect(via === 'desk' || !barred.has(organisation)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('without consent, and of what no machine may open, no ally is told', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { routing } = input;
        const quiet = { ...input, routing: routing && { ...routing, consent: { tiers: [], named: [] } } };
        for (const { told } of explainAlert(quiet).steps)
          expect(told.filter(({ via }) => via !== 'desk')).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('somebody of the desk is told at once, and the last step tells the desk', () => {
    fc.assert(
      fc.property(inputs.filter(hasDesk), (input) => {
        expect(findFaults(input.policy)).toEqual([]);
        const { steps: timeline } = explainAlert(input);
        const [first] = timeline;
        const wait = input.decision.unsorted ? 300_000 : 0;
        expect(first!.at.getTime() - input.at.getTime()).toBe(wait);
        expect(first!.told.some(({ via }) => via === 'desk')).toBe(true);
        expect(timeline.at(-1)!.told.some(({ via }) => via === 'desk')).toBe(true);
        for (const { told } of timeline) expect(told.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('a ladder is as long as its plans at most, and only ever goes forward', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { steps: made } = planAlert(input).plan;
        expect(made.length).toBeLessThanOrEqual(64);
        for (const { afterMs } of made.slice(1)) expect(afterMs).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});
