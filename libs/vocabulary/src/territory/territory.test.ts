import { describe, expect, it } from '@jest/globals';
import { COUNTRIES } from './countries.js';
import { DEPARTMENTS, PROVINCES } from './peru.js';
import { SUBDIVISIONS } from './subdivisions.js';
import {
  departmentOf,
  isAmazon,
  isIso3166Form,
  isTerritoryForm,
  isUbigeoForm,
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

  it('has the provinces of the Amazon departments and of no other', () => {
    const whole = DEPARTMENTS.filter((entry) => entry.amazon === 'whole').map((entry) => entry.code);
    expect([...new Set(PROVINCES.map((province) => departmentOf(province.code)))]).toEqual(whole);
    expect(PROVINCES).toHaveLength(7 + 11 + 9 + 8 + 3 + 3 + 10 + 4);
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
