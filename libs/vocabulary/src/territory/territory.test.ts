import { describe, expect, it } from '@jest/globals';
import { COUNTRIES } from './countries.js';
import { PROVINCES } from './peru-provinces.js';
import { DEPARTMENTS } from './peru.js';
import { SUBDIVISIONS } from './subdivisions.js';
import {
  isAmazon,
  isIso3166Form,
  isTerritoryForm,
  isUbigeoForm,
  isWithin,
  provincesOf,
  territoriesOverlap,
  territoryName,
} from './territory.js';

describe('territory', () => {
  it('has the 25 departments of Peru in the order of their codes', () => {
    const expected = Array.from({ length: 25 }, (_, at) => String(at + 1).padStart(2, '0'));
    expect(DEPARTMENTS.map((department) => department.code)).toEqual(expected);
  });

  it('knows which departments are Amazon, wholly or in part', () => {
    const of = (amazon: string) =>
      DEPARTMENTS.filter((entry) => entry.amazon === amazon).map((entry) => entry.code);
    expect(of('whole')).toEqual(['01', '10', '12', '16', '17', '19', '22', '25']);
    expect(of('part')).toEqual(['05', '06', '08', '21']);
  });

  it('has all 196 provinces, numbered without gaps within their department', () => {
    expect(PROVINCES).toHaveLength(196);
    const counts = DEPARTMENTS.map(({ code }) => provincesOf(code).length);
    expect(counts).toEqual([
      7, 20, 7, 8, 11, 13, 1, 13, 7, 11, 5, 9, 12, 3, 10, 8, 3, 3, 3, 8, 13, 10, 4, 3, 4,
    ]);
    for (const { code } of DEPARTMENTS) {
      const expected = provincesOf(code).map((_, at) => code + String(at + 1).padStart(2, '0'));
      expect(provincesOf(code).map((province) => province.code)).toEqual(expected);
    }
  });

  it('names no two provinces of a department alike, and none by nothing', () => {
    for (const { code } of DEPARTMENTS) {
      const names = provincesOf(code).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => name.trim() !== name || name === '')).toEqual([]);
    }
  });

  it.each([
    ['0102', 'Bagua'],
    ['0208', 'Casma'],
    ['0306', 'Chincheros'],
    ['0508', 'Páucar del Sara Sara'],
    ['0701', 'Callao'],
    ['0809', 'La Convención'],
    ['1009', 'Puerto Inca'],
    ['1206', 'Satipo'],
    ['1309', 'Sánchez Carrión'],
    ['1604', 'Mariscal Ramón Castilla'],
    ['1608', 'Putumayo'],
    ['1703', 'Tahuamanu'],
    ['1903', 'Oxapampa'],
    ['2103', 'Carabaya'],
    ['2210', 'Tocache'],
    ['2504', 'Purús'],
  ])('province %s is %s', (code, name) => {
    expect(territoryName(code)).toBe(name);
  });

  it('numbers as INEI does, which is not how RENIEC does', () => {
    // RENIEC: 07 Cusco, 15 Loreto, 24 Callao, 2502 Padre Abad.
    expect(['07', '15', '24', '2502'].map(territoryName)).toEqual(['Callao', 'Lima', 'Tumbes', 'Atalaya']);
  });

  it.each([
    ['2502', '25', true],
    ['2502', '2502', true],
    ['25', '2502', false],
    ['2502', '2503', false],
    ['BR-AC', 'BR-AC', true],
    ['BR-AC', 'BR', false],
  ])('%s lies within %s: %s', (code, territory, within) => {
    expect(isWithin(code, territory)).toBe(within);
  });

  it('sees that a people’s territory reaches into another’s, whichever of the two named the department', () => {
    expect(territoriesOverlap(['2502', '1206'], ['12'])).toBe(true);
    expect(territoriesOverlap(['25'], ['16', '2504'])).toBe(true);
    expect(territoriesOverlap(['2502', 'BR-AC'], ['2503', 'BR-AM'])).toBe(false);
    expect(territoriesOverlap([], ['25'])).toBe(false);
  });

  it.each([
    ['25', 'Ucayali'],
    ['2502', 'Atalaya'],
    ['1607', 'Datem del Marañón'],
    ['0104', 'Condorcanqui'],
    ['BR-AM', 'Amazonas'],
    ['CO-PUT', 'Putumayo'],
    ['XX-1', 'XX-1'],
  ])('names %s %s', (code, name) => {
    expect(territoryName(code)).toBe(name);
  });

  it.each([
    ['25', true],
    ['2502', true],
    ['250201', false],
    ['2', false],
    ['BR-AM', true],
    ['EC-D', true],
    ['br-am', false],
    ['BR-AMAZ', false],
    ['BR', false],
    ['25\n', false],
    ['', false],
  ])('accepts %j as a territory of a report: %s', (code, accepted) => {
    expect(isTerritoryForm(code)).toBe(accepted);
  });

  it('lists other countries in ISO 3166-2 form, each code once', () => {
    const codes = Object.values(SUBDIVISIONS).flatMap((list) => list.map((entry) => entry.code as string));
    expect(codes.filter((code) => !isIso3166Form(code) || isUbigeoForm(code))).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
    const listed = COUNTRIES.map((country) => country.code as string).filter(
      (code) => code.length === 2 && code !== 'PE',
    );
    expect(Object.keys(SUBDIVISIONS)).toEqual(listed);
    // As many as ISO 3166-2 lists for each.
    expect(Object.values(SUBDIVISIONS).map((list) => list.length)).toEqual([9, 27, 33, 24, 1, 10, 10, 25]);
  });

  it('a province is Amazon with its department', () => {
    expect([isAmazon('2502'), isAmazon('08'), isAmazon('1501'), isAmazon('BR-AM')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
