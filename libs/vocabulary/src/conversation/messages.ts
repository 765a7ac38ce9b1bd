/**
 * What desk and reporter say to each other through the mailbox (libs/crypto/PROTOCOL.md §9.3, §9.4): the bodies inside the
 * sealed messages. Fields and kinds are closed; what a newer client adds is kept by name and shown as not understood, because
 * a withdrawal that nobody sees is worse than a message that cannot be read.
 */
import * as z from 'zod/mini';
import { CONSENT_TIERS_IN_REPORT, type ReportConsentTier } from '../lists/consent-tiers.js';
import { bytesOf, organisationId, setOf, text } from '../report/fields.js';

/** What the desk chooses to tell, and nobody else: no server ever says how far a report has come. */
export const DESK_STATUSES = ['received', 'reading', 'acting', 'closed'] as const;
export type DeskStatus = (typeof DESK_STATUSES)[number];

export const MAX_CHOICES = 6;
const LONGEST_CHOICE = 80;
/** More than fits: the fixed size of the sealed message is the real limit. */
const LONGEST_TEXT = 4_096;

export interface ReplyBody {
  readonly v: 1;
  /** Milliseconds of the desk's clock: the reporter's client orders by it, whatever order a server gives. */
  readonly number: number;
  readonly text: string;
  /** Answers to choose from; none where `text` asks nothing. */
  readonly choices: readonly string[];
  readonly status: DeskStatus | null;
  /** Base64url of 57 bytes that only the desk opens: a later report brings it back. */
  readonly ref: string | null;
  /** Base64url of the post key to use from now on. */
  readonly post: string | null;
}

/** `sharing`: tell nobody more. `everything`: stop altogether. */
export const WITHDRAWALS = ['sharing', 'everything'] as const;
export type Withdrawal = (typeof WITHDRAWALS)[number];

export interface PostedConsent {
  readonly tiers: readonly ReportConsentTier[];
  readonly named: readonly string[];
}

export interface PostBody {
  readonly v: 1;
  readonly text: string;
  /** The question's number and the words of the chosen answer. */
  readonly answer: { readonly to: number; readonly choice: string } | null;
  /** Replaces the consent of the report. */
  readonly consent: PostedConsent | null;
  readonly withdraw: Withdrawal | null;
  /** The newest answer that the person says they have read. */
  readonly read: number | null;
}

const number = z.int().check(z.gte(0));

const replySchema = z.looseObject({
  v: z.literal(1),
  text: text(LONGEST_TEXT),
  number: z.optional(number),
  choices: z.optional(z.array(text(LONGEST_CHOICE)).check(z.maxLength(MAX_CHOICES))),
  status: z.optional(z.nullable(z.string())),
  ref: z.optional(z.nullable(bytesOf(57))),
  post: z.optional(z.nullable(bytesOf(32))),
});

const postSchema = z.looseObject({
  v: z.literal(1),
  text: text(LONGEST_TEXT),
  answer: z.optional(z.nullable(z.strictObject({ to: number, choice: text(LONGEST_CHOICE) }))),
  consent: z.optional(
    z.nullable(
      z.strictObject({
        tiers: z.array(z.enum(CONSENT_TIERS_IN_REPORT)).check(z.maxLength(4)),
        named: setOf(organisationId, 8),
      }),
    ),
  ),
  withdraw: z.optional(z.nullable(z.enum(WITHDRAWALS))),
  read: z.optional(z.nullable(number)),
});

/** null for what is no answer of a version that this client knows. An older desk's answer has text alone. */
export function readReply(body: unknown): ReplyBody | null {
  const checked = replySchema.safeParse(body);
  if (!checked.success) return null;
  const { text: said, number: at = 0, choices = [], status = null, ref = null, post = null } = checked.data;
  const known = DESK_STATUSES.find((one) => one === status) ?? null;
  return { v: 1, number: at, text: said, choices, status: known, ref, post };
}

export type ReadPost =
  | { readonly kind: 'empty' }
  | { readonly kind: 'said'; readonly said: PostBody; readonly unknown: readonly string[] }
  /** A newer client's, or none of ours: a person must be told that something was said. */
  | { readonly kind: 'unreadable' };

const POST_FIELDS = new Set(['v', 'text', 'answer', 'consent', 'withdraw', 'read']);
const MAX_UNKNOWN = 8;

export function readPost(body: unknown): ReadPost {
  if (body === null) return { kind: 'empty' };
  const checked = postSchema.safeParse(body);
  if (!checked.success) return { kind: 'unreadable' };
  const { text: said, answer = null, consent = null, withdraw = null, read = null } = checked.data;
  const unknown = Object.keys(checked.data)
    .filter((name) => !POST_FIELDS.has(name))
    .slice(0, MAX_UNKNOWN);
  return { kind: 'said', said: { v: 1, text: said, answer, consent, withdraw, read }, unknown };
}

/** Where a conversation stands by what the reporter said last. */
export interface SaidSoFar {
  /** null: as in the report. */
  readonly consent: PostedConsent | null;
  readonly withdrawn: Withdrawal | null;
  readonly read: number | null;
}

/** Pure; `posts` oldest first. What was said last counts: who withdrew may agree again, and who agreed may withdraw. */
export function saidSoFar(posts: readonly PostBody[]): SaidSoFar {
  return posts.reduce<SaidSoFar>(
    (before, { consent, withdraw, read }) => ({
      consent: withdraw ? { tiers: [], named: [] } : (consent ?? before.consent),
      withdrawn: withdraw ?? (consent ? null : before.withdrawn),
      read: read === null ? before.read : Math.max(read, before.read ?? 0),
    }),
    { consent: null, withdrawn: null, read: null },
  );
}
