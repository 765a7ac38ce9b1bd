import { describe, expect, it } from '@jest/globals';
import { longestShared } from './story.js';

describe('what the server holds of a text', () => {
  it('is found wherever it lies, so that "nothing" means something', () => {
    const noise = Buffer.from(Array.from({ length: 300 }, (_, at) => (at * 7) % 31));
    expect(longestShared('at the bridge', noise)).toBe(0);
    expect(longestShared('at the bridge', Buffer.concat([noise, Buffer.from('the brid'), noise]))).toBe(8);
    expect(longestShared('at the bridge', Buffer.concat([noise, Buffer.from('at the bridge')]))).toBe(13);
  });
});
