/**
 * Who will be able to read a report, decided from the signed directory before anything is sealed, so that a person hears it
 * before sending (libs/crypto/PROTOCOL.md §4, guarantee 7). Pure: sealReport seals to exactly what this says.
 *
 * Exclusions are checked against the organisations that hold the desk: if they meet, the other desk is used where its set is
 * disjoint, and if there is none, nothing is sealed and the person is told. A report that accuses the reporter's own
 * organisation goes to the safeguarding desk.
 */
import { sealingKeys, type DeskEntry, type DeskName, type Directory, type SealingKeys } from '#crypto';
import type { Routing } from '#vocabulary';

export type Mode = 'ordinary' | 'humans-only' | 'safeguarding';

/** Who will be able to read what: for the person to hear before sending. */
export interface Readers {
  readonly mode: Mode;
  readonly desk: DeskName;
  /** Organisations whose members may hold the desk's key. */
  readonly deskOrganisations: readonly string[];
  /** Whether the machine that routes alerts reads the codes (never the text). */
  readonly dispatchReadsCodes: boolean;
  /** Organisations whose custodians hold a share of the identity; of them, this many must agree. */
  readonly custodians: readonly string[];
  readonly custodyQuorum: number;
  /** Why the report went to another desk than asked. */
  readonly moved: 'excluded-desk' | 'own-organisation' | null;
}

export type ReadersRefusal =
  /** The directory's key set is not complete. */
  | 'weak-key'
  /** An exclusion names an organisation that the public list does not hold: it belongs in the free text, for people. */
  | 'unknown-organisation'
  /** Every desk holds somebody who is excluded. */
  | 'no-desk-without-them';

export type ReadersOutcome =
  | { readonly ok: true; readonly readers: Readers; readonly desk: DeskEntry; readonly keys: SealingKeys }
  | { readonly ok: false; readonly reason: ReadersRefusal };

/** The answers that the decision depends on. */
export interface ReadersQuestion {
  readonly mode: Mode;
  readonly routing: Pick<Routing, 'exclusions' | 'perpetrators'>;
}

interface Chosen {
  readonly mode: Mode;
  readonly desk: DeskEntry;
  readonly moved: Readers['moved'];
}

/** Pure. The accused organisation, and whoever is excluded, must not hold the key that opens this. */
function chooseDesk(draft: ReadersQuestion, keys: SealingKeys): Chosen | null {
  const { exclusions, perpetrators } = draft.routing;
  const clean = (desk: DeskEntry): boolean => !desk.organisations.some((id) => exclusions.includes(id));
  if (draft.mode === 'safeguarding') {
    // Never moved to the triage desk: who asks for safeguarding may be accusing somebody there.
    return clean(keys.safeguarding) ? { mode: 'safeguarding', desk: keys.safeguarding, moved: null } : null;
  }
  if (perpetrators.includes('OWN_ORG')) {
    return clean(keys.safeguarding)
      ? { mode: 'safeguarding', desk: keys.safeguarding, moved: 'own-organisation' }
      : null;
  }
  if (clean(keys.triage)) return { mode: draft.mode, desk: keys.triage, moved: null };
  return clean(keys.safeguarding)
    ? { mode: 'safeguarding', desk: keys.safeguarding, moved: 'excluded-desk' }
    : null;
}

function namesOf(directory: Directory, ids: readonly string[]): string[] {
  return ids.flatMap(
    (id) => directory.organisations.find((organisation) => organisation.id === id)?.name ?? [],
  );
}

function readersOf(directory: Directory, chosen: Chosen, exclusions: readonly string[]): Readers {
  const custodians = directory.custody.boxes
    .map((box) => box.organisation)
    .filter((organisation) => !exclusions.includes(organisation));
  return {
    mode: chosen.mode,
    desk: chosen.desk.desk,
    deskOrganisations: namesOf(directory, chosen.desk.organisations),
    dispatchReadsCodes: chosen.mode === 'ordinary',
    custodians: namesOf(directory, custodians),
    custodyQuorum: directory.custody.k,
    moved: chosen.moved,
  };
}

/** `directory` is one that `openDirectory` verified. */
export function decideReaders(draft: ReadersQuestion, directory: Directory): ReadersOutcome {
  const { exclusions } = draft.routing;
  const listed = new Set(directory.organisations.map((organisation) => organisation.id));
  if (exclusions.some((id) => !listed.has(id))) return { ok: false, reason: 'unknown-organisation' };
  const keys = sealingKeys(directory);
  if (!keys) return { ok: false, reason: 'weak-key' };
  const chosen = chooseDesk(draft, keys);
  if (!chosen) return { ok: false, reason: 'no-desk-without-them' };
  return { ok: true, readers: readersOf(directory, chosen, exclusions), desk: chosen.desk, keys };
}
