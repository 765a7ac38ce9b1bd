/** A timeline as a coordinator reads it: clock times, names, and who is not told and why. For people with the roster only. */
import type { Roster } from '#crypto';
import { allyEntryOf } from '#rosters';
import type { Recipient } from './escalation-plan.js';
import type { Timeline, TimelineStep } from './explain-alert.js';
import type { WithheldReason } from './gates.js';
import { wallTime } from './wall-clock.js';

const REASONS: Readonly<Record<WithheldReason, string>> = {
  excluded: 'the reporter excluded it',
  exercise: 'authorities, embassies and UN bodies are told of no exercise',
  'never-automatic': 'authorities, embassies and UN bodies are told by a coordinator only',
  conflict: 'it may be on the side of the accused',
  quarantined: 'a person looks at this report first',
  consent: 'the reporter did not consent to it',
  tlp: 'it passes on what it hears',
  policy: 'no step of the plan asks for it: other help, another territory or another level',
  hours: 'it is closed when its step comes',
  'not-of-desk': 'on the duty list, but its members may not open this',
};

export function timelineWords(timeline: Timeline, roster: Roster, timeZone: string): readonly string[] {
  const { steps, withheld, endsAt } = timeline;
  const name = (id: string) => roster.organisations.find((one) => one.id === id)?.name ?? id;
  if (steps.length === 0) return ['Nobody may be told of it: no plan, only what people see in the queue.'];
  return [
    ...steps.flatMap((step) => stepWords(step, roster, timeZone)),
    `${wallTime(endsAt, timeZone)}  nobody has answered: the alert is exhausted and stands first, for everybody to see`,
    ...(withheld.length > 0 ? ['', 'Not told:'] : []),
    ...withheld.map(({ organisation, because }) => `  ${name(organisation)}: ${REASONS[because]}`),
  ];
}

function stepWords({ at, targets, told }: TimelineStep, roster: Roster, timeZone: string): readonly string[] {
  const people = told.map((recipient) => recipientWords(recipient, roster));
  const task = targets.some(({ kind }) => kind === 'person')
    ? ['the duty coordinator is given the task to decide whom to call']
    : [];
  const lines = [...people, ...task];
  if (lines.length === 0) return [`${wallTime(at, timeZone)}  nobody may be told any more`];
  return lines.map((line, nth) => `${nth === 0 ? wallTime(at, timeZone) : '         '}  ${line}`);
}

function recipientWords(recipient: Recipient, roster: Roster): string {
  const organisation = roster.organisations.find(({ id }) => id === recipient.organisation);
  const of = organisation?.name ?? 'an organisation that has left';
  if (recipient.via === 'call') {
    const contact =
      organisation && allyEntryOf(organisation).contacts.find(({ id }) => id === recipient.contact);
    return `${contact?.name ?? 'somebody'} (${of}) is called by whoever is on duty: ${contact?.phone ?? 'no number'}`;
  }
  const member = roster.members.find(({ id }) => id === recipient.member);
  const through = recipient.via === 'desk' ? 'page' : 'sealed notice';
  return `${member?.name ?? 'somebody'} (${of}), ${through}`;
}
