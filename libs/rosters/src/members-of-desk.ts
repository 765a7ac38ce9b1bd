/**
 * Who may serve: a roster names people, the signed directory and roster say who of them holds the desk's key now. Whoever
 * left since is passed over as if on leave (PROTOCOL.md §6.3): one departure must neither page a stranger nor void a rota.
 */
import {
  mayHoldDesk,
  peopleOfDuty,
  sealingKeys,
  type Directory,
  type DutyRoster,
  type Roster,
} from '#crypto';

/** As far as dates go. */
const ALWAYS = { from: new Date(-8.64e15), until: new Date(8.64e15) };

export interface SignedPeople {
  readonly directory: Directory;
  readonly roster: Roster;
}

/** People whom the roster names and who may not open the reports of its desk. */
export function strangersIn(duty: DutyRoster, { directory, roster }: SignedPeople): readonly string[] {
  const desk = sealingKeys(directory)?.[duty.desk];
  const members = new Map(roster.members.map((member) => [member.id, member]));
  return peopleOfDuty(duty).filter((id) => {
    const member = members.get(id);
    return !desk || !member || !mayHoldDesk(desk, member);
  });
}

export function withoutStrangers(duty: DutyRoster, people: SignedPeople): DutyRoster {
  const strangers = strangersIn(duty, people);
  return { ...duty, leave: [...duty.leave, ...strangers.map((member) => ({ member, ...ALWAYS }))] };
}
