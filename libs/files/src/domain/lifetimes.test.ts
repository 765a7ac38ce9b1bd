import { describe, expect, it } from '@jest/globals';
import { isOver, type FileState } from './lifetimes.js';

const now = new Date('2026-07-20T12:00:00Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);

describe('how long a file is kept', () => {
  it.each<[FileState, number, boolean]>([
    ['arriving', 6, false],
    ['arriving', 7.1, true],
    ['whole', 59, false],
    ['whole', 60.1, true],
    ['fetched', 399, false],
    ['fetched', 400.1, true],
  ])('%s and untouched for %d days: over %s', (state, days, over) => {
    expect(isOver(state, daysAgo(days), now)).toBe(over);
  });

  it('a clock that was ahead ends nothing', () => {
    expect(isOver('arriving', daysAgo(-400), now)).toBe(false);
  });
});
