/**
 * `#vocabulary/districts`: the 1,892 districts of Peru, for what only people read (narrative, desk, importers). Apart from
 * `#vocabulary`, so that the reporting page does not carry them to a phone on 2G, and so that nobody puts one into routing by
 * habit.
 */
import { DISTRICT_LINES } from './territory/peru-districts.js';
import { territoryName } from './territory/territory.js';

export interface District {
  /** UBIGEO in INEI's numbering, 6 digits; the first four are its province. */
  readonly code: string;
  readonly name: string;
}

const districtsOfLine = (line: string): District[] =>
  line
    .slice(5)
    .split('|')
    .map((row) => ({ code: line.slice(0, 4) + row.slice(0, 2), name: row.slice(3) }));

export const DISTRICTS: readonly District[] = DISTRICT_LINES.trim().split('\n').flatMap(districtsOfLine);

const NAMES: ReadonlyMap<string, string> = new Map(DISTRICTS.map(({ code, name }) => [code, name]));

export function districtsOf(province: string): readonly District[] {
  return DISTRICTS.filter(({ code }) => code.slice(0, 4) === province);
}

/** The name of a district, province, department or other subdivision; an unknown code is shown as it is. */
export function placeName(code: string): string {
  return NAMES.get(code) ?? territoryName(code);
}
