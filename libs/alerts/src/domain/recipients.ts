/**
 * Who may be told of a report, and who not and why. Pure.
 *
 * Desk: its duty roster, always. Allies: only those that the reporter consents to AND the signed policy names, of a
 * kind that may be told without a person deciding. Guarantee 7: an excluded organisation receives nothing, in any role.
 *
 * Reasons repeat what the reporter consented to and whom they fear: they go into the note that is sealed to the desk,
 * never into a clear column.
 */
import type { DeskName, Roster, RosterMember, RosterOrganisation } from '#crypto';
import type { MemberId, OrganisationId } from '#kernel';
import { type AllyRule, isWithin, type Policy, type Routing, type UrgencyLevel } from '#vocabulary';
import type { Recipient } from './escalation-plan.js';

export interface Withheld {
  readonly organisation: OrganisationId;
  readonly because: WithheldReason;
}

/**
 * excluded: the reporter named it. never-automatic: authorities, embassies and UN bodies, only by a coordinator.
 * conflict: the accused may be one of its kind. quarantined: a person looks at the report first.
 * consent: the reporter did not allow it. policy: the policy does not name it for this.
 * not-of-desk: on the duty list, but its members may not hold that desk's key.
 */
export type WithheldReason =
  'excluded' | 'never-automatic' | 'conflict' | 'quarantined' | 'consent' | 'policy' | 'not-of-desk';

export interface AlertInput {
  /** What triage decided. */
  readonly decision: {
    readonly urgency: UrgencyLevel | null;
    readonly unsorted: boolean;
    readonly quarantined: boolean;
  };
  readonly routing: Routing | null;
  readonly policy: Policy;
  readonly roster: Roster;
  /** The closed set of organisations that may hold each desk's current key, from the directory. */
  readonly deskOrganisations: Readonly<Record<DeskName, readonly string[]>>;
}

const NEVER_AUTOMATIC: readonly RosterOrganisation['kind'][] = ['authority', 'embassy', 'un'];

export interface Selection {
  readonly recipients: readonly Recipient[];
  readonly withheld: readonly Withheld[];
}

export function deskRecipients({ decision, routing, roster, deskOrganisations }: AlertInput): Selection {
  const desks: readonly DeskName[] = decision.unsorted ? ['triage', 'safeguarding'] : ['triage'];
  const recipients: Recipient[] = [];
  const withheld: Withheld[] = [];
  for (const desk of desks) {
    const allowed = (member: RosterMember): WithheldReason | null => {
      if (routing?.exclusions.includes(member.organisation)) return 'excluded';
      const holds =
        member.rights.includes(`desk:${desk}`) && deskOrganisations[desk].includes(member.organisation);
      return holds ? null : 'not-of-desk';
    };
    const onDuty = roster.members.filter((member) => roster.duty[desk].includes(member.id));
    for (const member of onDuty) {
      const because = allowed(member);
      if (because) withheld.push({ organisation: member.organisation as OrganisationId, because });
    }
    const duty = onDuty.filter((member) => allowed(member) === null);
    // Never silent: where nobody on duty may be told, the whole desk is.
    const told = duty.length > 0 ? duty : roster.members.filter((member) => allowed(member) === null);
    recipients.push(...told.map((member) => toRecipient(member, 'desk')));
  }
  return { recipients: oncePerMember(recipients), withheld: oncePerOrganisation(withheld) };
}

export function allyRecipients(input: AlertInput): Selection {
  const { decision, routing, roster } = input;
  // Nobody knows what an unsorted report consents to or whom it excludes: it stays with the desks.
  if (decision.unsorted || !routing || !decision.urgency) return { recipients: [], withheld: [] };
  const urgency = decision.urgency;
  const recipients: Recipient[] = [];
  const withheld: Withheld[] = [];
  for (const organisation of roster.organisations) {
    // An organisation is a list of people: each of them is told, none on behalf of another.
    const people = roster.members.filter(
      (member) => member.organisation === organisation.id && member.rights.includes('ally'),
    );
    if (people.length === 0) continue;
    const because = whyWithheld(organisation, urgency, routing, input);
    if (because) withheld.push({ organisation: organisation.id as OrganisationId, because });
    else recipients.push(...people.map((member) => toRecipient(member, 'ally')));
  }
  return { recipients, withheld };
}

/** The first reason that holds, gravest first; null where the organisation may be told. */
function whyWithheld(
  organisation: RosterOrganisation,
  urgency: UrgencyLevel,
  routing: Routing,
  { decision, policy }: AlertInput,
): WithheldReason | null {
  if (routing.exclusions.includes(organisation.id)) return 'excluded';
  // Nobody asks the police for protection from the police.
  if (organisation.kind === 'authority' && routing.perpetrators.some((accused) => accused.startsWith('ST_')))
    return 'conflict';
  if (NEVER_AUTOMATIC.includes(organisation.kind) || organisation.tier === 'T3') return 'never-automatic';
  const named = routing.consent.tiers.includes('T1') && routing.consent.named.includes(organisation.id);
  // The accused is the reporter's own organisation, and only people can tell which one that is. What the reporter
  // chose by name is safe; the network as a whole is not.
  if (routing.perpetrators.includes('OWN_ORG') && !named) return 'conflict';
  if (decision.quarantined) return 'quarantined';
  const inNetwork = routing.consent.tiers.includes('T2') && organisation.tier === 'T2';
  if (!named && !inNetwork) return 'consent';
  const rules = policy.allies.filter((rule) => rule.organisation === organisation.id);
  return rules.some((rule) => matches(rule, urgency, routing)) ? null : 'policy';
}

function matches(rule: AllyRule, urgency: UrgencyLevel, routing: Routing): boolean {
  return (
    rule.urgencies.includes(urgency) &&
    (rule.needs.length === 0 || rule.needs.some((need) => routing.needs.includes(need))) &&
    (rule.departments.length === 0 || rule.departments.some((place) => contains(place, routing.department)))
  );
}

/** A rule for a department holds in its provinces; a rule for a province holds only there. */
function contains(place: string, reported: string | null): boolean {
  return reported !== null && isWithin(reported, place);
}

function toRecipient(member: RosterMember, via: Recipient['via']): Recipient {
  return { member: member.id as MemberId, organisation: member.organisation as OrganisationId, via };
}

export function oncePerMember(recipients: readonly Recipient[]): readonly Recipient[] {
  const seen = new Set<MemberId>();
  return recipients.filter(({ member }) => !seen.has(member) && seen.add(member));
}

function oncePerOrganisation(withheld: readonly Withheld[]): readonly Withheld[] {
  const seen = new Set<string>();
  return withheld.filter(({ organisation, because }) => {
    const key = `${organisation} ${because}`;
    return !seen.has(key) && seen.add(key);
  });
}
