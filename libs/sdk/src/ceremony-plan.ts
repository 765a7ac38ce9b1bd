/** What a ceremony is told: who takes part, in which organisations, through which channels, under how many roots. */
import type { AllyContact, AllyEntry, Draft, Right, RootPin, Roster } from '#crypto';
import type { Policy } from '#policy';

export interface PlannedOrganisation {
  readonly key: string;
  readonly name: string;
  readonly kind: Roster['organisations'][number]['kind'];
  readonly capabilities: readonly string[];
  readonly departments: readonly string[];
  readonly tier: 'T1' | 'T2' | 'T3';
  /** In the public directory, because it agreed to be named there: desk holders and custodians must be. */
  readonly named: boolean;
  /** What else is known of it as an ally (libs/crypto/PROTOCOL.md §5.6); contacts get their ids at the ceremony. */
  readonly ally?: PlannedAlly;
}

export type PlannedAlly = Partial<Omit<AllyEntry, 'contacts'>> & {
  readonly contacts?: readonly Omit<AllyContact, 'id'>[];
};

/** As it is signed. */
export function allyExt({ contacts = [], ...rest }: PlannedAlly, newId: () => string): object {
  return {
    ...rest,
    ...(contacts.length > 0 && { contacts: contacts.map((one) => ({ ...one, id: newId() })) }),
  };
}

export interface PlannedPerson {
  readonly handle: string;
  readonly name: string;
  readonly organisation: string;
  readonly rights: readonly Right[];
  readonly phone: string | null;
  /** ISO 639-3. */
  readonly languages?: readonly string[];
}

export interface PlannedChannel {
  readonly name: string;
  readonly assurance: string;
  readonly welcome: { readonly en: string; readonly es: string; readonly pt: string };
  /** A partner whose software signs what it relays. */
  readonly signs: boolean;
}

export interface CeremonyPlan {
  readonly deployment: string;
  readonly demo: boolean;
  readonly organisations: readonly PlannedOrganisation[];
  readonly people: readonly PlannedPerson[];
  readonly channels: readonly PlannedChannel[];
  readonly custodyQuorum: number;
  readonly roots: { readonly count: number; readonly threshold: number };
  readonly callback: { readonly triage: string; readonly safeguarding: string };
  readonly validDays: number;
}

export interface CeremonyNames {
  /** By the plan's key. */
  readonly organisations: ReadonlyMap<string, string>;
  /** By handle. */
  readonly members: ReadonlyMap<string, string>;
}

export interface CeremonyInputs {
  readonly now: Date;
  readonly newId: () => string;
  /** The routing policy, once everybody has an id. */
  readonly policy: (ids: CeremonyNames) => Policy;
  /** Hash of the reporter's page, which carries the pin and so cannot be made before it. */
  readonly pages?: (pin: Draft<RootPin>) => Promise<Uint8Array>;
  readonly progress?: (what: string, done: number, of: number) => void;
}
