import { describe, expect, it } from '@jest/globals';
import { INTERFACE_LANGUAGES, LISTS } from '#vocabulary';
import { ACTS_BY_GROUP, NEED_CODES, RAISER_CODES } from '../questions/codes.js';
import { en as filesEn } from '../files/text/en.js';
import { es as filesEs } from '../files/text/es.js';
import { pt as filesPt } from '../files/text/pt.js';
import { en as talkEn } from '../talk/text/en.js';
import { es as talkEs } from '../talk/text/es.js';
import { pt as talkPt } from '../talk/text/pt.js';
import { en } from './en.js';
import { es } from './es.js';
import { LANGUAGE_NAMES, languageOf, loadText } from './languages.js';
import { pt } from './pt.js';

type Leaf = readonly [path: string, value: unknown];

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

/** All that is said in a language, whenever it is fetched. */
const SPANISH = { page: es, files: filesEs, talk: talkEs };
const ENGLISH = { page: en, files: filesEn, talk: talkEn };
const PORTUGUESE = { page: pt, files: filesPt, talk: talkPt };
const ALL = [SPANISH, ENGLISH, PORTUGUESE];

const codes = (list: readonly { readonly code: string }[]): string[] => list.map(({ code }) => code).sort();

describe('the words of the page', () => {
  it('are there in every language of the platform', async () => {
    expect(Object.keys(LANGUAGE_NAMES).sort()).toEqual([...INTERFACE_LANGUAGES].sort());
    expect(await Promise.all(INTERFACE_LANGUAGES.map(loadText))).toEqual([es, en, pt]);
  });

  it('leave no sentence empty, and none in Spanish by mistake', () => {
    for (const text of ALL) {
      const empty = leaves(text).filter(([, value]) => value === '');
      expect(empty).toEqual([]);
    }
    const spanish = new Map(leaves(SPANISH));
    const long = leaves(ENGLISH).filter(
      ([, value]) => typeof value === 'string' && value.split(' ').length > 2,
    );
    expect(long.filter(([path, value]) => spanish.get(path) === value)).toEqual([]);
  });

  it('name every act, every kind of perpetrator and every group', () => {
    expect(Object.keys(es.actNames).sort()).toEqual(codes(LISTS.acts));
    expect(Object.keys(es.perpetrators).sort()).toEqual(codes(LISTS.perpetrators));
    expect(Object.keys(es.actGroups).sort()).toEqual(codes(LISTS.actGroups));
    expect(Object.keys(es.targets).sort()).toEqual(codes(LISTS.targets));
  });

  it('stay short: no sentence is longer than thirty-two words', () => {
    const sentences = ALL.flatMap((text) => leaves(text)).flatMap(([, value]) =>
      typeof value === 'string' ? value.split(/[.:;?!] /) : [],
    );
    expect(sentences.filter((sentence) => sentence.split(/\s+/).length > 32)).toEqual([]);
  });
});

describe('the choices of the page', () => {
  it('hold every act of the vocabulary once', () => {
    expect(ACTS_BY_GROUP.flatMap(([, acts]) => acts).sort()).toEqual(codes(LISTS.acts));
  });

  it('are codes of the vocabulary', () => {
    expect(codes(LISTS.needs)).toEqual(expect.arrayContaining([...NEED_CODES]));
    expect(codes(LISTS.raisers)).toEqual(expect.arrayContaining([...RAISER_CODES]));
  });
});

describe('the first language', () => {
  it('is the first of the browser’s that the page speaks, else Spanish', () => {
    expect(languageOf(['pt-BR', 'en'])).toBe('pt');
    expect(languageOf(['qu-PE', 'en-US'])).toBe('en');
    expect(languageOf(['qu'])).toBe('es');
    expect(languageOf([])).toBe('es');
  });
});
