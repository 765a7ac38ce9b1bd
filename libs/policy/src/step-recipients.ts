/**
 * Who of a step is told at the moment it is taken. The plan is a snapshot and decides when, and at most which allies; what
 * was signed since fills rosters and desks, and takes away: a member who left, moved to an excluded organisation, or lost
 * the right. Exclusion holds later too. Pure.
 */
import type { DeskName, Roster, RosterMember } from '#crypto';
import type { MemberId, OrganisationId } from '#kernel';
import { allyEntryOf } from '#rosters';
import { desksOf, type AlertInput } from './alert-input.js';
import type { Recipient, StepTarget } from './escalation-plan.js';
import { whyAllyIsBarred, whyDeskIsBarred } from './gates.js';

/** Everything but the policy: one that no longer names an ally does not undo a plan. */
export type StepInput = Pick<
  AlertInput,
  'decision' | 'routing' | 'roster' | 'deskOrganisations' | 'onCall' | 'at'
>;

export function recipientsAt(targets: readonly StepTarget[], input: StepInput): readonly Recipient[] {
  const told = oncePerPerson(
    // The desk first: who is both on call and an ally is told once, as the desk.
    [...targets].sort((a, b) => rank(a) - rank(b)).flatMap((target) => peopleIn(target, input)),
  );
  // Never silent: a step without anybody who can be sent a notice goes to those whom a new report would page.
  return told.some(({ via }) => via !== 'call') ? told : oncePerPerson([...told, ...onDuty(input)]);
}

const rank = ({ kind }: StepTarget): number => (kind === 'ally' ? 1 : kind === 'call' ? 2 : 0);

function peopleIn(target: StepTarget, input: StepInput): readonly Recipient[] {
  switch (target.kind) {
    case 'roster':
      return onRoster(target.roster, input);
    case 'desk':
      return wholeDesk(input);
    case 'person':
      return onDuty(input);
    case 'ally':
      return allyMember(target.member, input);
    case 'call':
      return contact(target.contact, target.organisation, input);
  }
}

/** A roster named after a desk is of that desk only; another is of whichever desk may be told. */
function onRoster(name: string, input: StepInput): readonly Recipient[] {
  const desks = desksOf(input).filter((desk) => desk === name || !isDesk(name));
  const onCall = input.onCall(name, input.at);
  const people = desks.flatMap((desk) => holdersOf(desk, input).filter(({ id }) => onCall.includes(id)));
  // Never silent: where nobody on call may be told, the whole desk is.
  return (people.length > 0 ? people : desks.flatMap((desk) => holdersOf(desk, input))).map(asDesk);
}

const isDesk = (name: string): boolean => name === 'triage' || name === 'safeguarding';

const onDuty = (input: StepInput): readonly Recipient[] =>
  desksOf(input).flatMap((desk) => onRoster(desk, input));

const wholeDesk = (input: StepInput): readonly Recipient[] =>
  desksOf(input).flatMap((desk) => holdersOf(desk, input).map(asDesk));

const holdersOf = (desk: DeskName, input: StepInput): readonly RosterMember[] =>
  input.roster.members.filter((member) => whyDeskIsBarred(member, desk, input) === null);

const asDesk = ({ id, organisation }: RosterMember): Recipient => ({
  via: 'desk',
  member: id as MemberId,
  organisation: organisation as OrganisationId,
});

/** By the organisation that the member has now. */
function allyMember(member: MemberId, input: StepInput): readonly Recipient[] {
  const person = input.roster.members.find(({ id }) => id === member);
  if (!person?.rights.includes('ally') || isBarred(person.organisation, input)) return [];
  return [{ via: 'ally', member, organisation: person.organisation as OrganisationId }];
}

function contact(id: string, organisation: OrganisationId, input: StepInput): readonly Recipient[] {
  const listed = organisationOf(organisation, input.roster);
  const known = listed && allyEntryOf(listed).contacts.some((entry) => entry.id === id);
  if (!known || isBarred(organisation, input)) return [];
  return [{ via: 'call', contact: id, organisation }];
}

const organisationOf = (id: string, roster: Roster) =>
  roster.organisations.find((organisation) => organisation.id === id);

function isBarred(organisation: string, input: StepInput): boolean {
  const listed = organisationOf(organisation, input.roster);
  return !listed || whyAllyIsBarred(listed, input) !== null;
}

function oncePerPerson(recipients: readonly Recipient[]): readonly Recipient[] {
  const seen = new Set<string>();
  return recipients.filter((recipient) => {
    const key = recipient.via === 'call' ? recipient.contact : recipient.member;
    return !seen.has(key) && seen.add(key);
  });
}
