/** What is behind it: sectors by department, and who is said to act for each. Nobody and no company is named. */
import type { Random } from './random.js';

export interface Driver {
  readonly sector: string;
  readonly perpetrators: readonly string[];
  readonly legality: 'PERMIT' | 'DISPUTED' | 'ILLEGAL';
  /** "they", with an article where the sentence needs none of its own. */
  readonly men: { readonly es: string; readonly pt: string; readonly en: string };
  /** What it is all about. */
  readonly matter: { readonly es: string; readonly pt: string; readonly en: string };
}

const driver = (
  sector: string,
  perpetrators: readonly string[],
  legality: Driver['legality'],
  men: readonly [string, string, string],
  matter: readonly [string, string, string],
): Driver => ({
  sector,
  perpetrators,
  legality,
  men: { es: men[0], pt: men[1], en: men[2] },
  matter: { es: matter[0], pt: matter[1], en: matter[2] },
});

const DRIVERS: Readonly<Record<string, Driver>> = Object.fromEntries(
  [
    driver(
      'LOGGING',
      ['IL_LOGGING', 'HITMEN'],
      'ILLEGAL',
      ['hombres que sacan madera', 'homens que tiram madeira', 'men who take out timber'],
      ['la madera', 'a madeira', 'the timber'],
    ),
    driver(
      'MINING',
      ['IL_MINING', 'ARMED'],
      'ILLEGAL',
      ['hombres de las dragas', 'homens das dragas', 'men from the dredges'],
      ['el oro del río', 'o ouro do rio', 'the gold in the river'],
    ),
    driver(
      'COCA_DRUGS',
      ['IL_DRUGS', 'ORGCRIME'],
      'ILLEGAL',
      [
        'hombres que cuidan una pista de aterrizaje',
        'homens que vigiam uma pista de pouso',
        'men who guard an airstrip',
      ],
      ['la pista clandestina', 'a pista clandestina', 'the hidden airstrip'],
    ),
    driver(
      'LAND_TRAFFIC',
      ['IL_LANDTRAFFIC', 'SETTLERS'],
      'ILLEGAL',
      ['hombres que lotizan el bosque', 'homens que loteiam a floresta', 'men who parcel out the forest'],
      ['los lotes', 'os lotes', 'the plots'],
    ),
    driver(
      'OIL_PALM',
      ['CO_NATIONAL', 'CO_SECURITY'],
      'DISPUTED',
      ['vigilantes de la plantación', 'vigilantes da plantação', 'guards of the plantation'],
      ['la plantación de palma', 'a plantação de palma', 'the palm plantation'],
    ),
    driver(
      'OIL_GAS',
      ['CO_TNC', 'CO_SECURITY', 'ST_POLICE'],
      'PERMIT',
      ['vigilantes del lote petrolero', 'vigilantes do campo de petróleo', 'guards of the oil block'],
      ['los derrames', 'os vazamentos', 'the spills'],
    ),
    driver(
      'CATTLE',
      ['LANDOWNER', 'HITMEN'],
      'DISPUTED',
      ['peones de un ganadero', 'peões de um fazendeiro', 'a rancher’s men'],
      ['los linderos', 'as divisas', 'the boundaries'],
    ),
    driver(
      'HYDROPOWER',
      ['CO_NATIONAL', 'ST_LOCAL'],
      'PERMIT',
      [
        'enviados del proyecto de la represa',
        'enviados do projeto da barragem',
        'people sent by the dam project',
      ],
      ['la represa', 'a barragem', 'the dam'],
    ),
    driver(
      'ROADS_INFRA',
      ['ST_LOCAL', 'SETTLERS', 'IL_LANDTRAFFIC'],
      'DISPUTED',
      [
        'operarios de una trocha sin permiso',
        'operários de um ramal sem licença',
        'crews of a road without a permit',
      ],
      ['la carretera', 'a estrada', 'the road'],
    ),
    driver(
      'AGRIBUSINESS',
      ['CO_NATIONAL', 'SETTLERS'],
      'DISPUTED',
      [
        'tractoristas de una colonia agrícola',
        'tratoristas de uma colônia agrícola',
        'tractor crews of a farming colony',
      ],
      ['el desbosque', 'o desmatamento', 'the clearing'],
    ),
    driver(
      'POACHING',
      ['POACHERS'],
      'ILLEGAL',
      ['cazadores que no son de aquí', 'caçadores de fora', 'hunters from elsewhere'],
      ['la caza', 'a caça', 'the hunting'],
    ),
    driver(
      'FISHING',
      ['POACHERS', 'ORGCRIME'],
      'ILLEGAL',
      ['pescadores con congeladora', 'pescadores com barco frigorífico', 'fishers with a freezer boat'],
      ['la cocha', 'o lago', 'the lake'],
    ),
    driver(
      'CONSERVATION',
      ['ST_NATIONAL', 'OTHER'],
      'PERMIT',
      [
        'personas que dicen ser del área protegida',
        'pessoas que dizem ser da área protegida',
        'people who say they are from the protected area',
      ],
      ['el límite del área protegida', 'o limite da área protegida', 'the limit of the protected area'],
    ),
    driver(
      'CARBON',
      ['CO_TNC', 'COMMUNITY'],
      'DISPUTED',
      ['intermediarios de bonos de carbono', 'intermediários de créditos de carbono', 'carbon brokers'],
      ['el contrato de carbono', 'o contrato de carbono', 'the carbon contract'],
    ),
    driver(
      'TITLING',
      ['ST_LOCAL', 'SETTLERS', 'ST_JUSTICE'],
      'DISPUTED',
      ['vecinos que se oponen al título', 'vizinhos contrários ao título', 'neighbours who oppose the title'],
      ['el título comunal', 'o título da comunidade', 'the community title'],
    ),
    driver(
      'WATERWAY',
      ['ST_NATIONAL', 'CO_NATIONAL'],
      'PERMIT',
      ['contratistas del dragado', 'contratados da dragagem', 'dredging contractors'],
      ['la consulta sobre el río', 'a consulta sobre o rio', 'the consultation about the river'],
    ),
    driver(
      'TOURISM',
      ['LANDOWNER', 'CO_NATIONAL'],
      'DISPUTED',
      ['encargados de un albergue', 'encarregados de uma pousada', 'managers of a lodge'],
      ['el acceso a la laguna', 'o acesso à lagoa', 'the way to the lagoon'],
    ),
  ].map((one) => [one.sector, one]),
);

