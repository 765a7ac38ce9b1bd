/** What is known when somebody has to be told of a report: what triage decided, what is signed, and the time. */
import type { DeskName, Roster } from '#crypto';
import type { ChannelAssurance, Routing, UrgencyLevel } from '#vocabulary';
import type { Policy } from './policy.js';

/** Members on call by the duty roster of that name; empty where there is none, or nobody is. */
export type OnCall = (roster: string, at: Date) => readonly string[];

export interface AlertInput {
  /** What triage decided. */
  readonly decision: {
    readonly urgency: UrgencyLevel | null;
    readonly unsorted: boolean;
    readonly quarantined: boolean;
  };
  readonly routing: Routing | null;
  readonly channel: ChannelAssurance;
  readonly policy: Policy;
  readonly roster: Roster;
  /** The closed set of organisations that may hold each desk's current key, from the directory. */
  readonly deskOrganisations: Readonly<Record<DeskName, readonly string[]>>;
  readonly onCall: OnCall;
  readonly at: Date;
}

/** The lists that the roots signed with the roster: everybody on them, at any time. */
export const listedDuty =
  (roster: Pick<Roster, 'duty'>): OnCall =>
  (name) =>
    name === 'triage' || name === 'safeguarding' ? roster.duty[name] : [];

/** Whose key may open it: of an unsorted report nobody knows, so both. */
export const desksOf = ({ decision }: Pick<AlertInput, 'decision'>): readonly DeskName[] =>
  decision.unsorted ? ['triage', 'safeguarding'] : ['triage'];
