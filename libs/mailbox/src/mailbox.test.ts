import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { BOX_BYTES, BOXES_PER_VISIT, fillBoxes } from './mailbox.js';

describe('a visit to a mailbox', () => {
  it('always brings eight boxes of one size, each different, the replies first', () => {
    for (const count of [0, 1, 7, 8]) {
      const replies = Array.from({ length: count }, () => new Uint8Array(randomBytes(BOX_BYTES)));
      const boxes = fillBoxes(replies, (length) => new Uint8Array(randomBytes(length)));
      expect(boxes.map((box) => box.length)).toEqual(
        Array.from({ length: BOXES_PER_VISIT }, () => BOX_BYTES),
      );
      expect(boxes.slice(0, count)).toEqual(replies);
      expect(new Set(boxes.map((box) => Buffer.from(box).toString('hex'))).size).toBe(BOXES_PER_VISIT);
    }
  });
});
