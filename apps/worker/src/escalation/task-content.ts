/**
 * What a desk is told about a call to make, sealed to that desk: whom, the number, what may be said. A telephone is overheard: an
 * ally whom the reporter did not choose by name is told only that there is something to talk about, and a number to call back.
 */
import {
  type DeskName,
  type Directory,
  formatTime,
  hash,
  type Json,
  type Roster,
  type SignKeyPair,
} from '#crypto';
import { MessageTooLong, sealTask } from '#crypto/seal';
import { newId } from '#kernel';
import { type AlertInput, desksOf, planAlert, type StepTarget } from '#policy';
import { allyEntryOf, languagesOf } from '#rosters';
import type { NoticeFacts } from './notice-content.js';
import type { TaskOfStep } from './tasks-of-step.js';

export interface NewTask extends TaskOfStep {
  readonly id: string;
  readonly desk: DeskName;
  readonly ticket: string;
  readonly sealed: Uint8Array;
  readonly epoch: number;
  readonly digest: Uint8Array;
  readonly dueAt: Date;
}

export interface TaskContext {
  readonly facts: NoticeFacts;
  /** Of the whole plan, for whoever has to choose. */
  readonly targets: readonly StepTarget[];
  readonly input: AlertInput;
  readonly directory: Directory;
  readonly dispatchSign: SignKeyPair;
}

/** One for each desk that the report may concern. None where every epoch of the desk holds somebody whom the reporter excluded. */
export function sealTasks(wanted: readonly TaskOfStep[], context: TaskContext): readonly NewTask[] {
  const { facts, input, directory, dispatchSign } = context;
  return desksOf(input).flatMap((desk) => {
    const key = keyFor(desk, input.routing?.exclusions ?? [], directory);
    if (!key) return [];
    return wanted.flatMap((task) => {
      const ticket = newId();
      const bodies = bodiesOf(task, ticket, desk, context);
      const sealed = sealFirstThatFits(bodies, key.sealKey, facts.reading.T0, dispatchSign);
      return [
        {
          ...task,
          id: newId(),
          desk,
          ticket,
          sealed,
          epoch: key.epoch,
          digest: hash(sealed),
          dueAt: facts.deadline,
        },
      ];
    });
  });
}

/** The newest epoch that no excluded organisation holds: exclusion holds for what is written about a report later, too. */
function keyFor(desk: DeskName, exclusions: readonly string[], { desks }: Directory) {
  return desks
    .filter((entry) => entry.desk === desk && !entry.organisations.some((id) => exclusions.includes(id)))
    .sort((a, b) => b.epoch - a.epoch)[0];
}

function sealFirstThatFits(
  bodies: readonly Json[],
  deskKey: Uint8Array,
  T0: Uint8Array,
  { secretKey }: SignKeyPair,
): Uint8Array {
  for (const body of bodies) {
    try {
      return sealTask({ deskKey, T0, body }, secretKey);
    } catch (error) {
      if (!(error instanceof MessageTooLong)) throw error;
    }
  }
  throw new MessageTooLong('the task does not fit');
}

/** From the fullest to the shortest. Whom to call and whom not is what it is for: that stays longest. */
const MOST_NAMED = [24, 12, 6, 3, 0] as const;

function bodiesOf(task: TaskOfStep, ticket: string, desk: DeskName, context: TaskContext): readonly Json[] {
  const { facts, input } = context;
  const { roster, routing } = input;
  const person = personOf(task, roster);
  const common = {
    alertId: facts.alertId,
    kind: task.kind,
    ticket,
    urgency: facts.urgency === null ? null : `U${facts.urgency}`,
    deadline: formatTime(facts.deadline),
    callback: roster.callback[desk],
    exercise: facts.exercise,
    again: facts.again,
    may: mayBeSaid(person?.organisationId ?? null, context),
    needs: [...(routing?.needs ?? [])],
    department: routing?.department ?? null,
    person: person && withoutId(person),
  };
  if (task.kind !== 'decide')
    return [
      { ...common, proposed: [], withheld: [] },
      { ...common, needs: [], proposed: [], withheld: [] },
    ];
  const proposed = proposedOf(context);
  const withheld = withheldOf(context);
  return MOST_NAMED.map((most) => ({
    ...common,
    needs: most === 0 ? [] : common.needs,
    proposed: proposed.slice(0, most),
    withheld: withheld.slice(0, most),
  }));
}

interface Person {
  readonly organisationId: string;
  readonly name: string;
  readonly organisation: string;
  /** null: the roster has no number of theirs. */
  readonly phone: string | null;
  readonly languages: readonly string[];
}

const withoutId = ({ name, organisation, phone, languages }: Person) => ({
  name,
  organisation,
  phone,
  languages: [...languages],
});

/** Null where a person is to choose, or nobody of that id is on the roster any more. */
function personOf({ kind, subject }: TaskOfStep, roster: Roster): Person | null {
  return kind === 'decide' ? null : (people(roster).find(({ id }) => id === subject) ?? null);
}

function people(roster: Roster): readonly (Person & { readonly id: string })[] {
  return roster.organisations.flatMap((organisation) => {
    const of = { organisationId: organisation.id, organisation: organisation.name };
    const entry = allyEntryOf(organisation);
    const members = roster.members.filter((member) => member.organisation === organisation.id);
    return [
      ...entry.contacts.map((contact) => ({ ...of, ...contact, languages: contact.languages })),
      ...members.map((member) => ({
        ...of,
        id: member.id,
        name: member.name,
        phone: member.phone,
        languages: languagesOf(member),
      })),
    ];
  });
}

/** `notice`: what a notice says, no more. `doorbell`: that there is something to talk about, and the number to call back. */
function mayBeSaid(organisation: string | null, { input, facts }: TaskContext): 'notice' | 'doorbell' {
  const { routing, roster, deskOrganisations } = input;
  if (organisation === null || !routing || facts.reading.kind !== 'read') return 'doorbell';
  const isColleague =
    desksOf(input).some((desk) => deskOrganisations[desk].includes(organisation)) &&
    roster.organisations.some(({ id }) => id === organisation);
  const isNamed = routing.consent.tiers.includes('T1') && routing.consent.named.includes(organisation);
  return isColleague || isNamed ? 'notice' : 'doorbell';
}

/** Everybody whom the plan names, told or not, who may still be told. */
function proposedOf({ targets, input: { roster } }: TaskContext) {
  const known = people(roster);
  const named = targets.flatMap((target) =>
    target.kind === 'ally' ? [target.member as string] : target.kind === 'call' ? [target.contact] : [],
  );
  return [...new Set(named)].flatMap((id) => known.filter((person) => person.id === id)).map(withoutId);
}

function withheldOf({ input }: TaskContext) {
  const { organisations } = input.roster;
  return planAlert(input).withheld.map(({ organisation, because }) => ({
    organisation: organisations.find(({ id }) => id === organisation)?.name ?? organisation,
    because,
  }));
}
