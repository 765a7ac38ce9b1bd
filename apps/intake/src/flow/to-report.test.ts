import { describe, expect, it } from '@jest/globals';
import { encodeIdentity, encodeNarrative, encodeRouting } from '#vocabulary';
import { EMPTY_DRAFT, MOST, type Draft } from './draft.js';
import { consentOf, imminenceOf, knownDate, toReport } from './to-report.js';

const ORG = '00000000-0000-4000-8000-000000000001';
const OTHER_ORG = '00000000-0000-4000-8000-000000000002';
const labels = { when: 'Cuándo:', how: 'Cómo:', phrase: 'Frase:', never: 'Nunca:' };
const now = new Date('2026-11-23T12:34:56.789Z');
const report = (change: Partial<Draft>) =>
  toReport({ ...EMPTY_DRAFT, ...change }, { language: 'es', labels, now });

describe('what is sealed of the answers', () => {
  it('is a report even where almost nothing was said', () => {
    const { routing, narrative, identity } = report({ text: ' Hombres armados ' });
    expect(routing).toMatchObject({
      acts: ['UNKNOWN'],
      imminence: 'unknown',
      department: null,
      language: 'spa',
    });
    expect(routing.consent).toEqual({ tiers: [], named: [] });
    expect(narrative).toMatchObject({
      text: 'Hombres armados',
      occurredAt: null,
      recordedAt: '2026-11-23T12:34:56Z',
      place: null,
      sourceConnection: 'self',
    });
    expect(identity).toBeNull();
  });

  it('puts no free text among the codes that a machine reads', () => {
    const words = {
      text: 'AAA',
      place: 'BBB',
      who: 'CCC',
      exclusionsText: 'DDD',
      name: 'EEE',
      contacts: 'FFF',
    };
    const { routing } = report({
      ...words,
      contact: 'given',
      safe: { when: 'GGG', how: 'HHH', phrase: 'III', never: 'JJJ' },
    });
    expect(JSON.stringify(routing)).not.toMatch(/AAA|BBB|CCC|DDD|EEE|FFF|GGG|HHH|III|JJJ/);
  });

  it('puts name and contact nowhere but into the identity, and there only if the person wants to give them', () => {
    const given = { name: 'Nombre', contacts: '999', safe: { ...EMPTY_DRAFT.safe, never: 'llamar' } };
    expect(report({ ...given, contact: 'none' }).identity).toBeNull();
    const { identity, narrative } = report({ ...given, contact: 'given' });
    expect(identity).toEqual({ name: 'Nombre', contacts: '999', safeContact: 'Nunca: llamar' });
    expect(JSON.stringify(narrative)).not.toContain('Nombre');
  });

  it('looks anonymous where somebody wanted to give a name and left it empty', () => {
    expect(report({ contact: 'given', name: '  ' }).identity).toBeNull();
  });

  it('says that it is now whatever was answered to "when"', () => {
    expect(imminenceOf({ danger: 'now', when: 'past' })).toBe('now');
    expect(imminenceOf({ danger: 'no', when: '72h' })).toBe('72h');
    expect(imminenceOf({ danger: 'unsure', when: null })).toBe('unknown');
  });

  it('tells the machine a province where it is known, else the department', () => {
    expect(report({ department: '25', province: '2501' }).routing.department).toBe('2501');
    expect(report({ department: '25' }).routing.department).toBe('25');
  });

  it('shares with nobody whom the person excluded, and with "those I choose" only if some were chosen', () => {
    expect(consentOf({ tiers: ['T1', 'T4'], named: [ORG], exclusions: [ORG] })).toEqual({
      tiers: ['T4'],
      named: [],
    });
    expect(consentOf({ tiers: ['T1'], named: [ORG, OTHER_ORG], exclusions: [ORG] })).toEqual({
      tiers: ['T1'],
      named: [OTHER_ORG],
    });
    expect(consentOf({ tiers: ['T2'], named: [ORG], exclusions: [] })).toEqual({ tiers: ['T2'], named: [] });
  });

  it('keeps a date as exactly as it is known, and invents no day', () => {
    expect(knownDate({ year: '2026', month: '11', day: '05' })).toBe('2026-11-05');
    expect(knownDate({ year: '2026', month: '11', day: '' })).toBe('2026-11');
    expect(knownDate({ year: '2026', month: '', day: '05' })).toBe('2026');
    expect(knownDate({ year: '2026', month: '02', day: '31' })).toBe('2026-02');
    expect(knownDate({ year: '', month: '11', day: '05' })).toBeNull();
  });

  it('fits the formats when every field is as full as the page allows', () => {
    const full = (most: number): string => 'a'.repeat(most);
    const ids = Array.from({ length: 8 }, (_, at) => `00000000-0000-4000-8000-00000000000${String(at)}`);
    const { routing, narrative, identity } = report({
      text: full(MOST.text),
      place: full(MOST.place),
      who: full(MOST.who),
      exclusionsText: full(MOST.exclusionsText),
      contact: 'given',
      name: full(MOST.name),
      contacts: full(MOST.contacts),
      safe: { when: full(MOST.safe), how: full(MOST.safe), phrase: full(MOST.safe), never: full(MOST.safe) },
      acts: ['THR_DEATH'],
      exclusions: ids,
    });
    expect(encodeRouting({ v: 1, ...routing })).toMatchObject({ ok: true });
    expect(encodeNarrative({ v: 1, ...narrative, attachments: [], followUp: null })).toMatchObject({
      ok: true,
    });
    expect(encodeIdentity(identity && { v: 1, ...identity })).toMatchObject({ ok: true });
  });
});
