/**
 * Territory codes as a report carries them: UBIGEO of a department or province in Peru, ISO 3166-2 elsewhere.
 * A district is refused: with a small language or a date it can point at one family. Districts, for what only people read,
 * are behind a door of their own (`#vocabulary/districts`).
 */
import { PROVINCES, type Province } from './peru-provinces.js';
import { DEPARTMENTS } from './peru.js';
import { SUBDIVISIONS } from './subdivisions.js';

const UBIGEO = /^(?:\d{2}|\d{4})$/;
const ISO_3166_2 = /^[A-Z]{2}-[A-Z0-9]{1,3}$/;

export const isUbigeoForm = (code: string): boolean => UBIGEO.test(code);
export const isIso3166Form = (code: string): boolean => ISO_3166_2.test(code);
export const isTerritoryForm = (code: string): boolean => isUbigeoForm(code) || isIso3166Form(code);

const NAMES: ReadonlyMap<string, string> = new Map(
  [...DEPARTMENTS, ...PROVINCES, ...Object.values(SUBDIVISIONS).flat()].map(({ code, name }) => [code, name]),
);

/** Place names are not translated; an unknown code is shown as it is. */
export function territoryName(code: string): string {
  return NAMES.get(code) ?? code;
}

export function isKnownTerritory(code: string): boolean {
  return NAMES.has(code);
}

/** The department of a Peruvian code, or the code itself elsewhere: the grain at which allies are chosen. */
export function departmentOf(code: string): string {
  return isUbigeoForm(code) ? code.slice(0, 2) : code;
}

export function provincesOf(department: string): readonly Province[] {
  return PROVINCES.filter(({ code }) => departmentOf(code) === department);
}

/** A department holds its provinces, a province only itself; elsewhere a code holds only itself. */
export function isWithin(code: string, territory: string): boolean {
  return code === territory || (isUbigeoForm(code) && departmentOf(code) === territory);
}

/** A people's territory may be named by several codes, and two reports may name it by different ones. */
export function territoriesOverlap(some: readonly string[], others: readonly string[]): boolean {
  return some.some((one) => others.some((other) => isWithin(one, other) || isWithin(other, one)));
}

export function isAmazon(code: string): boolean {
  const department = DEPARTMENTS.find((entry) => entry.code === departmentOf(code));
  return department !== undefined && department.amazon !== 'no';
}
