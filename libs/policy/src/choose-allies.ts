/**
 * Which allies a step tells, and which not and why: those whom the gates let through and whom the policy's step asks for.
 * Pure. Languages put people in order and never leave anybody out; hours do, unless life may hang on it.
 */
import type { Roster, RosterOrganisation } from '#crypto';
import type { MemberId, OrganisationId } from '#kernel';
import { allyEntryOf, isWithinHours, languagesOf } from '#rosters';
import { isWithin, type Routing } from '#vocabulary';
import type { AlertInput } from './alert-input.js';
import type { StepTarget } from './escalation-plan.js';
import { whyAllyIsBarred, type WithheldReason } from './gates.js';
import type { Target } from './policy.js';

type AlliesTarget = Extract<Target, { kind: 'allies' }>;

export interface Choice {
  readonly targets: readonly StepTarget[];
  readonly because: ReadonlyMap<OrganisationId, WithheldReason>;
}

/** `at`: when the step is expected to come. */
export function chooseAllies(wanted: readonly AlliesTarget[], input: AlertInput, at: Date): Choice {
  const because = new Map<OrganisationId, WithheldReason>();
  const chosen: RosterOrganisation[] = [];
  for (const organisation of input.roster.organisations) {
    if (peopleOf(organisation, input.roster).length === 0) continue;
    const why = whyNotTold(organisation, wanted, input, at);
    if (why) because.set(organisation.id as OrganisationId, why);
    else chosen.push(organisation);
  }
  const language = input.routing?.language;
  const targets = chosen.flatMap((organisation) => peopleOf(organisation, input.roster));
  return { targets: language ? speakersFirst(targets, language, input.roster) : targets, because };
}

function whyNotTold(
  organisation: RosterOrganisation,
  wanted: readonly AlliesTarget[],
  input: AlertInput,
  at: Date,
): WithheldReason | null {
  const barred = whyAllyIsBarred(organisation, input);
  if (barred || !input.routing) return barred ?? 'consent';
  const { routing } = input;
  if (!wanted.some((target) => asksFor(target, organisation, routing))) return 'policy';
  const closed = input.decision.urgency !== 'U1' && !isWithinHours(allyEntryOf(organisation).hours, at);
  return closed ? 'hours' : null;
}

function asksFor(target: AlliesTarget, organisation: RosterOrganisation, routing: Routing): boolean {
  const { capabilities, departments, id } = organisation;
  return (
    (target.organisations.length === 0 || target.organisations.includes(id)) &&
    (target.scopes.length === 0 || target.scopes.includes(allyEntryOf(organisation).scope)) &&
    (target.capabilities.length === 0 || meet(target.capabilities, capabilities)) &&
    // Who can do nothing of what is asked for need not know of it.
    (!target.needed || capabilities.length === 0 || meet(capabilities, routing.needs)) &&
    (departments.length === 0 || departments.some((place) => contains(place, routing.department)))
  );
}

const meet = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((one) => others.includes(one));

/** An ally for a department works in its provinces; one for a province only there. */
const contains = (place: string, reported: string | null): boolean =>
  reported !== null && isWithin(reported, place);

/** An organisation is a list of people: each of them is told, none on behalf of another. Whoever has keys is not called. */
export function peopleOf(organisation: RosterOrganisation, roster: Roster): readonly StepTarget[] {
  const id = organisation.id as OrganisationId;
  const members = roster.members.filter(
    (member) => member.organisation === organisation.id && member.rights.includes('ally'),
  );
  if (members.length > 0)
    return members.map((member) => ({ kind: 'ally', member: member.id as MemberId, organisation: id }));
  return allyEntryOf(organisation).contacts.map((contact) => ({
    kind: 'call',
    contact: contact.id,
    organisation: id,
  }));
}

function speakersFirst(
  targets: readonly StepTarget[],
  language: string,
  roster: Roster,
): readonly StepTarget[] {
  const speaks = (target: StepTarget): boolean => spokenBy(target, roster).includes(language);
  return [...targets.filter(speaks), ...targets.filter((target) => !speaks(target))];
}

function spokenBy(target: StepTarget, roster: Roster): readonly string[] {
  if (target.kind !== 'ally' && target.kind !== 'call') return [];
  const organisation = roster.organisations.find(({ id }) => id === target.organisation);
  if (!organisation) return [];
  const entry = allyEntryOf(organisation);
  if (target.kind === 'call')
    return entry.contacts.find(({ id }) => id === target.contact)?.languages ?? entry.languages;
  const member = roster.members.find(({ id }) => id === target.member);
  return [...entry.languages, ...(member ? languagesOf(member) : [])];
}
