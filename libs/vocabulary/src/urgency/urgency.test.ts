import { describe, expect, it } from '@jest/globals';
import { ACT_TYPES } from '../lists/act-types.js';
import { IMMINENCE } from '../lists/imminence.js';
import { mostUrgent, oneLevelUp, URGENCY_CODES, URGENCY_LEVELS, urgencyRank } from './urgency-levels.js';
import { DANGER_OF_ACT, dangerOfAct, DANGERS, RAISER_OF_ACT } from './urgency-rules.js';

describe('urgency levels', () => {
  it('give more time the less urgent they are', () => {
    const times = URGENCY_LEVELS.map((level) => level.reaction);
    for (const key of ['ackSeconds', 'actionSeconds', 'reassessSeconds'] as const) {
      const column = times.map((reaction) => reaction[key]);
      expect(column).toEqual([...column].sort((a, b) => a - b));
      expect(new Set(column).size).toBe(4);
    }
  });

  it('have the proposed times in seconds', () => {
    expect(
      URGENCY_LEVELS.map(({ reaction: r }) => [r.ackSeconds, r.actionSeconds, r.reassessSeconds]),
    ).toEqual([
      [900, 3_600, 14_400],
      [3_600, 21_600, 86_400],
      [28_800, 172_800, 604_800],
      [172_800, 432_000, 2_592_000],
    ]);
  });

  it('go one level up and stop at the top', () => {
    expect(URGENCY_CODES.map(oneLevelUp)).toEqual(['U1', 'U1', 'U2', 'U3']);
    expect(mostUrgent('U3', 'U2')).toBe('U2');
    expect(urgencyRank('U1')).toBe(0);
  });
});

describe('urgency rules', () => {
  it('judge every act and every answer to "when"', () => {
    expect(Object.keys(DANGER_OF_ACT)).toEqual(ACT_TYPES.map((act) => act.code));
    for (const levels of Object.values(DANGERS)) {
      expect(Object.keys(levels).sort()).toEqual(IMMINENCE.map((entry) => entry.code as string).sort());
    }
  });

  it('never call the present less urgent than the past', () => {
    for (const levels of Object.values(DANGERS)) {
      const order = [levels.now, levels['72h'], levels.recent, levels.past].map(urgencyRank);
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(urgencyRank(levels.unknown)).toBeLessThanOrEqual(urgencyRank(levels.past));
    }
  });

  it('treat an act they do not know like OTHER', () => {
    expect(dangerOfAct('DRONE_ATTACK')).toBe(DANGER_OF_ACT.OTHER);
    expect(dangerOfAct('constructor')).toBe(DANGER_OF_ACT.OTHER);
  });

  it('imply raisers only from acts that exist', () => {
    expect(Object.keys(RAISER_OF_ACT).filter((code) => !ACT_TYPES.some((act) => act.code === code))).toEqual(
      [],
    );
  });
});
