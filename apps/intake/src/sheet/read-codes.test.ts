import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { EMPTY_DRAFT } from '../flow/draft.js';
import { knownDate } from '../flow/to-report.js';
import {
  ACTS_BY_GROUP,
  NEED_CODES,
  PERPETRATORS_BY_GROUP,
  RAISER_CODES,
  TARGETS,
} from '../questions/codes.js';
import { en } from '../text/en.js';
import { es } from '../text/es.js';
import { pt } from '../text/pt.js';
import { BOXES, BOX_NAMES, choicesOf, letterOf, wordsOfBox, type Box } from './paper-codes.js';
import { changeOf, readCodes, readDate, typedDate, typedOf } from './read-codes.js';

const codesOf = (box: Box): string[] => choicesOf(box).map(({ code }) => code);

/** Of each box as it went to print: how many numbers, and a hash of what they mean. It may grow at its end and change nowhere else. */
const PRINTED: Readonly<Record<string, readonly [count: number, hash: string]>> = {
  danger: [3, 'cb83dc41d1739005'],
  teller: [3, '09cf984c0c2cb158'],
  targets: [10, 'e82874b9c675f6ef'],
  acts: [36, '8b0d1c6a41119e60'],
  when: [4, '2875c3e24cfbc1cc'],
  country: [9, 'e5363149fa3ca0ea'],
  department: [25, '232ad8cb26e92e5e'],
  perpetrators: [24, '8d96fbb21fb9af6a'],
  raisers: [9, '26f2111e3cd0be66'],
  needs: [16, '7abb03a4688ffd1e'],
  tiers: [4, '228391fa2cabc9df'],
  reading: [3, 'ff8bb7f652842265'],
  contact: [2, 'd6cd7ab0a05f924b'],
};

describe('the numbers of the paper form', () => {
  it('mean on every sheet that was ever printed what they meant then', () => {
    expect(BOX_NAMES.slice(0, 13)).toEqual(Object.keys(PRINTED));
    expect(BOX_NAMES.slice(0, 13).map(letterOf).join('')).toBe('ABCDEFGHIJKLM');
    for (const box of BOX_NAMES) {
      const [count, hash] = PRINTED[box] ?? [0, ''];
      const printed = BOXES[box].slice(0, count).join(' ');
      expect([box, createHash('sha256').update(printed).digest('hex').slice(0, 16)]).toEqual([box, hash]);
    }
  });

  it('are there for every choice that the questions offer', () => {
    const sorted = (codes: readonly string[]): string[] => [...codes].sort();
    expect(sorted(codesOf('acts'))).toEqual(sorted(ACTS_BY_GROUP.flatMap(([, acts]) => acts)));
    expect(sorted(codesOf('perpetrators'))).toEqual(
      sorted(PERPETRATORS_BY_GROUP.flatMap(([, , kinds]) => kinds)),
    );
    expect(sorted(codesOf('needs'))).toEqual(sorted(NEED_CODES));
    expect(sorted(codesOf('raisers'))).toEqual(sorted(RAISER_CODES));
    expect(sorted(codesOf('targets'))).toEqual(sorted(TARGETS));
  });

  it('have words in every language', () => {
    for (const text of [es, en, pt])
      for (const box of BOX_NAMES)
        expect(codesOf(box).filter((code) => typeof wordsOfBox(box, text).labels[code] !== 'string')).toEqual(
          [],
        );
  });
});

describe('what is typed into a box', () => {
  it('is read with anything between the numbers, in its order, each once', () => {
    const acts = ['INT_FORCE', 'INT_TORTURE'];
    for (const typed of ['12 11', '12,11', ' 12.. 11 ', '12 11 12', '012/11'])
      expect(readCodes('acts', typed)).toEqual({ chosen: acts, wrong: [], over: [] });
  });

  it('is shown back where the box has no such number, or no room', () => {
    expect(readCodes('acts', '3 99 x 0')).toMatchObject({
      chosen: ['HAR_INTIMIDATION'],
      wrong: ['99', 'x', '0'],
    });
    expect(readCodes('danger', '1 2')).toEqual({ chosen: ['now'], wrong: [], over: ['2'] });
    expect(readCodes('danger', '')).toEqual({ chosen: [], wrong: [], over: [] });
  });

  it('comes back as numbers to who returns to the sheet', () => {
    for (const box of BOX_NAMES) {
      const [first] = choicesOf(box);
      const typed = String(first?.number);
      const draft = { ...EMPTY_DRAFT, ...changeOf(box, readCodes(box, typed), EMPTY_DRAFT) };
      expect([box, typedOf(box, draft)]).toEqual([box, typed]);
    }
    expect(typedOf('acts', { ...EMPTY_DRAFT, acts: ['INT_FORCE', 'THR_DEATH'] })).toBe('12 1');
  });

  it('of who speaks for themselves says to whom it happened, unless the sheet says otherwise', () => {
    expect(changeOf('teller', { chosen: ['self'] }, EMPTY_DRAFT)).toEqual({
      teller: 'self',
      targets: ['IND'],
    });
    const told = { ...EMPTY_DRAFT, targets: ['FAM'] };
    expect(changeOf('teller', { chosen: ['self'] }, told)).toEqual({ teller: 'self' });
  });

  it('as a date is as much of it as is known', () => {
    expect(knownDate(readDate('20 11 2026'))).toBe('2026-11-20');
    expect(knownDate(readDate('5/3/2026'))).toBe('2026-03-05');
    expect(knownDate(readDate('3 2026'))).toBe('2026-03');
    expect(knownDate(readDate('2026'))).toBe('2026');
    expect(knownDate(readDate('ayer'))).toBeNull();
    expect(typedDate(readDate('5 3 2026'))).toBe('05 03 2026');
  });
});
