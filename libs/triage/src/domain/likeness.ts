/**
 * Which reports tell of the same, or belong together, and why: so that two coordinators do not call one family twice, and
 * that nobody misses the fifth threat in one valley. Pure: the worker opens the codes and supplies the times.
 *
 * What is called a duplicate is likely to be put aside. So it never is one when the newer report is more urgent, names
 * another place, or may be about another victim; and every verdict comes with its reasons, for a person to decide.
 */
import {
  actGroupsOf,
  departmentOf,
  isExercise,
  RELATED_GROUPS,
  type Routing,
  type UrgencyLevel,
  urgencyRank,
} from '#vocabulary';

export interface ToldOf {
  readonly routing: Pick<Routing, 'acts' | 'department' | 'targets' | 'perpetrators' | 'sector' | 'ext'>;
  readonly urgency: UrgencyLevel;
  readonly receivedAt: Date;
}

export const LIKENESS_REASONS = [
  'same-department',
  'same-province',
  'same-act',
  'same-act-group',
  'related-act',
  'same-target',
  'same-perpetrator',
  'same-sector',
  'within-3-hours',
  'within-24-hours',
  'within-72-hours',
  'within-7-days',
  'within-14-days',
] as const;
export type LikenessReason = (typeof LIKENESS_REASONS)[number];

export interface Likeness {
  readonly kind: 'duplicate' | 'cluster';
  readonly reasons: readonly LikenessReason[];
}

const HOUR_MS = 3_600_000;

/** (P): for the desks to ratify with the policy. */
const DUPLICATE_HOURS = 72;
const CLUSTER_DAYS = 14;
const APART: readonly (readonly [hours: number, reason: LikenessReason])[] = [
  [3, 'within-3-hours'],
  [24, 'within-24-hours'],
  [72, 'within-72-hours'],
  [7 * 24, 'within-7-days'],
  [CLUSTER_DAYS * 24, 'within-14-days'],
];
export const LIKENESS_WINDOW_MS = CLUSTER_DAYS * 24 * HOUR_MS;

export function judgeLikeness(one: ToldOf, other: ToldOf): Likeness | null {
  const [earlier, newer] = one.receivedAt <= other.receivedAt ? [one, other] : [other, one];
  // Told to be like a drill, a real report would be put aside.
  if (isExercise(one.routing) !== isExercise(other.routing)) return null;
  const hours = (newer.receivedAt.getTime() - earlier.receivedAt.getTime()) / HOUR_MS;
  const apart = APART.find(([limit]) => hours <= limit)?.[1];
  const place = placeOf(earlier, newer);
  const act = actOf(earlier, newer);
  if (!apart || !place || !act) return null;

  const compared = {
    target: compare(earlier.routing.targets, newer.routing.targets),
    perpetrator: compare(earlier.routing.perpetrators, newer.routing.perpetrators),
    sector: compare(earlier.routing.sector, newer.routing.sector),
  };
  const shared = (['target', 'perpetrator', 'sector'] as const).filter((what) => compared[what] === 'shared');
  const reasons: readonly LikenessReason[] = [
    place.reason,
    act,
    ...shared.map((what) => `same-${what}` as const),
    apart,
  ];
  const background = [compared.perpetrator, compared.sector];
  if (
    act === 'same-act' &&
    hours <= DUPLICATE_HOURS &&
    !place.mayDiffer &&
    urgencyRank(newer.urgency) >= urgencyRank(earlier.urgency) &&
    compared.target === 'shared' &&
    background.includes('shared') &&
    !background.includes('differs')
  ) {
    return { kind: 'duplicate', reasons };
  }
  // A department and a kind of act alone are what every search finds: a pattern needs something more in common.
  const inCommon = place.reason === 'same-province' || background.includes('shared');
  return inCommon ? { kind: 'cluster', reasons } : null;
}

/** Null when the departments differ or one is not known. */
function placeOf(
  earlier: ToldOf,
  newer: ToldOf,
): { readonly reason: 'same-department' | 'same-province'; readonly mayDiffer: boolean } | null {
  const [a, b] = [earlier.routing.department, newer.routing.department];
  if (a === null || b === null || departmentOf(a) !== departmentOf(b)) return null;
  const bothFiner = a !== departmentOf(a) && b !== departmentOf(b);
  if (!bothFiner) return { reason: 'same-department', mayDiffer: false };
  // Four digits of a UBIGEO are the province.
  const sameProvince = a.slice(0, 4) === b.slice(0, 4);
  return { reason: sameProvince ? 'same-province' : 'same-department', mayDiffer: a !== b };
}

function actOf(earlier: ToldOf, newer: ToldOf): 'same-act' | 'same-act-group' | 'related-act' | null {
  const [first] = earlier.routing.acts;
  if (first !== undefined && first === newer.routing.acts[0] && saysSomething(first)) return 'same-act';
  const before = actGroupsOf(earlier.routing.acts.filter(saysSomething));
  const after = actGroupsOf(newer.routing.acts.filter(saysSomething));
  if (before.some((group) => after.includes(group))) return 'same-act-group';
  const related = RELATED_GROUPS.some(
    ([a, b]) => (before.includes(a) && after.includes(b)) || (before.includes(b) && after.includes(a)),
  );
  return related ? 'related-act' : null;
}

/** Two reports that both say "not known" have nothing in common. */
const saysSomething = (code: string): boolean => code !== 'OTHER' && code !== 'UNKNOWN';

function compare(a: readonly string[], b: readonly string[]): 'shared' | 'differs' | 'unknown' {
  const [one, other] = [a.filter(saysSomething), b.filter(saysSomething)];
  if (one.length === 0 || other.length === 0) return 'unknown';
  return one.some((code) => other.includes(code)) ? 'shared' : 'differs';
}

const MAX_LINKS = 8;

export interface Link extends Likeness {
  readonly report: string;
}

/** The most telling first: duplicates, then by how much they have in common. The rest is left to the search. */
export function chooseLinks(links: readonly Link[]): readonly Link[] {
  const weight = ({ kind, reasons }: Link): number => (kind === 'duplicate' ? 100 : 0) + reasons.length;
  return [...links].sort((a, b) => weight(b) - weight(a)).slice(0, MAX_LINKS);
}
