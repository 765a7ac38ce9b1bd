import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cryptoReady, deriveDeskKeys, randomBytes } from '#crypto';
import { blindToken, monthOf } from '#crypto/search';
import { actGroupsOf, departmentOf, LISTS, type ActGroup } from '#vocabulary';
import type { HeldDesk } from './member-keys.js';
import { matches, tokensToAsk, type Search } from './search.js';

const NOW = new Date('2026-07-20T12:00:00Z');
const DAY = 86_400_000;
let desks: readonly HeldDesk[];
beforeAll(async () => {
  await cryptoReady();
  desks = [1, 2].map((epoch) => ({
    desk: 'triage',
    epoch,
    keys: deriveDeskKeys(randomBytes(32)),
    retired: epoch === 1,
  }));
});

/** As the worker stores it. */
function stored(place: string | null, acts: readonly string[], at: Date, epoch: number) {
  const key = desks[epoch - 1]!.keys.index;
  const month = monthOf(at);
  return {
    area: place === null ? null : blindToken(key, 'area', departmentOf(place), month),
    acts: actGroupsOf(acts).map((group) => blindToken(key, 'acts', group, month)),
  };
}

/** As the server compares. */
function found(search: Search, row: ReturnType<typeof stored>): boolean {
  const { areaTokens, actTokens } = tokensToAsk(search, desks, NOW);
  return (
    (!areaTokens || (row.area !== null && areaTokens.includes(row.area))) &&
    (!actTokens || row.acts.some((token) => actTokens.includes(token)))
  );
}

const places = ['25', '2503', '2501', '16', '17', 'BR-AC', 'CO-AMA'];
const place = fc.constantFrom(...places);
const acts = fc.uniqueArray(fc.constantFrom(...LISTS.acts.map(({ code }) => code), 'DRONE_ATTACK'), {
  minLength: 1,
  maxLength: 4,
});
const groups = fc.uniqueArray(fc.constantFrom(...LISTS.actGroups.map(({ code }) => code)), {
  minLength: 1,
  maxLength: 3,
});
const search: fc.Arbitrary<Search> = fc.record(
  { department: place, actGroups: groups },
  { requiredKeys: [] },
);

describe('a search by blind tokens', () => {
  it('loses no report of the last thirteen months that the plain search would find', () => {
    fc.assert(
      fc.property(
        search,
        fc.option(place, { nil: null }),
        acts,
        fc.integer({ min: 0, max: 365 }),
        fc.constantFrom(1, 2),
        (wanted, department, codes, daysAgo, epoch) => {
          const at = new Date(NOW.getTime() - daysAgo * DAY);
          if (!matches(wanted, { department, acts: codes })) return;
          expect(found(wanted, stored(department, codes, at, epoch))).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('loses none that was received when our clock was still in the month before', () => {
    const eve = new Date('2026-07-31T23:59:00Z');
    const { areaTokens } = tokensToAsk({ department: '25' }, desks, eve);
    const row = stored('25', ['THR_DEATH'], new Date('2026-08-01T00:00:30Z'), 2);
    expect(areaTokens).toContain(row.area);
  });

  it('finds an act that the worker did not know and that lies under OTHER', () => {
    const { actTokens } = tokensToAsk({ actGroups: ['THREAT'] }, desks, NOW);
    expect(actTokens).toContain(stored(null, ['NEW_THREAT'], NOW, 2).acts[0]);
  });

  it('keeps what it cannot read, and removes what only shares a token', () => {
    expect(matches({ department: '25', actGroups: ['THREAT'] }, null)).toBe(true);
    const told = { department: '2503', acts: ['STG_SMEAR', 'THR_DEATH'] };
    const rows: [Search, boolean][] = [
      [{}, true],
      [{ department: '25' }, true],
      [{ department: '2503' }, true],
      [{ department: '2501' }, false],
      [{ department: '16' }, false],
      [{ department: 'BR-AC' }, false],
      [{ actGroups: ['THREAT'] }, true],
      [{ actGroups: ['LIFE', 'STIGMA'] }, true],
      [{ actGroups: ['LIFE'] }, false],
      [{ department: '16', actGroups: ['THREAT'] }, false],
    ];
    for (const [wanted, expected] of rows) expect(matches(wanted, told)).toBe(expected);
    expect(matches({ department: '25' }, { department: null, acts: ['THR_DEATH'] })).toBe(false);
  });

  it('asks for both epochs, each token once, and never for more than the server takes', () => {
    const every: ActGroup[] = LISTS.actGroups.map(({ code }) => code);
    const { areaTokens = [], actTokens = [] } = tokensToAsk(
      { department: '25', actGroups: every, months: 99 },
      desks,
      NOW,
    );
    expect(new Set(areaTokens).size).toBe(areaTokens.length);
    expect(new Set(actTokens).size).toBe(actTokens.length);
    expect(Math.max(areaTokens.length, actTokens.length)).toBeLessThanOrEqual(384);
    expect(areaTokens.length).toBeGreaterThan(23);
  });

  it('asks nothing by token without a key: everything comes, and nothing is hidden', () => {
    expect(tokensToAsk({ department: '25', actGroups: ['THREAT'] }, [], NOW)).toEqual({});
  });
});
