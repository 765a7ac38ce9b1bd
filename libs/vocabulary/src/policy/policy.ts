/**
 * The routing policy: who is told what, when, and who is told next if nobody answers. Signed with the head
 * (libs/crypto/PROTOCOL.md, "policy"); a worker that cannot read its policy refuses to start rather than stay silent.
 */
import { canonicalJson, FormatError, parseCanonicalJson } from '#crypto';
import * as z from 'zod/mini';
import { CHANNEL_ASSURANCES, type ChannelAssurance } from '../lists/channel-assurances.js';
import { code, organisationId, setOf, territory } from '../report/fields.js';
import { type Ext, ext, pathOf } from '../report/form.js';
import { URGENCY_CODES, type UrgencyLevel } from '../urgency/urgency-levels.js';

export interface ReactionTimes {
  /** All from the moment of receipt, in seconds. Working days are given as seconds, so as calendar days. */
  readonly ackSeconds: number;
  readonly actionSeconds: number;
  readonly reassessSeconds: number;
}

export type Audience = 'desk' | 'allies';

export interface LadderStep {
  /** Counted from the step before, the first from the alert: a late start delays the rest and never bunches it. */
  readonly afterSeconds: number;
  readonly notify: readonly Audience[];
}

export interface AllyRule {
  readonly organisation: string;
  readonly urgencies: readonly UrgencyLevel[];
  /** Codes of NEEDS, one of which must be asked for; empty: any. */
  readonly needs: readonly string[];
  /** Territory codes, one of which must contain the report's; empty: anywhere, also where none was given. */
  readonly departments: readonly string[];
}

export interface Policy {
  readonly kind: 'amparo/policy/1';
  readonly version: number;
  readonly reactionTimes: Readonly<Record<UrgencyLevel, ReactionTimes>>;
  /** For reports that dispatch cannot open; `channels` gives other times to reports of some channels. */
  readonly unsorted: ReactionTimes & {
    readonly channels?: readonly (ReactionTimes & { readonly assurance: ChannelAssurance })[];
    /** They reach people in batches, so that nobody can tell when one came: every so many seconds, 1 to 900. */
    readonly batchSeconds?: number;
  };
  readonly ladders: Readonly<Record<UrgencyLevel | 'unsorted', readonly LadderStep[]>>;
  readonly allies: readonly AllyRule[];
  readonly claimSeconds: number;
  readonly ext?: Ext;
}

const YEAR = 366 * 24 * 60 * 60;
const seconds = (min: number) => z.int().check(z.minimum(min), z.maximum(YEAR));

const times = { ackSeconds: seconds(1), actionSeconds: seconds(1), reassessSeconds: seconds(1) };
const inOrder = z.refine<ReactionTimes>(
  (t) => t.ackSeconds <= t.actionSeconds && t.actionSeconds <= t.reassessSeconds,
);
const reaction = z.strictObject(times).check(inOrder);

const audience = (allowed: readonly Audience[]) =>
  z.array(z.enum(allowed)).check(
    z.minLength(1),
    z.refine((items) => new Set(items).size === items.length),
  );

/** Finite, and its first step pages the desk at once: no report waits for nobody. */
function ladder(allowed: readonly Audience[]) {
  return z.array(z.strictObject({ afterSeconds: seconds(0), notify: audience(allowed) })).check(
    z.minLength(1),
    z.maxLength(12),
    z.refine(([first]) => first?.afterSeconds === 0 && first.notify.includes('desk')),
  );
}

const sorted = ladder(['desk', 'allies']);
const level = z.enum(URGENCY_CODES);

const schema: z.ZodMiniType<Policy> = z.strictObject({
  kind: z.literal('amparo/policy/1'),
  version: z.int().check(z.minimum(1), z.maximum(0xffffffff)),
  reactionTimes: z.strictObject({ U1: reaction, U2: reaction, U3: reaction, U4: reaction }),
  unsorted: z
    .strictObject({
      ...times,
      channels: z.exactOptional(
        z
          .array(
            z
              .strictObject({ assurance: z.enum(CHANNEL_ASSURANCES.map((entry) => entry.code)), ...times })
              .check(inOrder),
          )
          .check(z.refine((items) => new Set(items.map((item) => item.assurance)).size === items.length)),
      ),
      // More than a quarter of an hour would be a person waiting for a clock.
      batchSeconds: z.exactOptional(z.int().check(z.minimum(1), z.maximum(900))),
    })
    .check(inOrder),
  // Nobody knows what an unsorted report consents to: its ladder has no allies.
  ladders: z.strictObject({ U1: sorted, U2: sorted, U3: sorted, U4: sorted, unsorted: ladder(['desk']) }),
  allies: z
    .array(
      z.strictObject({
        organisation: organisationId,
        urgencies: z.array(level).check(z.minLength(1), z.maxLength(4)),
        needs: setOf(code, 40),
        departments: setOf(territory, 128),
      }),
    )
    .check(z.maxLength(1000)),
  claimSeconds: seconds(1),
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

/** For a policy that somebody is writing: the same rules, before it has bytes. */
export function checkPolicy(content: unknown): PolicyOutcome {
  const checked = schema.safeParse(content);
  if (!checked.success) return { ok: false, reason: 'malformed', path: pathOf(checked.error) };
  return { ok: true, policy: checked.data };
}

const BATCH_SECONDS = 300;

export const batchSecondsOf = (policy: Policy): number => policy.unsorted.batchSeconds ?? BATCH_SECONDS;

export const policyBytes = (policy: Policy): Uint8Array => canonicalJson(policy);
