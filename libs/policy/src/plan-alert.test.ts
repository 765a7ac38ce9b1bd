import { describe, expect, it } from '@jest/globals';
import type { RosterOrganisation } from '#crypto';
import { EXERCISE, type UrgencyLevel } from '#vocabulary';
import type { Recipient } from './escalation-plan.js';
import { DEFAULT_POLICY } from './files.js';
import type { WithheldReason } from './gates.js';
import { planAlert } from './plan-alert.js';
import type { Policy, Target } from './policy.js';
import { recipientsAt } from './step-recipients.js';
import { alertInput, member, roster, rosterWith, type Change } from './world.fixture.js';

const idOf = (recipient: Recipient): string =>
  recipient.via === 'call' ? recipient.contact : recipient.member;

/** The plan, and everybody it tells if each step came at once. */
function plan(change: Change = {}) {
  const input = alertInput(change);
  const result = planAlert(input);
  const steps = result.plan.steps.map(({ afterMs, targets }) => ({
    afterMs,
    told: recipientsAt(targets, input),
  }));
  const told = steps.flatMap((step) => step.told);
  const via = (kind: Recipient['via']) => [
    ...new Set(told.filter((recipient) => recipient.via === kind).map(idOf)),
  ];
  const why = (id: string) => result.withheld.find((entry) => entry.organisation === id)?.because;
  const organisations = told.map((recipient) => recipient.organisation as string);
  return {
    ...result,
    steps,
    told,
    organisations,
    desk: via('desk'),
    allies: via('ally'),
    call: via('call'),
    why,
  };
}

/** The default policy with one plan for everything: the desk, and what is given. */
function telling(...targets: readonly Target[]): Policy {
  const steps = [{ afterSeconds: 0, notify: [{ kind: 'roster' as const, roster: 'triage' }, ...targets] }];
  return {
    ...DEFAULT_POLICY,
    routes: [{ name: 'all', when: {}, plan: 'one', continue: false }],
    plans: { ...DEFAULT_POLICY.plans, one: steps },
  };
}
const allies = (change: Partial<Extract<Target, { kind: 'allies' }>> = {}): Target => ({
  kind: 'allies',
  capabilities: [],
  scopes: [],
  organisations: [],
  needed: true,
  ...change,
});
const deskOnly = telling();

describe('the desk', () => {
  it('is told first: its duty roster, and nobody who is off duty', () => {
    const { steps } = plan({ routing: { consent: { tiers: [], named: [] } } });
    expect(steps[0]).toMatchObject({ afterMs: 0 });
    expect(steps[0]!.told.map(idOf)).toEqual(['nora', 'sol']);
  });

  it('of an unsorted report, every desk is told and no ally', () => {
    const { steps, allies: told, desk } = plan({ urgency: null, routing: null });
    expect(steps[0]!.told.map(idOf)).toEqual(['nora', 'sol', 'cira']);
    expect(told).toEqual([]);
    expect(desk).toEqual(['nora', 'sol', 'cira', 'off-duty']);
  });

  it('never includes somebody whose organisation may not hold its key', () => {
    const ghost = member('ghost', 'network', ['desk:triage']);
    const duty = { ...roster.duty, triage: ['nora', 'ghost'] };
    const { desk, why } = plan({
      policy: deskOnly,
      roster: { ...roster, members: [...roster.members, ghost], duty },
    });
    expect(desk).toEqual(['nora']);
    expect(why('network')).toBe('not-of-desk');
  });

  it('is told as a whole where nobody on duty may be', () => {
    const { desk } = plan({
      policy: deskOnly,
      roster: { ...roster, duty: { triage: [], safeguarding: [] } },
    });
    expect(desk).toEqual(['nora', 'sol', 'off-duty']);
  });

  it('is told as a whole where a roster of the policy’s own has nobody on call', () => {
    const { desk } = plan({ policy: telling({ kind: 'roster', roster: 'nights' }) });
    expect(desk).toEqual(['nora', 'sol', 'off-duty']);
  });

  it('is whoever is on call when the step comes, not when the report did', () => {
    const onCall = (_name: string, at: Date) => (at.getUTCHours() < 18 ? ['nora'] : ['sol']);
    const input = alertInput({ onCall, policy: deskOnly });
    const [step] = planAlert(input).plan.steps;
    expect(recipientsAt(step!.targets, input).map(idOf)).toEqual(['nora']);
    const late = { ...input, at: new Date('2026-03-02T19:00:00Z') };
    expect(recipientsAt(step!.targets, late).map(idOf)).toEqual(['sol']);
  });
});

