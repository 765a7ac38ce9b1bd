/**
 * What the roster says of an organisation as an ally (PROTOCOL.md §5.6, members of `ext`), and of a member's languages.
 * Two readings of one form. Strict, for whoever signs: a mistyped conflict of interest would send a report to the friend
 * of the accused. Forgiving, for whoever has to act on what was signed: one unreadable member is as if absent, and the
 * organisation is not lost with it.
 */
import {
  code,
  exactly,
  id,
  list,
  matching,
  nullable,
  record,
  text,
  uniqueList,
  type Ext,
  type Read,
  type Reader,
} from '../fields.js';
import { FormatError } from '../bytes.js';
import { day, hoursWindow, timeZone } from './duty.js';
import type { RosterMember, RosterOrganisation } from './roster.js';

export const ALLY_SCOPES = ['territory', 'national', 'regional', 'international'] as const;
export type AllyScope = (typeof ALLY_SCOPES)[number];
export const TLP_LABELS = ['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR'] as const;
export type Tlp = (typeof TLP_LABELS)[number];

const languages = uniqueList(matching(/^[a-z]{3}$/), String, 32);
/** A number that a person dials: whatever else it holds, it has digits. */
const phone: Reader<string> = (value) => {
  const read = text(40)(value);
  if (!/\d{3}/.test(read.replaceAll(/[ .()/-]/g, ''))) throw new FormatError('not a number to call');
  return read;
};

const fields = {
  scope: exactly(...ALLY_SCOPES),
  languages,
  hours: nullable(record({ timeZone, windows: list(hoursWindow, 7, 1) })),
  tlp: exactly(...TLP_LABELS),
  verified: nullable(record({ how: text(200), on: day })),
  conflicts: uniqueList(code, String, 64),
  contacts: uniqueList(record({ id, name: text(200), phone, languages }), (contact) => contact.id, 64),
};

export type Hours = NonNullable<Read<typeof fields.hours>>;
export type AllyContact = Read<typeof fields.contacts>[number];

export interface AllyEntry {
  readonly scope: AllyScope;
  readonly languages: readonly string[];
  /** null: always. */
  readonly hours: Hours | null;
  readonly tlp: Tlp;
  readonly verified: { readonly how: string; readonly on: string } | null;
  /** Codes of perpetrators and sectors against which it cannot be asked for help. */
  readonly conflicts: readonly string[];
  /** People without keys or software: somebody on duty calls them. */
  readonly contacts: readonly AllyContact[];
}

function defaultsFor({
  kind,
  tier,
  departments,
}: Pick<RosterOrganisation, 'kind' | 'tier' | 'departments'>): AllyEntry {
  const abroad = kind === 'un' || kind === 'embassy';
  return {
    scope: abroad ? 'international' : departments.length > 0 ? 'territory' : 'national',
    languages: [],
    hours: null,
    tlp: tier === 'T1' ? 'AMBER+STRICT' : 'AMBER',
    verified: null,
    conflicts: [],
    contacts: [],
  };
}

function readOr<T>(reader: Reader<T>, value: unknown, otherwise: T): T {
  if (value === undefined) return otherwise;
  try {
    return reader(value);
  } catch (error) {
    if (error instanceof FormatError) return otherwise;
    throw error;
  }
}

/** Total: what is absent or unreadable has its default. */
export function allyEntryOf(organisation: RosterOrganisation): AllyEntry {
  const given = organisation.ext ?? {};
  const standard = defaultsFor(organisation);
  return {
    scope: readOr(fields.scope, given['scope'], standard.scope),
    languages: readOr(fields.languages, given['languages'], standard.languages),
    hours: readOr(fields.hours, given['hours'], standard.hours),
    tlp: readOr(fields.tlp, given['tlp'], standard.tlp),
    verified: readOr(fields.verified, given['verified'], standard.verified),
    conflicts: readOr(fields.conflicts, given['conflicts'], standard.conflicts),
    contacts: readOr(fields.contacts, given['contacts'], standard.contacts),
  };
}

/** ISO 639-3, as signed; none where nothing was. */
export function languagesOf({ ext }: Pick<RosterMember, 'ext'>): readonly string[] {
  return readOr(languages, ext?.['languages'], []);
}

function firstUnreadable(ext: Ext | undefined, readers: Readonly<Record<string, Reader<unknown>>>) {
  const unreadable = Object.keys(readers).find((name) => {
    try {
      if (ext?.[name] !== undefined) readers[name]?.(ext[name]);
      return false;
    } catch (error) {
      if (error instanceof FormatError) return true;
      throw error;
    }
  });
  return unreadable ?? null;
}

/** For whoever signs: the member of `ext` that cannot be read, null when all can. */
export const unreadableInOrganisation = ({ ext }: Pick<RosterOrganisation, 'ext'>): string | null =>
  firstUnreadable(ext, fields);

export const unreadableInMember = ({ ext }: Pick<RosterMember, 'ext'>): string | null =>
  firstUnreadable(ext, { languages });
