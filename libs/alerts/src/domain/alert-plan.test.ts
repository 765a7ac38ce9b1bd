import { describe, expect, it } from '@jest/globals';
import type { Roster, RosterOrganisation } from '#crypto';
import { DEFAULT_POLICY, type AllyRule, type Policy, type Routing, type UrgencyLevel } from '#vocabulary';
import { planAlert } from './alert-plan.js';
import type { AlertInput, WithheldReason } from './recipients.js';

const organisation = (id: string, change: Partial<RosterOrganisation> = {}): RosterOrganisation => ({
  id,
  name: id,
  kind: 'ngo',
  capabilities: [],
  departments: [],
  tier: 'T2',
  ...change,
});

const member = (
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

const roster: Roster = {
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

const everybody: readonly AllyRule[] = roster.organisations.map(({ id }) => ({
  organisation: id,
  urgencies: ['U1', 'U2', 'U3', 'U4'],
  needs: [],
  departments: [],
}));

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

interface Change {
  routing?: Partial<Routing> | null;
  allies?: readonly AllyRule[];
  urgency?: UrgencyLevel | null;
  quarantined?: boolean;
  roster?: Roster;
  policy?: Partial<Policy>;
}

function plan(change: Change = {}) {
  const input: AlertInput = {
    decision: {
      urgency: change.urgency === undefined ? 'U1' : change.urgency,
      unsorted: change.urgency === null,
      quarantined: change.quarantined ?? false,
    },
    routing: change.routing === null ? null : routing(change.routing),
    policy: { ...DEFAULT_POLICY, allies: change.allies ?? everybody, ...change.policy },
    roster: change.roster ?? roster,
    deskOrganisations: { triage: ['north', 'south'], safeguarding: ['care'] },
  };
  const result = planAlert(input);
  const told = result.plan.steps.flatMap((step) => step.recipients);
  const via = (kind: 'desk' | 'ally') => [
    ...new Set(
      told.filter((recipient) => recipient.via === kind).map((recipient) => recipient.member as string),
    ),
  ];
  const why = (id: string) => result.withheld.find((entry) => entry.organisation === id)?.because;
  return { ...result, told, desk: via('desk'), allies: via('ally'), why };
}

describe('the desk', () => {
  it('is always told: its duty roster, and nobody who is off duty', () => {
    expect(plan({ allies: [], routing: { consent: { tiers: [], named: [] } } }).desk).toEqual([
      'nora',
      'sol',
    ]);
  });

  it('of an unsorted report, every desk is told and no ally', () => {
    const { desk, allies } = plan({ urgency: null, routing: null });
    expect(desk).toEqual(['nora', 'sol', 'cira']);
    expect(allies).toEqual([]);
  });

  it('never includes somebody whose organisation may not hold its key', () => {
    const ghost = member('ghost', 'network', ['desk:triage']);
    const duty = { ...roster.duty, triage: ['nora', 'ghost'] };
    const { desk, why } = plan({
      allies: [],
      roster: { ...roster, members: [...roster.members, ghost], duty },
    });
    expect(desk).toEqual(['nora']);
    expect(why('network')).toBe('not-of-desk');
  });

  it('is told as a whole where nobody on duty may be', () => {
    const { desk } = plan({ allies: [], roster: { ...roster, duty: { triage: [], safeguarding: [] } } });
    expect(desk).toEqual(['nora', 'sol', 'off-duty']);
  });
});

describe('allies', () => {
  it('an organisation is a list of people: each ally of it is told, and nobody else of it', () => {
    expect(plan().allies).toEqual(['nando', 'nina', 'clara', 'sol']);
  });

  type Row = [what: string, change: Change, expected: WithheldReason | 'told'];
  it.each<Row>([
    ['consent to the network, and the policy names it', {}, 'told'],
    ['no consent', { routing: { consent: { tiers: [], named: [] } } }, 'consent'],
    [
      'consent to named allies, another one named',
      { routing: { consent: { tiers: ['T1'], named: ['closed'] } } },
      'consent',
    ],
    [
      'consent to named allies, this one named',
      { routing: { consent: { tiers: ['T1'], named: ['network'] } } },
      'told',
    ],
    [
      'a name without the consent to named allies',
      { routing: { consent: { tiers: ['T4'], named: ['network'] } } },
      'consent',
    ],
    ['consent to statistics only', { routing: { consent: { tiers: ['T4'], named: [] } } }, 'consent'],
    [
      'consent to advocacy is not consent to the network',
      { routing: { consent: { tiers: ['T3'], named: [] } } },
      'consent',
    ],
    ['no policy names it', { allies: [] }, 'policy'],
    ['a policy for other urgencies', { allies: [rule({ urgencies: ['U2', 'U3'] })] }, 'policy'],
    ['a policy for another need', { allies: [rule({ needs: ['CS_DIGITAL'] })] }, 'policy'],
    ['a policy for the need', { allies: [rule({ needs: ['CS_DIGITAL', 'CS_LEGAL'] })] }, 'told'],
    ['a policy for the department of the province', { allies: [rule({ departments: ['25'] })] }, 'told'],
    ['a policy for the province', { allies: [rule({ departments: ['2502'] })] }, 'told'],
    ['a policy for another province', { allies: [rule({ departments: ['2501'] })] }, 'policy'],
    ['a policy for another department', { allies: [rule({ departments: ['16'] })] }, 'policy'],
    [
      'a policy for a department, of a report without one',
      { allies: [rule({ departments: ['25'] })], routing: { department: null } },
      'policy',
    ],
    [
      'a second rule that matches',
      { allies: [rule({ urgencies: ['U4'] }), rule({ departments: ['25'] })] },
      'told',
    ],
    ['a quarantined report', { quarantined: true }, 'quarantined'],
    ['the own organisation accused', { routing: { perpetrators: ['OWN_ORG'] } }, 'conflict'],
    [
      'the own organisation accused, but this one chosen by name',
      { routing: { perpetrators: ['OWN_ORG'], consent: { tiers: ['T1'], named: ['network'] } } },
      'told',
    ],
  ])('network: %s', (_what, change, expected) => {
    const result = plan(change);
    expect(result.allies.includes('nando')).toBe(expected === 'told');
    expect(result.why('network') ?? 'told').toBe(expected);
  });

  it('an ally outside the network is told only by name', () => {
    expect(plan().allies).toContain('clara');
    const result = plan({ routing: { consent: { tiers: ['T2'], named: [] } } });
    expect(result.allies).not.toContain('clara');
    expect(result.why('closed')).toBe('consent');
  });

  it.each(['police', 'embassy', 'un'])('%s: never automatically, even by name and by policy', (id) => {
    const result = plan({ routing: { consent: { tiers: ['T1', 'T2', 'T3'], named: [id] } } });
    expect(result.told.map((recipient) => recipient.organisation as string)).not.toContain(id);
    expect(result.why(id)).toBe('never-automatic');
  });

  it('where the police is accused, authorities are marked as a conflict', () => {
    expect(plan({ routing: { perpetrators: ['ST_POLICE'] } }).why('police')).toBe('conflict');
  });
});

describe('guarantee 7: an excluded organisation receives nothing', () => {
  it.each(roster.organisations.map(({ id }) => id))('%s', (id) => {
    const everything = {
      tiers: ['T1', 'T2', 'T3', 'T4'] as const,
      named: roster.organisations.map((entry) => entry.id),
    };
    for (const urgency of ['U1', 'U2', 'U3', 'U4'] as const) {
      const result = plan({ urgency, routing: { consent: everything, exclusions: [id] } });
      expect(result.told.map((recipient) => recipient.organisation as string)).not.toContain(id);
      expect(result.told.length).toBeGreaterThan(0);
    }
  });

  it('says so to the desk', () => {
    expect(plan({ routing: { exclusions: ['network'] } }).why('network')).toBe('excluded');
    expect(plan({ routing: { exclusions: ['south'] } }).why('south')).toBe('excluded');
  });

  it('not even when all on duty belong to it: then the rest of the desk is told', () => {
    const { desk } = plan({
      allies: [],
      routing: { exclusions: ['north'] },
      roster: { ...roster, duty: { triage: ['nora'], safeguarding: [] } },
    });
    expect(desk).toEqual(['sol', 'off-duty']);
  });

  it('not even when it is the whole desk: the plan is empty, and the alert visibly exhausted', () => {
    const { plan: empty } = plan({ allies: [], routing: { exclusions: ['north', 'south'] } });
    expect(empty.steps).toEqual([]);
  });
});

describe('the ladder', () => {
  const minutes = (steps: readonly { afterMs: number }[]) => steps.map((step) => step.afterMs / 60_000);
  const viaOf = (steps: ReturnType<typeof plan>['plan']['steps']) =>
    steps.map((step) => [...new Set(step.recipients.map((recipient) => recipient.via))]);

  it('of a critical report tells desk and allies at once, the desk, the allies, and both again', () => {
    const { steps, lastWaitMs } = plan().plan;
    expect(minutes(steps)).toEqual([0, 15, 15, 15]);
    expect(viaOf(steps)).toEqual([['desk', 'ally'], ['desk'], ['ally'], ['desk', 'ally']]);
    expect(lastWaitMs).toBe(15 * 60_000);
  });

  it('of a medium report tells the allies when the desk has let its time pass', () => {
    const { steps } = plan({ urgency: 'U3' }).plan;
    expect(minutes(steps)).toEqual([0, 240, 240]);
    expect(viaOf(steps)).toEqual([['desk'], ['desk'], ['desk', 'ally']]);
  });

  it('leaves out a step that would tell nobody, and keeps the time between the others', () => {
    const { steps } = plan({ allies: [] }).plan;
    expect(minutes(steps)).toEqual([0, 15, 30]);
    expect(viaOf(steps)).toEqual([['desk'], ['desk'], ['desk']]);
  });

  it('tells somebody who is on duty and an ally once in a step, as the desk', () => {
    const [first] = plan().plan.steps;
    const sol = first?.recipients.filter((recipient) => recipient.member === 'sol');
    expect(sol).toEqual([{ member: 'sol', organisation: 'south', via: 'desk' }]);
  });
});

function rule(change: Partial<AllyRule>): AllyRule {
  return { organisation: 'network', urgencies: ['U1'], needs: [], departments: [], ...change };
}
