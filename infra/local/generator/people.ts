/**
 * Invented people. First names are common ones; surnames are groves and trees with endings that no registry has, so that no
 * living person is meant. Telephone numbers are of the demo's own series.
 */
import type { Random } from './random.js';

export interface Someone {
  readonly es: string;
  readonly pt: string;
  readonly en: string;
  /** Grammatical gender, for the sentences that need it. */
  readonly feminine: boolean;
  readonly target: string;
  readonly defends: string;
}

const someone = (
  es: string,
  pt: string,
  en: string,
  feminine: boolean,
  target: string,
  defends: string,
): Someone => ({ es, pt, en, feminine, target, defends });

export const PEOPLE: readonly Someone[] = [
  someone(
    'el presidente de la comunidad',
    'o presidente da comunidade',
    'the community’s president',
    false,
    'IND',
    'AUTHORITY',
  ),
  someone(
    'la presidenta de la comunidad',
    'a presidenta da comunidade',
    'the community’s president',
    true,
    'IND',
    'AUTHORITY',
  ),
  someone(
    'el jefe de la guardia indígena',
    'o chefe da guarda indígena',
    'the head of the Indigenous guard',
    false,
    'IND',
    'GUARD',
  ),
  someone('una monitora del bosque', 'uma monitora da floresta', 'a forest monitor', true, 'IND', 'MONITOR'),
  someone('un monitor del bosque', 'um monitor da floresta', 'a forest monitor', false, 'IND', 'MONITOR'),
  someone('la maestra de la escuela', 'a professora da escola', 'the school teacher', true, 'ACC', 'YOUTH'),
  someone('el agente municipal', 'o agente municipal', 'the village delegate', false, 'IND', 'ANTICORR'),
  someone(
    'una dirigenta de la federación',
    'uma dirigente da federação',
    'a leader of the federation',
    true,
    'ORG',
    'TERRITORY',
  ),
  someone(
    'un dirigente de la federación',
    'um dirigente da federação',
    'a leader of the federation',
    false,
    'ORG',
    'TERRITORY',
  ),
  someone(
    'la abogada que los acompaña',
    'a advogada que os acompanha',
    'the lawyer who accompanies them',
    true,
    'LEG',
    'LAWYER',
  ),
  someone(
    'un locutor de la radio local',
    'um locutor da rádio local',
    'a local radio presenter',
    false,
    'NET',
    'JOURN',
  ),
  someone(
    'la tesorera del comité de mujeres',
    'a tesoureira do comitê de mulheres',
    'the treasurer of the women’s committee',
    true,
    'IND',
    'WOMEN',
  ),
  someone(
    'un guardaparque voluntario',
    'um guarda-parque voluntário',
    'a volunteer ranger',
    false,
    'IND',
    'RANGER',
  ),
  someone(
    'la familia de un dirigente',
    'a família de um dirigente',
    'a leader’s family',
    true,
    'FAM',
    'LAND',
  ),
  someone(
    'una joven que documenta con su teléfono',
    'uma jovem que registra com o celular',
    'a young woman who films with her phone',
    true,
    'IND',
    'ENV',
  ),
  someone(
    'un comunero que cuida la toma de agua',
    'um morador que cuida da captação de água',
    'a villager who looks after the water intake',
    false,
    'COM',
    'WATER',
  ),
  someone('un sabio del pueblo', 'um sábio do povo', 'an elder of the people', false, 'PUE', 'CUSTOMARY'),
];

const FIRST = {
  feminine: ['Marina', 'Elvira', 'Nélida', 'Rosalía', 'Zoila', 'Dalia', 'Irma', 'Flor', 'Beatriz', 'Amelia'],
  masculine: [
    'Elías',
    'Rosendo',
    'Abner',
    'Wilder',
    'Hermes',
    'Lucio',
    'Jairo',
    'Segundo',
    'Darío',
    'Efraín',
  ],
};
const GROVES = [
  'Aguajal',
  'Capiron',
  'Shapaj',
  'Renac',
  'Cumal',
  'Topal',
  'Huambor',
  'Quinill',
  'Ungurahu',
  'Tahuar',
];
const ENDINGS = ['inas', 'edo', 'uma', 'aray', 'osco', 'ibel'];

export const inventedName = (random: Random, feminine: boolean): string =>
  `${random.pick(feminine ? FIRST.feminine : FIRST.masculine)} ${random.pick(GROVES)}${random.pick(ENDINGS)}`;

const SAFE = [
  'solo por radio, antes de las seis',
  'mensaje corto, nunca llamada',
  'preguntar por la costura; si no contestan así, colgar',
  'solo los domingos, cuando baja al pueblo',
  'por la parroquia, sin decir de qué se trata',
];

export function identityOf(random: Random, feminine: boolean) {
  const ways = [
    `+51 900 000 ${String(100 + random.int(900))}`,
    `radio ${random.pick(['7.1', '6.9', '7.3'])} MHz`,
    'en persona, por la promotora de salud',
  ];
  return {
    name: inventedName(random, feminine),
    contacts: random.some(ways, 1 + random.int(2)).join('; '),
    safeContact: random.pick(SAFE),
  };
}
