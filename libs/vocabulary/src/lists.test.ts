import { describe, expect, it } from '@jest/globals';
import { INTERFACE_LANGUAGES, type CodeList } from './entry.js';
import { CHOICES, LISTS, SCALES } from './lists.js';
import { actGroupOf, actGroupsOf, withRelatedGroups } from './lists/act-groups.js';
import { ACT_SOURCES } from './lists/act-sources.js';
import { CONSENT_TIERS, CONSENT_TIERS_IN_REPORT } from './lists/consent-tiers.js';
import { isLanguageForm } from './lists/languages.js';
import { OWED_BY, URGENT_MEASURES } from './lists/needs.js';
import { isKnown, labelOf } from './lookup.js';

const every = Object.entries(LISTS) as [string, CodeList][];
const choices = Object.entries(CHOICES) as [string, CodeList][];

describe('vocabulary lists', () => {
  it.each(every)('%s: every code is unique and not empty', (_name, list) => {
    const codes = list.map((entry) => entry.code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(code))).toEqual([]);
  });

  it.each(every)('%s: every code has a name in Spanish, English and Portuguese', (_name, list) => {
    const nameless = list.filter((entry) =>
      INTERFACE_LANGUAGES.some((language) => entry[language].trim() === ''),
    );
    expect(nameless).toEqual([]);
  });

  it.each(every)('%s: no two codes look the same to the person who chooses', (_name, list) => {
    for (const language of INTERFACE_LANGUAGES) {
      const labels = list.map((entry) => entry[language]);
      expect(labels.filter((label, at) => labels.indexOf(label) !== at)).toEqual([]);
    }
  });

  it.each(choices.filter(([name]) => name !== 'languages'))(
    '%s: ends in OTHER and UNKNOWN',
    (_name, list) => {
      expect(list.slice(-2).map((entry) => entry.code)).toEqual(['OTHER', 'UNKNOWN']);
    },
  );

  it('languages: are ISO 639-3 and end in its own codes for other and unknown', () => {
    expect(LISTS.languages.filter((entry) => !isLanguageForm(entry.code))).toEqual([]);
    expect(LISTS.languages.slice(-2).map((entry) => entry.code)).toEqual(['mis', 'und']);
  });

  it('languages: every one that the protection desks work with is there, and all 48 that Peru recognises', () => {
    const domain =
      'spa por que quz quy qvs qup cni agr shp mcb hub tca cod cbt acu cbu ura yad amc pib ame cbr amr huu mcd mcf ese not prl';
    const recognised =
      'acu aym amc arl cni prq agr boa cbs ccc ese amr iqu inp isc jqr cbr cot cbu kaq cod cul ore mcf mcb cox myr huu bmr ' +
      'mts not oca omg que rgr sey mcd cbt shp jeb trr tca ura hub yad yaa ame pib';
    const missing = `${domain} ${recognised}`.split(' ').filter((code) => !isKnown(LISTS.languages, code));
    expect(missing).toEqual([]);
  });

  it('every list is either a choice or a scale', () => {
    expect(Object.keys(LISTS).length).toBe(Object.keys(CHOICES).length + Object.keys(SCALES).length);
  });
});

describe('labels', () => {
  it('names a code in the language asked for', () => {
    expect(labelOf(LISTS.acts, 'THR_DEATH', 'es')).toBe('Amenaza de muerte');
    expect(labelOf(LISTS.acts, 'THR_DEATH', 'en')).toBe('Death threat');
    expect(labelOf(LISTS.acts, 'THR_DEATH', 'pt')).toBe('Ameaça de morte');
  });

  it('shows an unknown code as it is', () => {
    expect(labelOf(LISTS.acts, 'DRONE_ATTACK', 'es')).toBe('DRONE_ATTACK');
    expect(labelOf(LISTS.acts, 'toString', 'es')).toBe('toString');
  });
});

describe('act groups', () => {
  it('take in every act once, and no group is empty', () => {
    const groups = LISTS.acts.map((act) => actGroupOf(act.code));
    expect(new Set(groups)).toEqual(new Set(LISTS.actGroups.map((group) => group.code)));
  });

  it('do not tell a gender: what is done to women lies with other violence', () => {
    const gendered = ['SEX_VIOLENCE', 'SEX_HARASS', 'GBV_REPRISAL'].map(actGroupOf);
    expect(new Set(gendered)).toEqual(new Set([actGroupOf('INT_PHYSICAL')]));
  });

  it('keep an act that this version does not know findable', () => {
    expect(actGroupsOf(['DRONE_ATTACK', 'toString', 'UNKNOWN'])).toEqual(['OTHER']);
  });

  it('know what often comes before what, in both directions', () => {
    expect(withRelatedGroups(['LIFE'])).toEqual(['LIFE', 'THREAT']);
    expect(withRelatedGroups(['THREAT'])).toContain('LIFE');
  });
});

describe('what lists say of each other', () => {
  it('every act has its sources', () => {
    expect(Object.keys(ACT_SOURCES)).toEqual(LISTS.acts.map((entry) => entry.code));
  });

  it('every State measure names only authorities of the list', () => {
    const owing = Object.values(OWED_BY).flat();
    expect(owing.filter((code) => !isKnown(LISTS.authorities, code))).toEqual([]);
    expect(owing.length).toBeGreaterThan(0);
    const measures = LISTS.needs.map((entry) => entry.code).filter((code) => /^[PU]M_/.test(code));
    expect(Object.keys(OWED_BY)).toEqual(measures);
  });

  it('the urgent measures are needs', () => {
    expect(URGENT_MEASURES.filter((code) => !isKnown(LISTS.needs, code))).toEqual([]);
  });

  it('a report can ask for every tier but the absence of consent and publication', () => {
    const tiers = CONSENT_TIERS.map((tier) => tier.code);
    expect(tiers.filter((tier) => !(CONSENT_TIERS_IN_REPORT as readonly string[]).includes(tier))).toEqual([
      'T0',
      'T5',
    ]);
  });
});
