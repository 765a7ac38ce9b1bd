import { describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { encodeCursor, pageArguments, pageOf } from './page.js';

describe('a page', () => {
  it('begins after the row of its cursor', () => {
    const id = newId();
    expect(pageArguments(5, encodeCursor(id))).toEqual({ size: 5, after: id });
    expect(pageArguments(100, null)).toEqual({ size: 100, after: null });
  });

  it('refuses sizes out of range and cursors that we did not write', () => {
    for (const first of [0, -1, 101]) expect(() => pageArguments(first, null)).toThrow();
    const cursor = encodeCursor(newId());
    for (const bad of [
      '',
      'x',
      `${cursor}A`,
      `${cursor}=`,
      cursor.slice(1),
      `${cursor.slice(0, -1)}_`,
      ' '.repeat(22),
    ])
      expect(() => pageArguments(1, bad)).toThrow();
  });

  it('says whether there is more, and where it ended', () => {
    const rows = [newId(), newId(), newId()];
    const page = pageOf(rows, 2, String, (id) => id);
    expect(page.edges.map((edge) => edge.node)).toEqual(rows.slice(0, 2));
    expect(page.pageInfo).toEqual({ hasNextPage: true, endCursor: encodeCursor(rows[1]!) });
    expect(pageOf([], 2, String, String).pageInfo).toEqual({ hasNextPage: false, endCursor: null });
  });
});
