/** An invented roster and reports for the tests of decisions: no keys that open anything. */
import type { Roster, RosterOrganisation } from '#crypto';
import type { Routing, UrgencyLevel } from '#vocabulary';
import { listedDuty, type AlertInput } from './alert-input.js';
import { DEFAULT_POLICY } from './files.js';
import type { Policy } from './policy.js';

const organisation = (id: string, change: Partial<RosterOrganisation> = {}): RosterOrganisation => ({
  id,
  name: id,
  kind: 'ngo',
  capabilities: [],
  departments: [],
  tier: 'T2',
  ...change,
});

export const member = (
  id: string,
  of: string,
  rights: Roster['members'][number]['rights'],
): Roster['members'][number] => ({
  id,
  handle: id,
  name: id,
  organisation: of,
  rights,
  signKey: new Uint8Array(32),
  sealKey: new Uint8Array(1216),
  phone: null,
});

export const roster: Roster = {
  kind: 'amparo/roster/1',
  version: 1,
  organisations: [
    organisation('north'),
    organisation('south'),
    organisation('care'),
    organisation('network', { kind: 'lawyer' }),
    organisation('closed', { kind: 'shelter', tier: 'T1' }),
    organisation('police', { kind: 'authority', tier: 'T3' }),
    organisation('embassy', { kind: 'embassy', tier: 'T3' }),
    organisation('un', { kind: 'un', tier: 'T2' }),
    organisation('empty'),
  ],
  members: [
    member('nora', 'north', ['desk:triage']),
    member('sol', 'south', ['desk:triage', 'ally']),
    member('off-duty', 'south', ['desk:triage']),
    member('cira', 'care', ['desk:safeguarding']),
    member('nando', 'network', ['ally']),
    member('nina', 'network', ['ally']),
    member('clerk', 'network', ['auditor']),
    member('clara', 'closed', ['ally']),
    member('captain', 'police', ['ally']),
    member('consul', 'embassy', ['ally']),
    member('rapporteur', 'un', ['ally']),
  ],
  duty: { triage: ['nora', 'sol'], safeguarding: ['cira'] },
  callback: { triage: '', safeguarding: '' },
};

/** The same roster, with other words about one organisation. */
export const rosterWith = (
  id: string,
  change: Partial<RosterOrganisation>,
  more: Partial<Roster> = {},
): Roster => ({
  ...roster,
  organisations: roster.organisations.map((one) => (one.id === id ? { ...one, ...change } : one)),
  ...more,
});

const routing = (change: Partial<Routing> = {}): Routing => ({
  v: 1,
  acts: ['THR_DEATH'],
  imminence: 'now',
  urgency: null,
  department: '2502',
  targets: [],
  sector: [],
  perpetrators: [],
  needs: ['CS_LEGAL'],
  language: 'spa',
  consent: { tiers: ['T1', 'T2'], named: ['closed'] },
  exclusions: [],
  raisers: [],
  ...change,
});

export interface Change {
  readonly routing?: Partial<Routing> | null;
  readonly urgency?: UrgencyLevel | null;
  readonly quarantined?: boolean;
  readonly roster?: Roster;
  readonly policy?: Policy;
  readonly at?: Date;
  readonly onCall?: AlertInput['onCall'];
}

/** A Monday, eleven in the morning in Lima. */
const MONDAY = new Date('2026-03-02T16:00:00Z');

export function alertInput(change: Change = {}): AlertInput {
  const people = change.roster ?? roster;
  return {
    decision: {
      urgency: change.urgency === undefined ? 'U1' : change.urgency,
      unsorted: change.urgency === null,
      quarantined: change.quarantined ?? false,
    },
    routing: change.routing === null ? null : routing(change.routing),
    channel: 'E2EE_WEB',
    policy: change.policy ?? DEFAULT_POLICY,
    roster: people,
    deskOrganisations: { triage: ['north', 'south'], safeguarding: ['care'] },
    onCall: change.onCall ?? listedDuty(people),
    at: change.at ?? MONDAY,
  };
}