const COMMON = ['LOGGING', 'LAND_TRAFFIC', 'TITLING', 'ROADS_INFRA', 'CARBON'];
const OF_PLACE: Readonly<Record<string, readonly string[]>> = {
  '01': ['MINING', 'MINING', 'OIL_GAS', 'HYDROPOWER'],
  '05': ['COCA_DRUGS'],
  '06': ['MINING', 'HYDROPOWER'],
  '08': ['OIL_GAS', 'MINING', 'TOURISM'],
  '10': ['COCA_DRUGS', 'COCA_DRUGS', 'CATTLE', 'MINING'],
  '12': ['COCA_DRUGS', 'COCA_DRUGS', 'HYDROPOWER', 'LAND_TRAFFIC'],
  '16': ['OIL_GAS', 'MINING', 'FISHING', 'POACHING', 'WATERWAY', 'AGRIBUSINESS'],
  '17': ['MINING', 'MINING', 'MINING', 'TOURISM', 'CONSERVATION', 'CATTLE'],
  '19': ['COCA_DRUGS', 'COCA_DRUGS', 'CATTLE', 'CONSERVATION'],
  '21': ['MINING', 'COCA_DRUGS'],
  '22': ['OIL_PALM', 'CONSERVATION', 'AGRIBUSINESS', 'CATTLE'],
  '25': ['COCA_DRUGS', 'OIL_PALM', 'AGRIBUSINESS', 'LOGGING', 'POACHING', 'WATERWAY'],
};

export function driverIn(random: Random, department: string): Driver {
  const sector = random.pick([...COMMON, ...(OF_PLACE[department] ?? ['CATTLE', 'MINING'])]);
  const found = DRIVERS[sector];
  if (!found) throw new RangeError('a sector without a driver');
  return found;
}