describe('allies', () => {
  it('an organisation is a list of people: each ally of it is told, and nobody else of it', () => {
    expect(plan().allies.sort()).toEqual(['clara', 'nando', 'nina', 'sol']);
  });

  type Row = [what: string, change: Change, expected: WithheldReason | 'told'];
  const of = (change: Partial<RosterOrganisation>): Change => ({ roster: rosterWith('network', change) });
  const ext = (more: Record<string, unknown>) => of({ ext: more });
  const night = new Date('2026-03-03T07:00:00Z');
  const offices = {
    timeZone: 'America/Lima',
    windows: [
      { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '08:00', until: '18:00' },
    ],
  };
  it.each<Row>([
    ['consent to the network, and the policy tells allies', {}, 'told'],
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
    ['a policy that tells no ally', { policy: deskOnly }, 'policy'],
    ['a policy for others by name', { policy: telling(allies({ organisations: ['closed'] })) }, 'policy'],
    ['a policy for it by name', { policy: telling(allies({ organisations: ['network'] })) }, 'told'],
    ['a need that it does not serve', of({ capabilities: ['CS_DIGITAL'] }), 'policy'],
    ['a need that it serves among others', of({ capabilities: ['CS_DIGITAL', 'CS_LEGAL'] }), 'told'],
    [
      'a need that it does not serve, and a policy that asks for it all the same',
      { ...of({ capabilities: ['CS_DIGITAL'] }), policy: telling(allies({ needed: false })) },
      'told',
    ],
    [
      'a policy that wants another capability',
      { ...of({ capabilities: ['CS_LEGAL'] }), policy: telling(allies({ capabilities: ['CS_MEDICAL'] })) },
      'policy',
    ],
    ['a territory that contains the province', of({ departments: ['25'] }), 'told'],
    ['the province as its territory', of({ departments: ['2502'] }), 'told'],
    ['another province as its territory', of({ departments: ['2501'] }), 'policy'],
    ['another department as its territory', of({ departments: ['16'] }), 'policy'],
    [
      'a territory, and a report that names none',
      { ...of({ departments: ['25'] }), routing: { department: null } },
      'policy',
    ],
    ['the level that the policy wants', { policy: telling(allies({ scopes: ['national'] })) }, 'told'],
    [
      'a level that the policy does not want',
      { ...ext({ scope: 'international' }), policy: telling(allies({ scopes: ['territory', 'national'] })) },
      'policy',
    ],
    ['a quarantined report', { quarantined: true }, 'quarantined'],
    ['the own organisation accused', { routing: { perpetrators: ['OWN_ORG'] } }, 'conflict'],
    [
      'the own organisation accused, but this one chosen by name',
      { routing: { perpetrators: ['OWN_ORG'], consent: { tiers: ['T1'], named: ['network'] } } },
      'told',
    ],
    [
      'a conflict of its own with who is accused',
      { ...ext({ conflicts: ['LANDOWNER'] }), routing: { perpetrators: ['LANDOWNER'] } },
      'conflict',
    ],
    [
      'a conflict of its own with the sector, even chosen by name',
      {
        ...ext({ conflicts: ['MINING'] }),
        routing: { sector: ['MINING'], consent: { tiers: ['T1'], named: ['network'] } },
      },
      'conflict',
    ],
    ['a conflict with somebody else', ext({ conflicts: ['ST_POLICE'] }), 'told'],
    ['who passes on everything it hears', ext({ tlp: 'GREEN' }), 'tlp'],
    ['closed at night, and life at risk', { ...ext({ hours: offices }), at: night }, 'told'],
    [
      'closed whenever a step comes, and it can wait',
      { ...ext({ hours: offices }), at: night, urgency: 'U2', policy: telling(allies()) },
      'hours',
    ],
    [
      'closed when the report comes, and open when its step does',
      { ...ext({ hours: offices }), at: night, urgency: 'U3' },
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
    const result = plan({
      policy: telling(allies({ organisations: [id], needed: false })),
      routing: { consent: { tiers: ['T1', 'T2', 'T3'], named: [id] } },
    });
    expect(result.organisations).not.toContain(id);
    expect(result.why(id)).toBe('never-automatic');
  });

  it.each(['police', 'embassy', 'un'])('%s: of an exercise not even by a coordinator', (id) => {
    const result = plan({
      policy: telling(allies({ organisations: [id], needed: false })),
      routing: { ext: EXERCISE, consent: { tiers: ['T1', 'T2', 'T3'], named: [id] } },
    });
    expect(result.organisations).not.toContain(id);
    expect(result.why(id)).toBe('exercise');
  });

  it('where the police is accused, authorities are marked as a conflict', () => {
    expect(plan({ routing: { perpetrators: ['ST_POLICE'] } }).why('police')).toBe('conflict');
  });

  it('those who speak the reporter’s language come first, and nobody is left out', () => {
    const speaks = rosterWith('closed', { ext: { languages: ['shp'] } });
    const { steps } = plan({ roster: speaks, routing: { language: 'shp' } });
    const told = steps[0]!.told.filter(({ via }) => via === 'ally').map(idOf);
    expect(told[0]).toBe('clara');
    expect(told.sort()).toEqual(['clara', 'nando', 'nina']);
  });

  const CONTACT = '00000000-0000-4000-8000-00000000000c';
  const withContact = rosterWith('empty', {
    ext: { contacts: [{ id: CONTACT, name: 'Eva', phone: '+51 900 111 222', languages: [] }] },
  });

  it('who has no keys is called, and whoever is on duty hears of it too', () => {
    const { steps, call } = plan({ roster: withContact });
    expect(call).toEqual([CONTACT]);
    expect(steps[0]!.told.map(({ via }) => via)).toContain('desk');
  });

  it('who has no keys is called only with consent', () => {
    const { call, why } = plan({ roster: withContact, routing: { exclusions: ['empty'] } });
    expect(call).toEqual([]);
    expect(why('empty')).toBe('excluded');
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
      expect(result.organisations).not.toContain(id);
      expect(result.told.length).toBeGreaterThan(0);
    }
  });

  it('says so to the desk', () => {
    expect(plan({ routing: { exclusions: ['network'] } }).why('network')).toBe('excluded');
    expect(plan({ routing: { exclusions: ['south'] } }).why('south')).toBe('excluded');
  });

  it('not even when all on duty belong to it: then the rest of the desk is told', () => {
    const { desk } = plan({
      policy: deskOnly,
      routing: { exclusions: ['north'] },
      roster: { ...roster, duty: { triage: ['nora'], safeguarding: [] } },
    });
    expect(desk).toEqual(['sol', 'off-duty']);
  });

  it('not even when it is the whole desk: the plan is empty, and the alert visibly exhausted', () => {
    const { plan: empty } = plan({ policy: deskOnly, routing: { exclusions: ['north', 'south'] } });
    expect(empty.steps).toEqual([]);
  });
});

