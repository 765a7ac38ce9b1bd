/** Rosters and findings in plain words, in the roster's own time. */
import type { Roster } from '#crypto';
import { localTime, type AllyFinding, type DutyRoster, type Gap, type RosterFinding } from '#rosters';
import { labelOf, LISTS } from '#vocabulary';

export type Names = (id: string) => string;

/** By handle: short, and what `duty swap` takes. */
export const handlesOf = (roster: Roster): Names => {
  const handles = new Map(roster.members.map(({ id, handle }) => [id, handle]));
  return (id) => handles.get(id) ?? 'somebody who left';
};

export const spanWords = (timeZone: string, { from, until }: { from: Date; until: Date }): string =>
  `${localTime(timeZone, from)} – ${localTime(timeZone, until)}`;

export function gapWords(gap: Gap, timeZone: string): string {
  const when = spanWords(timeZone, gap);
  switch (gap.because) {
    case 'nobody':
      return `${when}  nobody is on call; the whole desk would be paged`;
    case 'layer':
      return `${when}  everybody of "${gap.layer}" is away`;
    case 'language':
      return `${when}  nobody on call speaks ${labelOf(LISTS.languages, gap.language, 'en')}`;
  }
}

const ALLY_WORDS = {
  'never-verified': 'nobody has said how this organisation was verified',
  'verified-long-ago': 'was verified more than a year ago',
  'unknown-capability': 'offers something that this version does not know',
  'no-capability': 'offers nothing that a policy could ask for',
  'nobody-to-reach': 'has nobody with keys and nobody to call',
  'no-language': 'has no language noted',
} as const satisfies Record<AllyFinding['kind'], string>;

export const allyWords = (kind: AllyFinding['kind']): string => ALLY_WORDS[kind];

export function findingWords(
  finding: RosterFinding,
  people: Names,
  organisations: Names,
  rosters: readonly DutyRoster[],
): string {
  switch (finding.kind) {
    case 'gap': {
      const zone = rosters.find(({ name }) => name === finding.roster)?.timeZone ?? 'UTC';
      return `${finding.roster}: ${gapWords(finding.gap, zone)}`;
    }
    case 'unknown-time-zone':
      return `${finding.roster}: this machine does not know its time zone`;
    case 'person-without-right':
      return `${finding.roster}: ${people(finding.member)} may not open this desk's reports and is passed over`;
    case 'one-person-layer':
      return `${finding.roster}: "${finding.layer}" is one person; nobody would stand in`;
    default:
      return `${organisations(finding.organisation)}: ${allyWords(finding.kind)}`;
  }
}
