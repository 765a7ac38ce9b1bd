import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady } from '#crypto';
import {
  decodeRouting,
  departmentOf,
  encodeIdentity,
  encodeNarrative,
  encodeRouting,
  isKnown,
  isKnownTerritory,
  LISTS,
} from '#vocabulary';
import { placeName } from '#vocabulary/districts';
import { generateReports, type GeneratedReport } from './reports.js';

const organisations = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${String(n)}`);
const now = new Date('2026-07-20T12:00:00Z');
const week = (count: number, seed = 1): GeneratedReport[] =>
  generateReports({ seed, count, now, organisations });

/** Attacks documented in the Amazon: of 690, so many. */
const DOCUMENTED = { threat: 404, killing: 157, detention: 62, displacement: 44, kidnapping: 24 };

const year = week(690);
const drafts = year.map(({ draft }) => draft);
const count = <T>(list: readonly T[], is: (one: T) => boolean): number => list.filter(is).length;
const everyCode = (codes: (draft: GeneratedReport['draft']) => readonly string[]): Set<string> =>
  new Set(drafts.flatMap(codes));

beforeAll(cryptoReady);

describe('invented reports', () => {
  it('are the same for the same seed on every machine, and a longer row begins with the shorter one', () => {
    const fifty = JSON.stringify(week(50));
    expect(createHash('sha256').update(fifty).digest('hex')).toBe(
      '222fcfa8cb4a0cbbf369986794194c499358165c94bca496ce24d2d3b8f12a7e',
    );
    expect(JSON.stringify(week(200).slice(0, 50))).toBe(fifty);
    expect(JSON.stringify(week(50, 2))).not.toBe(fifty);
  });

  it('all fit the fields that they are sealed in', () => {
    const followUp = {
      address: 'A'.repeat(43),
      sealKey: 'A'.repeat(1622),
      signKey: 'A'.repeat(43),
      post: 'A'.repeat(43),
    };
    for (const { routing, narrative, identity } of drafts) {
      const encoded = encodeRouting({ v: 1, ...routing });
      expect(encoded.ok).toBe(true);
      if (encoded.ok) expect(decodeRouting(encoded.bytes).ok).toBe(true);
      const bound = { attachments: [], routing: 'A'.repeat(43), followUp: { ...followUp, duress: null } };
      expect(encodeNarrative({ v: 1, ...narrative, ...bound })).toMatchObject({ ok: true });
      expect(encodeIdentity(identity && { v: 1, ...identity })).toMatchObject({ ok: true });
    }
  });

  it.each(Object.entries(DOCUMENTED))(
    'of 690, about as many are of %s as are documented',
    (kind, documented) => {
      const told = count(year, (report) => report.kind === kind);
      expect(Math.abs(told - documented)).toBeLessThanOrEqual(Math.max(12, documented * 0.15));
    },
  );

  it('have the lethal attacks led by Junín, Pasco, Ucayali and Madre de Dios', () => {
    const lethal = new Map<string, number>();
    for (const { draft, kind } of year) {
      const { department } = draft.routing;
      if (kind !== 'killing' || department === null) continue;
      const code = departmentOf(department);
      lethal.set(code, (lethal.get(code) ?? 0) + 1);
    }
    const leading = [...lethal].sort((a, b) => b[1] - a[1]).slice(0, 4);
    expect(leading.map(([code]) => code).sort()).toEqual(['12', '17', '19', '25']);
  });

  it('are mostly for the machine too, some for people only, few about the reporter’s own organisation', () => {
    const share = (mode: string): number => count(drafts, (draft) => draft.mode === mode) / drafts.length;
    expect(share('ordinary')).toBeGreaterThan(0.8);
    expect(share('humans-only')).toBeGreaterThan(0.06);
    expect(share('humans-only')).toBeLessThan(0.14);
    expect(share('safeguarding')).toBeGreaterThan(0.025);
    expect(share('safeguarding')).toBeLessThan(0.08);
    for (const { mode, routing, narrative } of drafts) {
      const inside = routing.perpetrators.includes('OWN_ORG');
      expect(mode === 'safeguarding').toBe(inside);
      expect(narrative.facets?.['genderForms']?.includes('OWN_ORGANISATION') ?? false).toBe(inside);
    }
  });

  it('use codes that the lists know, and no other', () => {
    const unknown = drafts.flatMap(({ routing, narrative }) => [
      ...routing.acts.filter((code) => !isKnown(LISTS.acts, code)),
      ...routing.targets.filter((code) => !isKnown(LISTS.targets, code)),
      ...routing.sector.filter((code) => !isKnown(LISTS.sectors, code)),
      ...routing.perpetrators.filter((code) => !isKnown(LISTS.perpetrators, code)),
      ...routing.needs.filter((code) => !isKnown(LISTS.needs, code)),
      ...routing.raisers.filter((code) => !isKnown(LISTS.raisers, code)),
      ...[routing.language].filter((code) => !isKnown(LISTS.languages, code)),
      ...[routing.department ?? '25'].filter((code) => !isKnownTerritory(code)),
      ...Object.entries(narrative.facets ?? {}).flatMap(([list, codes]) =>
        codes.filter((code) => !isKnown(LISTS[list as keyof typeof LISTS], code)),
      ),
    ]);
    expect(unknown).toEqual([]);
  });

  it('name the district to people, with its real code, and never to the machine', () => {
    const districts = drafts.flatMap(
      ({ narrative }) => /distrito de (.+) \((\d{6})\)/.exec(narrative.place ?? '') ?? [],
    );
    expect(districts.length).toBeGreaterThan(1_500);
    for (let at = 0; at < districts.length; at += 3)
      expect(placeName(districts[at + 2]!)).toBe(districts[at + 1]);
    expect(drafts.filter(({ routing }) => /^\d{6}$/.test(routing.department ?? ''))).toEqual([]);
  });

  it('show every urgency, target, tier, source and nearly every sector, need and raiser', () => {
    expect(everyCode(({ routing }) => [String(routing.urgency)]).size).toBe(5);
    expect(everyCode(({ routing }) => routing.targets).size).toBe(LISTS.targets.length - 2);
    expect(everyCode(({ routing }) => routing.consent.tiers).size).toBe(4);
    expect(everyCode(({ narrative }) => [narrative.sourceConnection]).size).toBe(3);
    expect(everyCode(({ routing }) => routing.sector).size).toBeGreaterThanOrEqual(15);
    expect(everyCode(({ routing }) => routing.needs).size).toBeGreaterThanOrEqual(22);
    expect(everyCode(({ routing }) => routing.raisers).size).toBeGreaterThanOrEqual(9);
    expect(everyCode(({ routing }) => [routing.language]).size).toBeGreaterThanOrEqual(25);
    expect(new Set(year.map(({ way }) => way)).size).toBe(3);
    const anonymous = count(drafts, ({ identity }) => identity === null);
    expect(anonymous).toBeGreaterThan(300);
    expect(anonymous).toBeLessThan(500);
  });

  it('are no two alike in their words, short and long', () => {
    const texts = drafts.map(({ narrative }) => narrative.text);
    expect(new Set(texts.slice(0, 200)).size).toBe(200);
    const lengths = texts.map((text) => text.length);
    expect(Math.min(...lengths)).toBeLessThan(120);
    expect(Math.max(...lengths)).toBeGreaterThan(3_000);
  });

  it('tell some happenings more than once, and some attacks after a threat, which nobody suffers twice', () => {
    const happenings = new Set(year.map(({ happening }) => happening));
    expect(happenings.size).toBeLessThan(year.length - 60);
    const followed = new Map<number, Set<number>>();
    for (const { happening, after } of year) {
      if (after !== null) followed.set(after, (followed.get(after) ?? new Set()).add(happening));
    }
    expect(followed.size).toBeGreaterThan(20);
    expect([...followed.values()].filter((attacks) => attacks.size > 1)).toEqual([]);
  });

  it('never exclude somebody whom they also name as an ally', () => {
    const both = drafts.filter(({ routing }) =>
      routing.exclusions.some((id) => routing.consent.named.includes(id)),
    );
    expect(both).toEqual([]);
    expect(count(drafts, ({ routing }) => routing.exclusions.length > 0)).toBeGreaterThan(40);
  });

  it('are written after they happened', () => {
    const late = drafts.filter(
      ({ narrative: { occurredAt, recordedAt } }) =>
        occurredAt !== null && occurredAt.slice(0, 4) > recordedAt.slice(0, 4),
    );
    expect(late).toEqual([]);
    expect(drafts.filter(({ narrative }) => new Date(narrative.recordedAt) > now)).toEqual([]);
  });

  it('of an empty list of organisations name and exclude nobody', () => {
    const alone = generateReports({ seed: 3, count: 60, now, organisations: [] });
    expect(
      alone.flatMap(({ draft }) => [...draft.routing.consent.named, ...draft.routing.exclusions]),
    ).toEqual([]);
  });
});