describe('the ladder', () => {
  const minutes = (steps: readonly { afterMs: number }[]) => steps.map((step) => step.afterMs / 60_000);
  const viaOf = (steps: ReturnType<typeof plan>['steps']) =>
    steps.map(({ told }) => [...new Set(told.map(({ via }) => via))]);

  it('of a critical report tells desk and allies at once, the desk, the allies, and both again', () => {
    const { steps, plan: made } = plan();
    expect(minutes(steps)).toEqual([0, 15, 15, 15]);
    expect(viaOf(steps)).toEqual([['desk', 'ally'], ['desk'], ['ally'], ['desk', 'ally']]);
    expect(made.lastWaitMs).toBe(15 * 60_000);
  });

  it('of a medium report tells the allies when the desk has let its time pass', () => {
    const { steps } = plan({ urgency: 'U3' });
    expect(minutes(steps)).toEqual([0, 240, 240]);
    expect(viaOf(steps)).toEqual([['desk'], ['desk'], ['desk', 'ally']]);
  });

  it('leaves out a step that would tell nobody, and keeps the time between the others', () => {
    const { steps } = plan({ routing: { consent: { tiers: [], named: [] } } });
    expect(minutes(steps)).toEqual([0, 15, 30]);
    expect(viaOf(steps)).toEqual([['desk'], ['desk'], ['desk']]);
  });

  it('tells somebody who is on duty and an ally once in a step, as the desk', () => {
    const [first] = plan().steps;
    const sol = first!.told.filter((recipient) => idOf(recipient) === 'sol');
    expect(sol).toEqual([{ member: 'sol', organisation: 'south', via: 'desk' }]);
  });

  it('of an unsorted report begins with its batch and never with its receipt', () => {
    const { plan: made } = plan({ urgency: null, routing: null });
    expect(made.steps[0]!.afterMs).toBe(300_000);
  });
});

