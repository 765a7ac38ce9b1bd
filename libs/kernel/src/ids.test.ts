import { describe, expect, it } from '@jest/globals';
import { hourOf } from './clock.js';
import { isId, newId } from './ids.js';

describe('ids and times', () => {
  it('are random version 4 ids with one spelling', () => {
    const id = newId();
    expect(isId(id)).toBe(true);
    expect(id[14]).toBe('4');
    expect(newId()).not.toBe(id);
    for (const other of [id.toUpperCase(), `{${id}}`, id.replaceAll('-', ''), `${id} `, ''])
      expect(isId(other)).toBe(false);
  });

  it('coarsen to the hour without touching the given date', () => {
    const at = new Date('2026-03-04T05:59:59.999Z');
    expect(hourOf(at).toISOString()).toBe('2026-03-04T05:00:00.000Z');
    expect(at.toISOString()).toBe('2026-03-04T05:59:59.999Z');
  });
});
