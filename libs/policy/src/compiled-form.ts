/**
 * The compiled policy, read strictly (libs/crypto/PROTOCOL.md §5.7). Its form is checked here, its meaning in
 * policy-faults.ts; what fails in either is refused as a whole, and whoever has an older policy goes on with that.
 */
import { canonicalJson, FormatError, parseCanonicalJson } from '#crypto';
import { ALLY_SCOPES } from '#rosters';
import { ext, fields, LISTS, pathOf, routingSchema, URGENCY_CODES } from '#vocabulary';
import * as z from 'zod/mini';
import {
  type Conditions,
  type Expected,
  LONGEST_BATCH_SECONDS,
  type Policy,
  type PolicyTest,
  type ReactionTimes,
  type Route,
  type Target,
} from './policy.js';
import { findFaults } from './policy-faults.js';

const { code, language, organisationId, setOf, territory } = fields;

const YEAR = 366 * 24 * 60 * 60;
const MAX_STEPS = 16;
const MAX_ROUTES = 200;
const MAX_TESTS = 200;
const seconds = (min: number, max = YEAR) => z.int().check(z.minimum(min), z.maximum(max));

const name = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/));
const label = z.string().check(z.minLength(1), z.maxLength(200));
const clockTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const wallClock = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/));

const times = { ackSeconds: seconds(1), actionSeconds: seconds(1), reassessSeconds: seconds(1) };
const inOrder = z.refine<ReactionTimes>(
  (t) => t.ackSeconds <= t.actionSeconds && t.actionSeconds <= t.reassessSeconds,
);
const reaction = z.strictObject(times).check(inOrder);
const assurance = z.enum(LISTS.channelAssurances.map((entry) => entry.code));

const roster = z.strictObject({ kind: z.literal('roster'), roster: name });
const desk = z.strictObject({ kind: z.literal('desk') });
const person = z.strictObject({ kind: z.literal('person') });
const target: z.ZodMiniType<Target> = z.discriminatedUnion('kind', [
  roster,
  desk,
  person,
  z.strictObject({
    kind: z.literal('allies'),
    capabilities: setOf(code, 40),
    scopes: z.array(z.enum(ALLY_SCOPES)).check(
      z.maxLength(ALLY_SCOPES.length),
      z.refine((items) => new Set(items).size === items.length),
    ),
    organisations: setOf(organisationId, 200),
    needed: z.boolean(),
  }),
]);

const plan = z
  .array(
    z.strictObject({
      afterSeconds: seconds(0),
      notify: z.array(target).check(z.minLength(1), z.maxLength(8)),
    }),
  )
  .check(z.minLength(1), z.maxLength(MAX_STEPS));

const some = <T extends string>(item: z.ZodMiniType<T>, max = 200) =>
  z.exactOptional(
    z.array(item).check(
      z.minLength(1),
      z.maxLength(max),
      z.refine((items) => new Set(items).size === items.length),
    ),
  );

const conditions: z.ZodMiniType<Conditions> = z.strictObject({
  urgency: some(z.enum(URGENCY_CODES)),
  acts: some(code),
  actGroups: some(code),
  targets: some(code),
  territory: some(territory),
  sector: some(code),
  needs: some(code),
  language: some(language),
  raisers: some(code),
  consent: some(z.enum(['T0', 'T1', 'T2', 'T3', 'T4'])),
  channel: some(assurance),
});

const route: z.ZodMiniType<Route> = z.strictObject({
  name,
  when: conditions,
  plan: name,
  continue: z.boolean(),
});

const expected: z.ZodMiniType<Expected> = z.strictObject({
  who: z.discriminatedUnion('kind', [
    roster,
    desk,
    person,
    z.strictObject({ kind: z.literal('ally'), organisation: organisationId }),
  ]),
  afterSeconds: seconds(0),
});

const test: z.ZodMiniType<PolicyTest> = z.strictObject({
  name: label,
  report: z.strictObject({
    routing: z.nullable(routingSchema),
    channel: assurance,
    quarantined: z.boolean(),
  }),
  at: wallClock,
  expect: z.strictObject({
    urgency: z.exactOptional(z.enum(URGENCY_CODES)),
    routes: z.exactOptional(z.array(name).check(z.maxLength(8))),
    told: z.array(expected).check(z.maxLength(64)),
    nobodyElse: z.boolean(),
    notTold: z
      .array(z.strictObject({ organisation: organisationId, because: z.exactOptional(label) }))
      .check(z.maxLength(64)),
  }),
});

const schema: z.ZodMiniType<Policy> = z.strictObject({
  kind: z.literal('amparo/policy/1'),
  version: z.int().check(z.minimum(1), z.maximum(0xffffffff)),
  timeZone: z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/), z.maxLength(64)),
  reactionTimes: z.strictObject({ U1: reaction, U2: reaction, U3: reaction, U4: reaction }),
  unsorted: z
    .strictObject({
      ...times,
      channels: z.exactOptional(
        z
          .array(z.strictObject({ assurance, ...times }).check(inOrder))
          .check(z.refine((items) => new Set(items.map((item) => item.assurance)).size === items.length)),
      ),
      // More than a quarter of an hour would be a person waiting for a clock.
      batchSeconds: z.exactOptional(seconds(1, LONGEST_BATCH_SECONDS)),
      plan: name,
    })
    .check(inOrder),
  claimSeconds: seconds(1),
  delegations: z.strictObject({ duty: z.record(name, setOf(organisationId, 64, 1)) }),
  routes: z.array(route).check(z.minLength(1), z.maxLength(MAX_ROUTES)),
  plans: z.record(name, plan),
  tests: z.array(test).check(z.maxLength(MAX_TESTS)),
  storms: z.strictObject({ windowSeconds: seconds(0, 24 * 60 * 60) }),
  silences: z.strictObject({
    maxSeconds: seconds(60, 7 * 24 * 60 * 60),
    breakGlass: z.nullable(z.strictObject({ from: clockTime, until: clockTime })),
  }),
  ext: z.exactOptional(ext),
});

export type PolicyOutcome =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly reason: 'not-canonical' }
  | { readonly ok: false; readonly reason: 'malformed'; readonly path: string };

export function parsePolicy(bytes: Uint8Array): PolicyOutcome {
  let content: unknown;
  try {
    content = parseCanonicalJson(bytes);
  } catch (error) {
    if (error instanceof FormatError) return { ok: false, reason: 'not-canonical' };
    throw error;
  }
  return checkPolicy(content);
}

/** For a policy that has no bytes yet: the same rules. */
export function checkPolicy(content: unknown): PolicyOutcome {
  const checked = schema.safeParse(content);
  if (!checked.success) return { ok: false, reason: 'malformed', path: pathOf(checked.error) };
  const [fault] = findFaults(checked.data);
  if (fault) return { ok: false, reason: 'malformed', path: fault.path.map(String).join('.') };
  return { ok: true, policy: checked.data };
}

export const policyBytes = (policy: Policy): Uint8Array => canonicalJson(policy);
