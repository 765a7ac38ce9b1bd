/**
 * Where it happens: real departments, provinces and districts (UBIGEO), invented communities. What is known of the place is
 * written for people in the narrative, with its district; routing gets the department or the province and nothing finer.
 */
import { DEPARTMENTS, labelOf, LISTS, provincesOf, territoryName } from '#vocabulary';
import { districtsOf, placeName } from '#vocabulary/districts';
import type { Kind } from './attacks.js';
import type { Random } from './random.js';

export interface Place {
  /** Department or province, or ISO 3166-2: what routing may hold. */
  readonly territory: string;
  readonly community: string;
  /** For people: the community and every level above it. */
  readonly inFull: string;
  readonly department: string;
}

type Weights = readonly (readonly [department: string, weight: number])[];

const ANY: Weights = [
  ['25', 20],
  ['16', 16],
  ['12', 15],
  ['17', 12],
  ['01', 9],
  ['19', 8],
  ['22', 7],
  ['10', 7],
  ['08', 2],
  ['06', 1],
  ['21', 1],
  ['05', 1],
  ['BR-AC', 1.5],
  ['BR-AM', 1],
  ['CO-AMA', 0.5],
  ['EC-Y', 0.5],
  ['BO-N', 0.5],
];
/** Peru's lethal attacks are led by Junín, Pasco, Ucayali and Madre de Dios. */
const LETHAL: Weights = [
  ['12', 26],
  ['19', 20],
  ['25', 20],
  ['17', 14],
  ['16', 7],
  ['10', 7],
  ['22', 3],
  ['01', 3],
];

/** Where a department reaches from the Andes down into the forest, the provinces of the forest. */
const LOWLANDS: Readonly<Record<string, readonly string[]>> = {
  '01': ['0102', '0104', '0107'],
  '05': ['0504', '0505'],
  '06': ['0608', '0609'],
  '08': ['0809', '0811'],
  '10': ['1006', '1007', '1009'],
  '12': ['1203', '1206'],
  '19': ['1903'],
  '21': ['2103', '2112'],
};

const KIND_OF_PLACE = ['Comunidad', 'Comunidad nativa', 'Caserío', 'Anexo'];
/** Trees and palms with a mood: nobody's village is called so. */
const TREES = [
  'Lupuna',
  'Shihuahuaco',
  'Renaco',
  'Quinilla',
  'Copaiba',
  'Tangarana',
  'Ojé',
  'Machimango',
  'Tahuarí',
  'Aguaje',
  'Ungurahui',
  'Shapaja',
  'Cumala',
  'Palisangre',
];
const MOODS = ['Silente', 'Feliz', 'Alegre', 'Paciente', 'Fiel', 'Valiente', 'Gentil', 'Humilde'];

const forestProvincesOf = (department: string): readonly string[] =>
  LOWLANDS[department] ?? provincesOf(department).map(({ code }) => code);

const countryOf = (code: string): string => labelOf(LISTS.countries, code.slice(0, 2), 'es');

export function somewhere(random: Random, kind: Kind): Place {
  const department = random.weighted(kind === 'killing' ? LETHAL : ANY);
  const community = `${random.pick(TREES)} ${random.pick(MOODS)}`;
  const kindOfPlace = random.pick(KIND_OF_PLACE);
  if (!DEPARTMENTS.some(({ code }) => code === department)) {
    return {
      territory: department,
      department,
      community,
      inFull: `Comunidad ${community}, ${territoryName(department)}, ${countryOf(department)}`,
    };
  }
  const province = random.pick(forestProvincesOf(department));
  const district = random.pick(districtsOf(province));
  return {
    territory: random.chance(0.6) ? province : department,
    department,
    community,
    inFull: `${kindOfPlace} ${community}, distrito de ${district.name} (${district.code}), ${placeName(province)}, ${placeName(department)}`,
  };
}

/** Languages of a report by where it comes from: mostly Spanish, and what else is spoken there. */
const SPOKEN: Readonly<Record<string, readonly string[]>> = {
  '01': ['agr', 'hub', 'quk'],
  '05': ['quy', 'cni'],
  '06': ['agr', 'qvc'],
  '08': ['mcb', 'quz', 'cni', 'pib', 'cot', 'cox'],
  '10': ['qub', 'cni', 'shp', 'ame'],
  '12': ['cni', 'not', 'qvn', 'cjo'],
  '16': ['tca', 'cod', 'ura', 'yad', 'acu', 'cbu', 'cbt', 'huu', 'mcf', 'qvo', 'sey'],
  '17': ['ese', 'amr', 'mcb', 'pib', 'quz'],
  '19': ['ame', 'cni', 'cpu'],
  '21': ['quz', 'aym', 'ese'],
  '22': ['qvs', 'cbt', 'agr'],
  '25': ['shp', 'cni', 'cbr', 'pib', 'amc', 'mcd', 'yaa', 'cbs', 'cul'],
  'BR-AC': ['cni', 'cbs', 'yaa'],
  'BR-AM': ['tca', 'mcf', 'cul'],
  'CO-AMA': ['tca', 'huu'],
  'EC-Y': ['auc', 'acu', 'jiv'],
  'BO-N': ['ese', 'tna'],
};

/** The language in which it was told. Words are Spanish, Portuguese or English: nobody's language is invented here. */
export function spokenIn(random: Random, department: string, written: 'es' | 'pt' | 'en'): string {
  const own = { es: 'spa', pt: 'por', en: 'eng' }[written];
  if (written === 'en' || random.chance(0.72)) return own;
  return random.pick(SPOKEN[department] ?? [own]);
}
