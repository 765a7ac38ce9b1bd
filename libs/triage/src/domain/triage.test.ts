import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Policy } from '#policy';
import { DEFAULT_POLICY } from '#policy/files';
import { LISTS, type Routing, type UrgencyLevel, urgencyRank } from '#vocabulary';
import { decideTriage, type TriageInput } from './triage.js';

const received = new Date('2026-07-20T12:00:00Z');
const now = new Date('2026-07-20T12:00:01Z');

const routing = (change: Partial<Routing> = {}): Routing => ({
  v: 1,
  acts: ['STG_SMEAR'],
  imminence: 'recent',
  urgency: null,
  department: '25',
  targets: ['IND'],
  sector: [],
  perpetrators: [],
  needs: [],
  language: 'spa',
  consent: { tiers: [], named: [] },
  exclusions: [],
  raisers: [],
  ...change,
});

const triage = (
  change: Partial<Routing>,
  input: Partial<TriageInput> = {},
  policy: Policy = DEFAULT_POLICY,
) =>
  decideTriage(
    {
      routing: routing(change),
      receivedAt: received,
      channelAssurance: 'E2EE_WEB',
      quarantined: false,
      ...input,
    },
    policy,
    now,
  );

type Row = [what: string, acts: string[], imminence: Routing['imminence'], level: UrgencyLevel];

describe('the level that the rules give', () => {
  it.each<Row>([
    ['an attack in progress', ['INT_PHYSICAL'], 'now', 'U1'],
    ['an attempt in progress', ['LIFE_ATTEMPT'], 'now', 'U1'],
    ['a disappearance, whenever it began', ['LIB_DISAPPEAR'], 'recent', 'U1'],
    ['a disappearance without a date', ['LIB_DISAPPEAR'], 'unknown', 'U1'],
    ['a detention that goes on', ['LIB_ARREST'], 'now', 'U1'],
    ['a death threat that may be carried out now', ['THR_DEATH'], 'now', 'U1'],
    ['a death threat', ['THR_DEATH'], 'recent', 'U2'],
    ['an attempt in the last three days', ['LIFE_ATTEMPT'], '72h', 'U2'],
    ['a killing in the community', ['LIFE_KILLING'], 'recent', 'U2'],
    ['armed men on the land', ['LND_INVASION'], 'now', 'U2'],
    ['being followed', ['SUR_PHYSICAL'], 'recent', 'U3'],
    ['a lawsuit to silence', ['CRM_SLAPP'], 'recent', 'U3'],
    ['repeated threats', ['THR_OTHER'], '72h', 'U3'],
    ['a smear campaign', ['STG_SMEAR'], 'now', 'U4'],
    ['old facts', ['INT_PHYSICAL'], 'past', 'U4'],
    ['an act that this version does not know, now', ['DRONE_ATTACK'], 'now', 'U1'],
    ['the worst of several acts, primary or not', ['STG_SMEAR', 'THR_DEATH'], 'recent', 'U2'],
  ])('%s', (_what, acts, imminence, level) => {
    const decision = triage({ acts, imminence });
    expect([decision.base, decision.urgency]).toEqual([level, level]);
  });

  it('names the acts that gave it, and when', () => {
    const { reasons } = triage({ acts: ['STG_SMEAR', 'THR_DEATH', 'LIFE_KILLING'], imminence: 'recent' });
    expect(reasons).toEqual([
      { code: 'act', because: 'THR_DEATH', level: 'U2' },
      { code: 'act', because: 'LIFE_KILLING', level: 'U2' },
      { code: 'imminence', because: 'recent' },
    ]);
  });
});

describe('what the reporter thinks', () => {
  it('raises urgency', () => {
    const decision = triage({ urgency: 'U1' });
    expect([decision.base, decision.urgency]).toEqual(['U4', 'U1']);
    expect(decision.reasons).toContainEqual({ code: 'reporter', because: 'U1' });
  });

  it('never lowers it', () => {
    const decision = triage({ acts: ['LIB_DISAPPEAR'], urgency: 'U4' });
    expect(decision.urgency).toBe('U1');
    expect(decision.reasons.map((reason) => reason.code)).not.toContain('reporter');
  });
});

describe('raisers', () => {
  const lifting = LISTS.raisers.map((raiser) => raiser.code as string).filter((code) => code !== 'UNKNOWN');

  it.each(lifting)('%s lifts one level and says so', (raiser) => {
    const decision = triage({ acts: ['SUR_PHYSICAL'], raisers: [raiser] });
    expect(decision.raised).toEqual([{ raiser, from: 'U3', to: 'U2' }]);
    expect([decision.base, decision.urgency]).toEqual(['U3', 'U2']);
    expect(decision.reasons).toContainEqual({ code: 'raiser', because: raiser });
  });

  it('lift one level each, and never above U1', () => {
    const decision = triage({ acts: ['SUR_PHYSICAL'], raisers: ['CHILDREN', 'ISOLATION', 'PIACI'] });
    expect(decision.raised).toEqual([
      { raiser: 'CHILDREN', from: 'U3', to: 'U2' },
      { raiser: 'ISOLATION', from: 'U2', to: 'U1' },
    ]);
    expect(decision.reasons).toContainEqual({ code: 'raiser-at-top', because: 'PIACI' });
    expect(decision.urgency).toBe('U1');
  });

  it('lift from what the reporter thinks, where that is more urgent', () => {
    expect(triage({ urgency: 'U2', raisers: ['CHILDREN'] }).urgency).toBe('U1');
  });

  it('are taken from the acts too, and count once', () => {
    const decision = triage({
      acts: ['SEX_HARASS', 'GBV_REPRISAL'],
      imminence: 'recent',
      raisers: ['GENDER'],
    });
    expect(decision.raised).toEqual([{ raiser: 'GENDER', from: 'U3', to: 'U2' }]);
  });

  it('from a newer client lift; "not known" does not', () => {
    expect(triage({ raisers: ['FLOOD'] }).urgency).toBe('U3');
    expect(triage({ raisers: ['UNKNOWN'] }).urgency).toBe('U4');
  });
});

