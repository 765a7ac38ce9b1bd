/**
 * Who may be told of a report at all, whatever a policy says (guarantee 7; DOMAIN §3). Pure. An excluded organisation
 * receives nothing, in any role; an ally nothing without the reporter's consent; authorities, embassies and UN bodies
 * nothing by themselves.
 *
 * Reasons repeat what the reporter consented to and whom they fear: they go into the note that is sealed to the desk,
 * never into a clear column.
 */
import type { DeskName, RosterMember, RosterOrganisation } from '#crypto';
import type { OrganisationId } from '#kernel';
import { allyEntryOf, type Tlp } from '#rosters';
import { isExercise, type Routing } from '#vocabulary';
import type { AlertInput } from './alert-input.js';

export interface Withheld {
  readonly organisation: OrganisationId;
  readonly because: WithheldReason;
}

/**
 * excluded: the reporter named it. exercise: nobody, not even a coordinator, tells an authority, an embassy or a UN body of a
 * drill. never-automatic: authorities, embassies and UN bodies, only by a coordinator.
 * conflict: it may be on the side of the accused. quarantined: a person looks at the report first.
 * consent: the reporter did not allow it. tlp: it cannot keep to itself what it would be told.
 * policy: the policy does not name it for this. hours: it is closed when its step comes, and the report is not U1.
 * not-of-desk: on the duty list, but its members may not hold that desk's key.
 */
export type WithheldReason =
  | 'excluded'
  | 'exercise'
  | 'never-automatic'
  | 'conflict'
  | 'quarantined'
  | 'consent'
  | 'tlp'
  | 'policy'
  | 'hours'
  | 'not-of-desk';

const NEVER_AUTOMATIC: readonly RosterOrganisation['kind'][] = ['authority', 'embassy', 'un'];

type Report = Pick<AlertInput, 'decision' | 'routing'>;

/** The first reason that holds, gravest first; null where the reporter and the registry let it be told. */
export function whyAllyIsBarred(
  organisation: RosterOrganisation,
  { decision, routing }: Report,
): WithheldReason | null {
  // Nobody knows what an unsorted report consents to or whom it excludes: it stays with the desks.
  if (decision.unsorted || !routing) return 'consent';
  if (routing.exclusions.includes(organisation.id)) return 'excluded';
  // Nobody asks the police for protection from the police.
  if (organisation.kind === 'authority' && routing.perpetrators.some((accused) => accused.startsWith('ST_')))
    return 'conflict';
  const isOutside = NEVER_AUTOMATIC.includes(organisation.kind) || organisation.tier === 'T3';
  // An officer who is sent out for a drill is not there for somebody in danger.
  if (isOutside) return isExercise(routing) ? 'exercise' : 'never-automatic';
  const named = routing.consent.tiers.includes('T1') && routing.consent.named.includes(organisation.id);
  // The accused is the reporter's own organisation, and only people can tell which one that is. What the reporter
  // chose by name is safe; the network as a whole is not.
  if (routing.perpetrators.includes('OWN_ORG') && !named) return 'conflict';
  const entry = allyEntryOf(organisation);
  // The reporter may not know of it, so choosing the ally by name does not lift it.
  if (hasConflict(entry.conflicts, routing)) return 'conflict';
  if (decision.quarantined) return 'quarantined';
  const inNetwork = routing.consent.tiers.includes('T2') && organisation.tier === 'T2';
  if (!named && !inNetwork) return 'consent';
  return keepsToItself(entry.tlp) ? null : 'tlp';
}

const hasConflict = (conflicts: readonly string[], { perpetrators, sector }: Routing): boolean =>
  conflicts.some((code) => perpetrators.includes(code) || sector.includes(code));

/** What an ally is told is AMBER at the most open (DOMAIN §3): who passes everything on cannot be told. */
const keepsToItself = (tlp: Tlp): boolean => tlp !== 'GREEN' && tlp !== 'CLEAR';

export function whyDeskIsBarred(
  member: RosterMember,
  desk: DeskName,
  { routing, deskOrganisations }: Pick<AlertInput, 'routing' | 'deskOrganisations'>,
): 'excluded' | 'not-of-desk' | null {
  if (routing?.exclusions.includes(member.organisation)) return 'excluded';
  const holds =
    member.rights.includes(`desk:${desk}`) && deskOrganisations[desk].includes(member.organisation);
  return holds ? null : 'not-of-desk';
}
