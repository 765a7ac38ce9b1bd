import { describe, expect, it } from '@jest/globals';
import { DISTRICTS, districtsOf, placeName } from './districts.js';
import { PROVINCES } from './territory/peru-provinces.js';
import { DEPARTMENTS } from './territory/peru.js';
import { isTerritoryForm } from './territory/territory.js';

describe('districts of Peru', () => {
  it('are the 1,892 of 2026, so many in each department', () => {
    expect(DISTRICTS).toHaveLength(1892);
    const counts = DEPARTMENTS.map((one) => DISTRICTS.filter(({ code }) => code.startsWith(one.code)).length);
    expect(counts).toEqual([
      84, 166, 85, 109, 124, 127, 7, 116, 102, 84, 43, 124, 84, 38, 171, 54, 11, 21, 29, 65, 110, 78, 28, 13,
      19,
    ]);
  });

  it('have six digits, each code once, in order', () => {
    const codes = DISTRICTS.map(({ code }) => code);
    expect(codes.filter((code) => !/^\d{6}$/.test(code))).toEqual([]);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  it('all lie in a province that exists, and no province is empty', () => {
    expect([...new Set(DISTRICTS.map(({ code }) => code.slice(0, 4)))]).toEqual(
      PROVINCES.map(({ code }) => code),
    );
  });

  it('are never named twice in one province, nor by nothing, nor in another Unicode form', () => {
    for (const { code } of PROVINCES) {
      const names = districtsOf(code).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
    const wrong = DISTRICTS.filter(
      ({ name }) =>
        !/^[\p{Lu}][\p{L} -]+$/u.test(name) || name !== name.normalize('NFC') || name.endsWith(' '),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['010101', 'Chachapoyas'],
    ['010205', 'Imaza'],
    ['010401', 'Nieva'],
    ['010402', 'El Cenepa'],
    ['010403', 'Río Santiago'],
    ['010701', 'Bagua Grande'],
    ['020101', 'Huaraz'],
    ['021809', 'Nuevo Chimbote'],
    ['030506', 'Challhuahuacho'],
    ['040520', 'Majes'],
    ['050101', 'Ayacucho'],
    ['050408', 'Llochegua'],
    ['060703', 'Hualgayoc'],
    ['060901', 'San Ignacio'],
    ['070106', 'Ventanilla'],
    ['080108', 'Wanchaq'],
    ['080902', 'Echarate'],
    ['080910', 'Pichari'],
    ['080914', 'Megantoni'],
    ['080918', 'Unión Asháninka'],
    ['090101', 'Huancavelica'],
    ['100601', 'Rupa-Rupa'],
    ['100901', 'Puerto Inca'],
    ['100902', 'Codo del Pozuzo'],
    ['110301', 'Nasca'],
    ['120302', 'Perené'],
    ['120303', 'Pichanaqui'],
    ['120601', 'Satipo'],
    ['120606', 'Pangoa'],
    ['120608', 'Río Tambo'],
    ['120609', 'Vizcatán del Ene'],
    ['130112', 'Alto Trujillo'],
    ['140101', 'Chiclayo'],
    ['150101', 'Lima'],
    ['150122', 'Miraflores'],
    ['150143', 'Villa María del Triunfo'],
    ['160101', 'Iquitos'],
    ['160201', 'Yurimaguas'],
    ['160304', 'Trompeteros'],
    ['160405', 'Santa Rosa de Loreto'],
    ['160706', 'Andoas'],
    ['170101', 'Tambopata'],
    ['170102', 'Inambari'],
    ['170204', 'Huepetuhe'],
    ['180301', 'Ilo'],
    ['190304', 'Palcazú'],
    ['190306', 'Puerto Bermúdez'],
    ['200101', 'Piura'],
    ['210101', 'Puno'],
    ['211101', 'Juliaca'],
    ['220101', 'Moyobamba'],
    ['220901', 'Tarapoto'],
    ['221005', 'Uchiza'],
    ['230101', 'Tacna'],
    ['240101', 'Tumbes'],
    ['250101', 'Callería'],
    ['250104', 'Masisea'],
    ['250204', 'Yurúa'],
    ['250302', 'Irázola'],
    ['250401', 'Purús'],
  ])('%s is %s', (code, name) => {
    expect(placeName(code)).toBe(name);
  });

  it('number as INEI does, which is not how RENIEC does', () => {
    // RENIEC: 010201 La Peca, 010205 Bagua, 021301 Chimbote, 070101 Cusco.
    expect(['010201', '010205', '021301', '070101'].map(placeName)).toEqual([
      'Bagua',
      'Imaza',
      'Piscobamba',
      'Callao',
    ]);
  });

  it('leave out the numbers that nobody bears any more', () => {
    for (const code of ['090708', '090712', '120102', '160109', '200102', '100302'])
      expect(placeName(code)).toBe(code);
  });

  it('answer by province, and name provinces, departments and neighbours too', () => {
    expect(districtsOf('2502').map(({ name }) => name)).toEqual(['Raymondi', 'Sepahua', 'Tahuanía', 'Yurúa']);
    expect(districtsOf('25')).toEqual([]);
    expect(['25', '2502', 'BR-AC'].map(placeName)).toEqual(['Ucayali', 'Atalaya', 'Acre']);
  });

  it('are no territory of routing: a district with a small language can point at one family', () => {
    expect(DISTRICTS.filter(({ code }) => isTerritoryForm(code))).toEqual([]);
  });
});
