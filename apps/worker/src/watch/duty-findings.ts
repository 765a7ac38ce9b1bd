/**
 * What duty rosters tell before it harms: a desk with nobody on call now (all of it is paged then, which wears people out), and
 * hours of the coming days that nobody covers. By the rosters that are in use, whoever signed them; it clears as soon as
 * somebody signs a better one. Pure; no name of a roster or a person leaves it.
 */
import type { DutyRoster } from '#crypto';
import type { Found } from '#findings/domain';
import { rosterFindings, type RosterFinding, type SignedPeople } from '#rosters';
import type { Publication } from '../publication/verify-publication.js';

type Signed = SignedPeople & Pick<Publication, 'policy' | 'onCall'>;

const DESKS: readonly string[] = ['triage', 'safeguarding'];

/** `duties`: those in use, one of a name. */
export function dutyFindings(signed: Signed, duties: readonly DutyRoster[], now: Date): readonly Found[] {
  const empty = staffedDesks(signed).filter((desk) => signed.onCall(desk, now).length === 0);
  const ahead = rosterFindings(duties, signed, now).filter((one) => isUncovered(one, empty, now));
  return [
    ...some('roster-empty', empty.length),
    ...some('roster-gap', ahead.length + neverSigned(signed, duties)),
  ];
}

/** A desk without people pages nobody, on call or not. */
function staffedDesks({ roster }: Signed): readonly string[] {
  return DESKS.filter((desk) =>
    roster.members.some(({ rights }) => rights.some((right) => right === `desk:${desk}`)),
  );
}

/** Hours without anybody, or a layer that leave has emptied; what is said of an empty desk now is not said twice. */
function isUncovered(finding: RosterFinding, empty: readonly string[], now: Date): boolean {
  if (finding.kind !== 'gap' || finding.gap.because === 'language') return false;
  const isSaid =
    finding.gap.because === 'nobody' && finding.gap.from <= now && empty.includes(finding.roster);
  return !isSaid;
}

/** Rosters that somebody may sign and nobody has: whoever counts on them is given the whole desk. */
function neverSigned({ policy }: Signed, duties: readonly DutyRoster[]): number {
  const names = Object.keys(policy.delegations.duty).filter((name) => !DESKS.includes(name));
  return names.filter((name) => !duties.some((duty) => duty.name === name)).length;
}

const some = (kind: Found['kind'], count: number): readonly Found[] =>
  count > 0 ? [{ kind, count, ref: null }] : [];
