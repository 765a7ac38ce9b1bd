/**
 * Looking for reports of a department or of certain acts without telling the server which (libs/crypto/PROTOCOL.md §2.5): it
 * is asked by blind tokens, answers with more than is meant, and what is not meant is removed by what the notes say. Nothing
 * that matches is ever removed, and nothing whose codes cannot be read.
 */
import { blindTokens, monthOf } from '#crypto/search';
import { type ActGroup, actGroupOf, departmentOf, isUbigeoForm } from '#vocabulary';
import type { HeldDesk } from './member-keys.js';
import type { Facets } from './notes.js';

export interface Search {
  /** UBIGEO of a department (2 digits) or province (4), or ISO 3166-2. */
  readonly department?: string;
  /** Any of them. */
  readonly actGroups?: readonly ActGroup[];
  /** How many months back, this one included. */
  readonly months?: number;
}

const DEFAULT_MONTHS = 13;
/** The server takes 384 tokens: sixteen for each of 24 months. */
const MAX_MONTHS = 23;
const DAY_MS = 86_400_000;

export function isSearch({ department, actGroups }: Search): boolean {
  return department !== undefined || actGroups !== undefined;
}

export interface AskedTokens {
  readonly areaTokens?: readonly number[];
  readonly actTokens?: readonly number[];
}

/** Nothing is asked by token where no index key is held: then everything comes, and is shown as unreadable. */
export function tokensToAsk(search: Search, desks: readonly HeldDesk[], now: Date): AskedTokens {
  const keys = desks.filter(({ desk }) => desk === 'triage').map(({ keys: { index } }) => index);
  if (keys.length === 0) return {};
  const months = monthsBack(now, Math.min(search.months ?? DEFAULT_MONTHS, MAX_MONTHS));
  const { department, actGroups } = search;
  // An act that the worker's vocabulary does not know lies under OTHER: whoever looks for threats must find a new kind too.
  const groups = actGroups && [...actGroups, 'OTHER'];
  return {
    ...(department === undefined
      ? {}
      : { areaTokens: blindTokens(keys, 'area', [departmentOf(department)], months) }),
    ...(groups ? { actTokens: blindTokens(keys, 'acts', groups, months) } : {}),
  };
}

/** Begins with tomorrow's month: on the last day of a month the server's clock may already be in the next. */
function monthsBack(now: Date, count: number): readonly number[] {
  const [today, tomorrow] = [monthOf(now), monthOf(new Date(now.getTime() + DAY_MS))];
  const back = Array.from({ length: Math.max(1, count) }, (_, at) => today - at);
  return [...new Set([tomorrow, ...back])].filter((month) => month >= 0);
}

/** True of what is meant, and of everything whose codes this member cannot read. */
export function matches({ department, actGroups }: Search, facets: Facets | null): boolean {
  if (!facets) return true;
  if (department !== undefined && !liesIn(facets.department, department)) return false;
  return actGroups === undefined || facets.acts.some((act) => actGroups.includes(actGroupOf(act)));
}

function liesIn(place: string | null, wanted: string): boolean {
  if (place === null) return false;
  return place === wanted || (isUbigeoForm(wanted) && isUbigeoForm(place) && place.startsWith(wanted));
}