describe('routes', () => {
  const route = (name: string, when: object, more: object = {}) => ({
    name,
    when,
    plan: name === 'rest' ? 'quiet' : 'loud',
    continue: false,
    ...more,
  });
  const page = { kind: 'roster', roster: 'triage' } as const;
  const plans = {
    ...DEFAULT_POLICY.plans,
    loud: [
      { afterSeconds: 0, notify: [page] },
      { afterSeconds: 600, notify: [{ kind: 'desk' as const }] },
    ],
    quiet: [
      { afterSeconds: 0, notify: [page] },
      { afterSeconds: 900, notify: [{ kind: 'person' as const }] },
    ],
  };
  const taken = (when: object, change: Change = {}, more: object = {}) =>
    planAlert(
      alertInput({
        ...change,
        policy: { ...DEFAULT_POLICY, plans, routes: [route('first', when, more), route('rest', {})] },
      }),
    );

  it.each<[string, object, Change, boolean]>([
    ['urgency', { urgency: ['U1', 'U2'] }, {}, true],
    ['another urgency', { urgency: ['U3'] }, {}, false],
    [
      'one of several acts',
      { acts: ['SUR_PHYSICAL'] },
      { routing: { acts: ['THR_DEATH', 'SUR_PHYSICAL'] } },
      true,
    ],
    ['a group of acts', { actGroups: ['THREAT'] }, {}, true],
    ['another group', { actGroups: ['LEGAL'] }, {}, false],
    ['a kind of target', { targets: ['COM'] }, { routing: { targets: ['IND', 'COM'] } }, true],
    ['the department of its province', { territory: ['25'] }, {}, true],
    ['a province of its department', { territory: ['2501'] }, { routing: { department: '25' } }, false],
    ['a territory, of a report without one', { territory: ['25'] }, { routing: { department: null } }, false],
    ['a sector', { sector: ['LOGGING'] }, { routing: { sector: ['LOGGING'] } }, true],
    ['a need', { needs: ['CS_LEGAL'] }, {}, true],
    ['a language', { language: ['shp'] }, { routing: { language: 'shp' } }, true],
    ['a raiser', { raisers: ['CHILDREN'] }, { routing: { raisers: ['CHILDREN'] } }, true],
    ['a consent', { consent: ['T2'] }, {}, true],
    ['no consent', { consent: ['T0'] }, { routing: { consent: { tiers: [], named: [] } } }, true],
    ['no consent, of a report with one', { consent: ['T0'] }, {}, false],
    ['a channel', { channel: ['E2EE_WEB'] }, {}, true],
    ['another channel', { channel: ['SMS_PLAIN'] }, {}, false],
    ['two conditions that hold', { urgency: ['U1'], needs: ['CS_LEGAL'] }, {}, true],
    ['two conditions of which one holds', { urgency: ['U1'], needs: ['CS_DIGITAL'] }, {}, false],
  ])('by %s', (_what, when, change, matches) => {
    expect(taken(when, change).routes).toEqual([matches ? 'first' : 'rest']);
  });

  it('that continue run side by side with the next, as one ladder', () => {
    const { routes, plan: made } = taken({ urgency: ['U1'] }, {}, { continue: true });
    expect(routes).toEqual(['first', 'rest']);
    expect(made.steps).toEqual([
      { afterMs: 0, targets: [page] },
      { afterMs: 600_000, targets: [{ kind: 'desk' }] },
      { afterMs: 300_000, targets: [{ kind: 'person' }] },
    ]);
  });

  it('are not asked about an unsorted report: nothing is known to route it by', () => {
    expect(plan({ urgency: null as UrgencyLevel | null, routing: null }).routes).toEqual([]);
  });
});
