/** One person's or one assembly's telling of something that happened: the words, short or long. */
import { labelOf, LISTS, type SourceConnection } from '#vocabulary';
import { PARTS, type Happening } from './happening.js';
import type { Random } from './random.js';

export interface Telling {
  readonly source: SourceConnection;
  readonly radio: boolean;
  /** The first to tell it is 0. */
  readonly nth: number;
  readonly raisers: readonly string[];
  readonly needs: readonly string[];
}

const STILL_THERE = new Set(['death-threat', 'threat', 'shots', 'followed', 'invasion', 'driven-out']);

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function languageName({ written, language }: Happening): string {
  const name = labelOf(LISTS.languages, language, written);
  return written === 'en' ? name : lower(name);
}

const MONTHS =
  'enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre'.split(' ');
const RECORDED = [
  'entraron por la trocha y se fueron al vernos',
  'se pidió otra inspección; no hubo respuesta',
  'faltaron árboles en el sector de la collpa',
  'la asamblea acordó turnos de vigilancia de cuatro personas',
  'se encontró combustible enterrado cerca de la quebrada',
  'vino una comisión, tomó fotos y no dejó copia',
  'en el puerto mostraron una lista de los que reclaman',
  'se malogró la radio y estuvimos varios días sin avisar',
  'un funcionario aconsejó no insistir',
  'murieron peces en la cocha y se guardaron muestras',
  'se volvió a presentar el expediente del título',
  'los niños vieron extraños bañándose en la toma de agua',
  'la federación mandó una carta que nadie quiso recibir',
  'subieron botes de noche, sin luces',
  'se borró el mojón del lindero y lo repusimos',
  'la posta atendió a un vigilante golpeado',
  'se reunieron las mujeres y pidieron que no vaya nadie solo',
  'sobrevoló una avioneta tres veces en un día',
  'no pasó nada; lo anotamos también',
  'creció el río y no se pudo patrullar',
];

/** What a community writes down month by month and sends whole: the longest reports there are. */
function chronicle(random: Random, months: number, told: Date): string {
  const last = 12 * told.getUTCFullYear() + told.getUTCMonth() + 1;
  const lines: string[] = [];
  let before: readonly string[] = [];
  for (let month = last - months; month < last; month += 1) {
    const fresh = RECORDED.filter((what) => !before.includes(what));
    before = random.some(fresh, 1 + random.int(3));
    lines.push(`En ${MONTHS[month % 12] ?? ''} de ${String(Math.floor(month / 12))}: ${before.join('; ')}.`);
  }
  return ['Lo que hemos anotado en el cuaderno de la comunidad:', ...lines].join('\n');
}

export function tell(random: Random, happening: Happening, telling: Telling, told: Date): string {
  const { written, attack, imminence, driver, who, place, when, several } = happening;
  const parts = PARTS[written];
  const fact = happening.fact({
    when,
    who: who[written],
    feminine: who.feminine,
    men: driver.men[written],
    matter: driver.matter[written],
    community: place.community,
    several,
  });
  const still = imminence === 'now' && STILL_THERE.has(attack.variant) ? [random.pick(parts.still)] : [];
  if (telling.nth === 0 && random.chance(0.22)) return [fact, ...still].join(' ');
  const opening = random.pick(parts.openings[telling.radio ? 'radio' : telling.source]);
  const again = telling.nth > 0 ? [random.pick(parts.again)] : [];
  const raised = telling.raisers.flatMap((raiser) => random.some(parts.raised[raiser] ?? [], 1));
  const asks = telling.needs.flatMap((need) => parts.asks[need] ?? []).slice(0, 2);
  const note = ['spa', 'por', 'eng'].includes(happening.language)
    ? []
    : [parts.told(languageName(happening))];
  const sentences = [opening, ...again, fact, ...still, ...raised, ...asks, ...note];
  const text = sentences.filter((sentence) => sentence !== '').join(' ');
  const long = written === 'es' && telling.source === 'collective' && random.chance(0.25);
  return long ? `${text}\n\n${chronicle(random, 6 + random.int(42), told)}` : text;
}
