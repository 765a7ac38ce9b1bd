/**
 * The routing policy as it is signed and run (libs/crypto/PROTOCOL.md §5.7): who is told what, when, and who is told next
 * if nobody answers. People write it as YAML (`#policy/source`); here organisations and members are random ids and times
 * are whole seconds. Everybody who can fetch the publication can read it: no name of a person or an organisation is in it.
 */
import type { ChannelAssurance, Ext, ReportConsentTier, Routing, UrgencyLevel } from '#vocabulary';
import type { AllyScope } from '#rosters';

export interface ReactionTimes {
  /** All from the moment of receipt, in seconds. Working days are given as seconds, so as calendar days. */
  readonly ackSeconds: number;
  readonly actionSeconds: number;
  readonly reassessSeconds: number;
}

/** Whom a step tells. */
export type Target =
  /** Whoever is on call at the moment of the step: 'triage', 'safeguarding', or another roster by its name. */
  | { readonly kind: 'roster'; readonly roster: string }
  /** Everybody who may hold the key of the report's desk. */
  | { readonly kind: 'desk' }
  | {
      readonly kind: 'allies';
      /** Codes of NEEDS, one of which the organisation must offer; empty: any. */
      readonly capabilities: readonly string[];
      readonly scopes: readonly AllyScope[];
      readonly organisations: readonly string[];
      /** True: only those who offer something that the report asks for. */
      readonly needed: boolean;
    }
  /** A task for the duty coordinator, who decides and calls. */
  | { readonly kind: 'person' };

export interface PlanStep {
  /** Counted from the step before, the first from the alert: a late start delays the rest and never bunches it. */
  readonly afterSeconds: number;
  readonly notify: readonly Target[];
}

/** T0 is a report that consents to no tier. */
export type RouteConsent = 'T0' | ReportConsentTier;

/** All that are given must hold; of each, one of the listed codes is enough. */
export interface Conditions {
  readonly urgency?: readonly UrgencyLevel[];
  readonly acts?: readonly string[];
  readonly actGroups?: readonly string[];
  readonly targets?: readonly string[];
  /** A department contains its provinces. */
  readonly territory?: readonly string[];
  readonly sector?: readonly string[];
  readonly needs?: readonly string[];
  readonly language?: readonly string[];
  readonly raisers?: readonly string[];
  readonly consent?: readonly RouteConsent[];
  readonly channel?: readonly ChannelAssurance[];
}

export interface Route {
  readonly name: string;
  readonly when: Conditions;
  readonly plan: string;
  /** Routes after this one are looked at too, and the plans run side by side. */
  readonly continue: boolean;
}

/** What a policy says of itself: a report as dispatch would read it, and what must follow. */
export interface PolicyTest {
  readonly name: string;
  readonly report: {
    /** null: dispatch cannot open it. */
    readonly routing: Routing | null;
    readonly channel: ChannelAssurance;
    readonly quarantined: boolean;
  };
  /** Wall clock of the policy's time zone, `2026-03-02T23:30`. */
  readonly at: string;
  readonly expect: {
    readonly urgency?: UrgencyLevel;
    readonly routes?: readonly string[];
    readonly told: readonly Expected[];
    /** No ally but those in `told`. */
    readonly nobodyElse: boolean;
    readonly notTold: readonly { readonly organisation: string; readonly because?: string }[];
  };
}

export interface Expected {
  readonly who:
    Exclude<Target, { kind: 'allies' }> | { readonly kind: 'ally'; readonly organisation: string };
  /** When first, from the alert. */
  readonly afterSeconds: number;
}

export interface Policy {
  readonly kind: 'amparo/policy/1';
  readonly version: number;
  /** IANA. Clock times of this policy are meant there. */
  readonly timeZone: string;
  readonly reactionTimes: Readonly<Record<UrgencyLevel, ReactionTimes>>;
  /** For reports that dispatch cannot open; `channels` gives other times to reports of some channels. */
  readonly unsorted: ReactionTimes & {
    readonly channels?: readonly (ReactionTimes & { readonly assurance: ChannelAssurance })[];
    /** They reach people in batches, so that nobody can tell when one came: every so many seconds, 1 to 900. */
    readonly batchSeconds?: number;
    readonly plan: string;
  };
  readonly claimSeconds: number;
  /** Members who may sign a duty roster without the roots, by its name. */
  readonly delegations: { readonly duty: Readonly<Record<string, readonly string[]>> };
  /** In order: the first that matches decides, unless it says `continue`. */
  readonly routes: readonly Route[];
  readonly plans: Readonly<Record<string, readonly PlanStep[]>>;
  readonly tests: readonly PolicyTest[];
  /** Reports of one happening within this time become one page. */
  readonly storms: { readonly windowSeconds: number };
  readonly silences: {
    readonly maxSeconds: number;
    /** Between these clock times one person may silence alone, and everybody is told. */
    readonly breakGlass: { readonly from: string; readonly until: string } | null;
  };
  readonly ext?: Ext;
}

const BATCH_SECONDS = 300;
/** No policy may keep unsorted reports from people for longer. */
export const LONGEST_BATCH_SECONDS = 900;

export const batchSecondsOf = (policy: Policy): number => policy.unsorted.batchSeconds ?? BATCH_SECONDS;
