/**
 * `routing`: the only compartment that a machine opens. Codes and nothing else: never text, names or points.
 * It must fit the fixed field of an envelope (PROTOCOL.md: 1024 bytes with a length of 4), so that a report with much
 * to say about routing looks like one with little.
 */
import * as z from 'zod/mini';
import { CONSENT_TIERS_IN_REPORT, type ReportConsentTier } from '../lists/consent-tiers.js';
import { IMMINENCE, type Imminence } from '../lists/imminence.js';
import { URGENCY_LEVELS, type UrgencyLevel } from '../urgency/urgency-levels.js';
import { code, language, organisationId, setOf, territory } from './fields.js';
import { contentForm, type Ext, ext } from './form.js';

export const ROUTING_MAX_BYTES = 1020;

export interface Routing {
  readonly v: 1;
  /** Codes of ACT_TYPES; the first is the primary act. */
  readonly acts: readonly string[];
  readonly imminence: Imminence;
  /** As the reporter sees it. It can raise urgency and never lowers it. */
  readonly urgency: UrgencyLevel | null;
  /** UBIGEO of 2 or 4 digits, or ISO 3166-2. */
  readonly department: string | null;
  readonly targets: readonly string[];
  readonly sector: readonly string[];
  readonly perpetrators: readonly string[];
  readonly needs: readonly string[];
  /** ISO 639-3. */
  readonly language: string;
  /** No tier means T0: the desk and nobody else. */
  readonly consent: { readonly tiers: readonly ReportConsentTier[]; readonly named: readonly string[] };
  /** Organisations of the public list that must learn nothing. Others are named in the narrative, for people. */
  readonly exclusions: readonly string[];
  readonly raisers: readonly string[];
  readonly ext?: Ext;
}

const tier = z.enum(CONSENT_TIERS_IN_REPORT);

export const routingSchema: z.ZodMiniType<Routing> = z.strictObject({
  v: z.literal(1),
  acts: setOf(code, 8, 1),
  imminence: z.enum(IMMINENCE.map((entry) => entry.code)),
  urgency: z.nullable(z.enum(URGENCY_LEVELS.map((level) => level.code))),
  department: z.nullable(territory),
  targets: setOf(code, 8),
  sector: setOf(code, 6),
  perpetrators: setOf(code, 8),
  needs: setOf(code, 10),
  language,
  consent: z.strictObject({
    tiers: z.array(tier).check(
      z.maxLength(4),
      z.refine((tiers) => new Set(tiers).size === tiers.length),
    ),
    named: setOf(organisationId, 8),
  }),
  exclusions: setOf(organisationId, 8),
  raisers: setOf(code, 8),
  ext: z.exactOptional(ext),
});

/** A drill on the live path (DOMAIN §5, CAP `Exercise`). Inside `ext`, so that a client which has never heard of drills reads the rest. */
export const EXERCISE: Ext = { exercise: true };

export const isExercise = ({ ext: marks }: Pick<Routing, 'ext'>): boolean => marks?.['exercise'] === true;

const form = contentForm(routingSchema, ROUTING_MAX_BYTES);

export const encodeRouting = form.encode;
export const decodeRouting = form.decode;
