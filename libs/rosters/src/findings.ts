/**
 * What is wrong with rosters and registry before it harms: holes in the coming days, people who left, allies whom nobody has
 * verified lately. Pure; a finding names random ids and closed codes, and no finding is a reason not to act.
 */
import type { DutyRoster } from '#crypto';
import { allyEntryOf, languagesOf } from '#crypto';
import { isKnown, LISTS } from '#vocabulary';
import { gaps, type Gap } from './cover.js';
import { localCalendar } from './local-time.js';
import { strangersIn, withoutStrangers, type SignedPeople } from './members-of-desk.js';

export const LOOK_AHEAD_DAYS = 14;
const DAY_MS = 86_400_000;
const VERIFIED_FOR_MS = 366 * DAY_MS;

export type RosterFinding =
  /** Nobody is on call, one layer is empty, or nobody speaks a language that should be spoken. */
  | { readonly kind: 'gap'; readonly roster: string; readonly gap: Gap }
  | { readonly kind: 'unknown-time-zone'; readonly roster: string }
  /** Is passed over, as if on leave. */
  | { readonly kind: 'person-without-right'; readonly roster: string; readonly member: string }
  /** Whoever falls ill has nobody to stand in. */
  | { readonly kind: 'one-person-layer'; readonly roster: string; readonly layer: string }
  | AllyFinding;

export type AllyFinding = {
  readonly organisation: string;
  readonly kind:
    /** never: nobody has said how this organisation is known. */
    | 'never-verified'
    | 'verified-long-ago'
    | 'unknown-capability'
    | 'no-capability'
    /** Neither a member with the right of an ally nor a contact to call. */
    | 'nobody-to-reach'
    | 'no-language';
};

/** `languages`: such as every roster should have somebody for; by default none is asked for. */
export function rosterFindings(
  rosters: readonly DutyRoster[],
  people: SignedPeople,
  now: Date,
  { days = LOOK_AHEAD_DAYS, languages = [] }: { days?: number; languages?: readonly string[] } = {},
): readonly RosterFinding[] {
  return [
    ...rosters.flatMap((duty) => findingsOf(duty, people, now, { days, languages })),
    ...allyFindings(people.roster, now),
  ];
}

function findingsOf(
  duty: DutyRoster,
  people: SignedPeople,
  now: Date,
  { days, languages }: { readonly days: number; readonly languages: readonly string[] },
): readonly RosterFinding[] {
  const roster = duty.name;
  if (!localCalendar(duty.timeZone)) return [{ kind: 'unknown-time-zone', roster }];
  const byId = new Map(people.roster.members.map((member) => [member.id, member]));
  const spokenBy = (id: string) => languagesOf(byId.get(id) ?? {});
  const until = new Date(now.getTime() + days * DAY_MS);
  return [
    ...gaps(withoutStrangers(duty, people), now, until, { languages, spokenBy }).map(
      (gap) => ({ kind: 'gap', roster, gap }) as const,
    ),
    ...strangersIn(duty, people).map((member) => ({ kind: 'person-without-right', roster, member }) as const),
    ...duty.layers
      .filter(({ members }) => members.length === 1)
      .map(({ name }) => ({ kind: 'one-person-layer', roster, layer: name }) as const),
  ];
}

export function allyFindings(
  { organisations, members }: SignedPeople['roster'],
  now: Date,
): readonly AllyFinding[] {
  const allied = new Set(members.filter(({ rights }) => rights.includes('ally')).map((m) => m.organisation));
  return organisations.flatMap((each) => {
    const { verified, contacts, languages } = allyEntryOf(each);
    const reachable = allied.has(each.id) || contacts.length > 0;
    // Desks and custodians stand in the same list; only who offers something, or may be asked, is an ally.
    if (!reachable && each.capabilities.length === 0) return [];
    const old = verified && now.getTime() - Date.parse(verified.on) > VERIFIED_FOR_MS;
    const kinds: (AllyFinding['kind'] | false)[] = [
      !reachable && 'nobody-to-reach',
      verified === null && 'never-verified',
      old === true && 'verified-long-ago',
      each.capabilities.length === 0 && 'no-capability',
      each.capabilities.some((code) => !isKnown(LISTS.needs, code)) && 'unknown-capability',
      languages.length === 0 && 'no-language',
    ];
    return kinds.flatMap((kind) => (kind === false ? [] : [{ kind, organisation: each.id }]));
  });
}