it('nothing that a reporter adds ever lowers urgency', () => {
  const acts = fc.uniqueArray(fc.constantFrom(...LISTS.acts.map((act) => act.code)), {
    minLength: 1,
    maxLength: 4,
  });
  const raisers = fc.uniqueArray(fc.constantFrom(...LISTS.raisers.map((raiser) => raiser.code)), {
    maxLength: 4,
  });
  const imminence = fc.constantFrom('now', '72h', 'recent', 'past', 'unknown' as const);
  const urgency = fc.constantFrom('U1', 'U2', 'U3', 'U4', null);
  fc.assert(
    fc.property(
      acts,
      acts,
      raisers,
      raisers,
      imminence,
      urgency,
      (a, moreActs, r, moreRaisers, when, view) => {
        const less = triage({ acts: a, raisers: r, imminence: when });
        const more = triage({
          acts: [...new Set([...a, ...moreActs])],
          raisers: [...new Set([...r, ...moreRaisers])],
          imminence: when,
          urgency: view,
        });
        expect(rank(more.urgency)).toBeLessThanOrEqual(rank(less.urgency));
        expect(rank(more.urgency)).toBeLessThanOrEqual(rank(more.base));
      },
    ),
  );
  function rank(level: UrgencyLevel | null): number {
    if (!level) throw new Error('a sorted report has a level');
    return urgencyRank(level);
  }
});

describe('a report that dispatch cannot open', () => {
  const unsorted = (input: Partial<TriageInput> = {}, policy = DEFAULT_POLICY) =>
    triage({}, { routing: null, ...input }, policy);

  it('goes to every desk, without a level', () => {
    const { urgency, base, raised, desk, unsorted: flag } = unsorted();
    expect({ urgency, base, raised, desk, flag }).toEqual({
      urgency: null,
      base: null,
      raised: [],
      desk: 'all',
      flag: true,
    });
  });

  it('shows the common deadlines, whatever its channel', () => {
    const channels = [
      { assurance: 'SMS_PLAIN', ackSeconds: 60, actionSeconds: 120, reassessSeconds: 180 },
    ] as const;
    const policy = { ...DEFAULT_POLICY, unsorted: { ...DEFAULT_POLICY.unsorted, channels } };
    const plain = unsorted({ channelAssurance: 'SMS_PLAIN' }, policy);
    const web = unsorted({ channelAssurance: 'E2EE_WEB' }, policy);
    expect(plain.ackDueAt).toEqual(web.ackDueAt);
    expect(plain.visibleAt).toEqual(web.visibleAt);
    expect(plain.raiseAt).not.toEqual(web.raiseAt);
  });
});

describe('deadlines', () => {
  it('follow the level, from the moment of receipt', () => {
    const { ackDueAt, actionDueAt, reassessAt } = triage({ acts: ['LIB_DISAPPEAR'], imminence: 'now' });
    expect(ackDueAt).toEqual(new Date('2026-07-20T12:15:00Z'));
    expect(actionDueAt).toEqual(new Date('2026-07-20T13:00:00Z'));
    expect(reassessAt).toEqual(new Date('2026-07-20T16:00:00Z'));
  });

  it('of a sorted report wait for no batch, and nothing raises what has a level of its own', () => {
    const { visibleAt, raiseAt } = triage({});
    expect([visibleAt, raiseAt]).toEqual([now, null]);
  });

  it('do not move because the worker came late', () => {
    const early = triage({});
    const late = decideTriage(
      { routing: routing(), receivedAt: received, channelAssurance: 'E2EE_WEB', quarantined: false },
      DEFAULT_POLICY,
      new Date('2026-07-25T00:00:00Z'),
    );
    expect(late.ackDueAt).toEqual(early.ackDueAt);
  });

  it('do not move into the future because a clock ran ahead', () => {
    expect(triage({}, { receivedAt: new Date('2030-01-01T00:00:00Z') }).ackDueAt).toEqual(
      new Date(now.getTime() + 172_800_000),
    );
  });
});

describe('a quarantined report', () => {
  it('is as urgent as any other, and marked', () => {
    const clean = triage({ acts: ['THR_DEATH'] });
    const doubtful = triage({ acts: ['THR_DEATH'] }, { quarantined: true, channelAssurance: 'UNKNOWN' });
    expect(doubtful).toEqual({
      ...clean,
      quarantined: true,
      reasons: [...clean.reasons, { code: 'quarantined', because: 'UNKNOWN' }],
    });
  });
});
