import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady } from '#crypto';
import { seeded, type Random } from '#infra/generator/random';
import {
  type AlertInput,
  checkPolicy,
  explainAlert,
  planAlert,
  recipientsAt,
  runTests,
  type Policy,
  type PolicyTest,
} from '#policy';
import { judgeUrgency, LISTS, type Routing } from '#vocabulary';
import { makeTestWorld, type TestWorld } from '../../test/world.js';
import { loadPlan, storePlan } from '../escalation/stored-plan.js';
import { verifyPublication, type Publication } from '../publication/verify-publication.js';
import { alertInput } from './alert-input.js';

const MONDAY = new Date('2026-03-02T16:00:00Z');
const REPORTS = 10_000;

let world: TestWorld;
let publication: Publication;
beforeAll(async () => {
  await cryptoReady();
  world = makeTestWorld(MONDAY);
  const verified = verifyPublication(world.publish(), {
    pin: world.pin,
    secrets: world.secrets,
    production: false,
    seen: undefined,
  });
  if (!verified.ok) throw new Error(verified.reason);
  publication = verified.publication;
});

/** A report as the worker has it before it, from an invented one. */
function inputOf(routing: Routing | null, quarantined: boolean) {
  const reading = routing
    ? ({ kind: 'read', T0: new Uint8Array(32), routing } as const)
    : ({ kind: 'unopened', T0: new Uint8Array(32) } as const);
  const urgency = routing ? judgeUrgency(routing).urgency : null;
  const decision = { urgency, unsorted: routing === null, quarantined };
  return alertInput({ decision, reading, channel: 'E2EE_WEB' }, publication, MONDAY);
}

const codes = (list: keyof typeof LISTS) => LISTS[list].map(({ code }) => code);

/** Null for a report that no machine may open. */
function inventedRouting(random: Random, organisations: readonly string[]): Routing | null {
  if (random.chance(0.1)) return null;
  const some = (list: readonly string[], most: number): readonly string[] =>
    random.some(list, random.int(most + 1));
  return {
    v: 1,
    acts: random.some(codes('acts'), 1 + random.int(3)),
    imminence: random.pick(['now', '72h', 'recent', 'past', 'unknown']),
    urgency: random.pick([null, 'U1', 'U2', 'U3', 'U4']),
    department: random.pick([null, '25', '2502', '16', '17', 'BR-AM']),
    targets: some(codes('targets'), 2),
    sector: some(codes('sectors'), 2),
    perpetrators: some(codes('perpetrators'), 2),
    needs: some(['CS_LEGAL', 'CS_RELOCATION', 'CS_MEDICAL_PSYCHO', 'UM_A'], 3),
    language: random.pick(['spa', 'shp', 'cni']),
    consent: {
      tiers: random.pick([[], ['T1'], ['T2'], ['T1', 'T2'], ['T3', 'T4']] as const),
      named: some(organisations, 1),
    },
    exclusions: random.chance(0.2) ? some(organisations, 2) : [],
    raisers: some(codes('raisers'), 2),
  };
}

describe('of ten thousand invented reports', () => {
  it('what is explained, what the worker stores and climbs, and what a policy’s test sees are the same', () => {
    const { federation, lawyers, shelter } = world.organisations;
    const random = seeded(7);
    const different: unknown[] = [];
    const tests: PolicyTest[] = [];
    for (let nth = 0; nth < REPORTS; nth += 1) {
      const routing = inventedRouting(random, [federation, lawyers, shelter]);
      const quarantined = random.chance(0.05);
      const input = inputOf(routing, quarantined);
      const explained = explainAlert(input);
      const climbed = climb(input);
      const told = explained.steps.map((step) => ({ at: step.at, told: step.told }));
      if (JSON.stringify(climbed) !== JSON.stringify(told)) different.push({ routing, climbed, told });
      // A policy holds two hundred tests at most.
      if (nth % 50 === 0) tests.push(promiseOf(routing, quarantined, explained));
    }
    expect(different).toEqual([]);
    const policy: Policy = { ...publication.policy, tests };
    expect(checkPolicy(policy)).toMatchObject({ ok: true });
    expect(runTests(policy, inputOf(null, false))).toEqual([]);
    // And a promise that is not kept is seen.
    const [first] = tests;
    const wrong = { ...first!, expect: { ...first!.expect, routes: ['elsewhere'] } };
    expect(runTests({ ...policy, tests: [wrong] }, inputOf(null, false))).toHaveLength(1);
  });
});

/** As the worker does: the plan is stored, read back, and each step filled with people when it comes. */
function climb(input: AlertInput) {
  const stored = JSON.parse(JSON.stringify(storePlan(planAlert(input).plan))) as unknown;
  let at = input.at.getTime();
  return loadPlan(stored, publication.roster).steps.map(({ afterMs, targets }) => {
    at += afterMs;
    return { at: new Date(at), told: recipientsAt(targets, { ...input, at: new Date(at) }) };
  });
}

/** What was explained, as a test of the policy itself. */
function promiseOf(
  routing: Routing | null,
  quarantined: boolean,
  { routes, steps, withheld }: ReturnType<typeof explainAlert>,
): PolicyTest {
  const start = steps[0]?.at.getTime() ?? 0;
  const deskTold = steps.some(({ targets }) => targets.some(({ kind }) => kind === 'roster'));
  const seen = new Map<string, number>();
  for (const { at, told } of steps)
    for (const recipient of told)
      if (recipient.via === 'ally' && !seen.has(recipient.organisation))
        seen.set(recipient.organisation, (at.getTime() - start) / 1000);
  return {
    name: 'as explained',
    report: { routing, channel: 'E2EE_WEB', quarantined },
    at: '2026-03-02T11:00',
    expect: {
      ...(routing ? { urgency: judgeUrgency(routing).urgency } : {}),
      routes,
      told: [
        ...(deskTold ? [{ who: { kind: 'roster' as const, roster: 'triage' }, afterSeconds: 0 }] : []),
        ...[...seen].map(([organisation, afterSeconds]) => ({
          who: { kind: 'ally' as const, organisation },
          afterSeconds,
        })),
      ],
      nobodyElse: true,
      notTold: withheld.map(({ organisation, because }) => ({ organisation, because })),
    },
  };
}
