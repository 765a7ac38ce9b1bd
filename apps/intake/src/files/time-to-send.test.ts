import { describe, expect, it } from '@jest/globals';
import { en } from './text/en.js';
import { sizeText, timeText } from './time-to-send.js';

describe('what a file costs on a thin line', () => {
  it.each([
    [1, '1 KB', '10 seconds'],
    [65_609, '64 KB', '30 seconds'],
    [180_000, '176 KB', '2 minutes'],
    [3_000_000, '2.9 MB', '20 minutes'],
    [50_000_000, '47.7 MB', '6 hours'],
  ])('%d bytes are %s and take %s', (bytes, size, time) => {
    expect([sizeText(bytes), timeText(bytes, en)]).toEqual([size, time]);
  });
});
