/**
 * Something that happened, before anybody tells it: one place, one day, one driver, the same people. Several reports may tell
 * it, and one threat may come before another attack on the same person: what desks look for and separate records lose.
 */
import type { Imminence } from '#vocabulary';
import { ATTACKS, INSIDE, KINDS, type Attack, type Kind } from './attacks.js';
import { driverIn, type Driver } from './drivers.js';
import type { Line, Parts } from './parts.js';
import { EN } from './parts-en.js';
import { ES } from './parts-es.js';
import { PT } from './parts-pt.js';
import { inventedName, PEOPLE, type Someone } from './people.js';
import { somewhere, spokenIn, type Place } from './places.js';
import type { Random } from './random.js';

export type Written = 'es' | 'pt' | 'en';
export const PARTS: Readonly<Record<Written, Parts>> = { es: ES, pt: PT, en: EN };

export interface Happening {
  readonly number: number;
  readonly kind: Kind;
  readonly attack: Attack;
  readonly acts: readonly string[];
  readonly place: Place;
  readonly driver: Driver;
  readonly who: Someone;
  readonly name: string;
  readonly written: Written;
  readonly language: string;
  readonly imminence: Imminence;
  readonly when: string;
  /** null where nobody knows. */
  readonly hoursAgo: number | null;
  readonly several: number;
  readonly fact: Line;
  /** The threat that came before, against the same person. */
  readonly prior: Happening | null;
}

/** Of happenings of a kind that can follow a threat, so many do. */
const FOLLOWS_A_THREAT = 0.4;
/** Peru's lethal attacks are led by these. */
const MOST_LETHAL: readonly string[] = ['12', '19', '25', '17'];
/** Of all threats, so many are made inside the reporter's own organisation: about one report in twenty. */
const INSIDE_SHARE = 0.085;

function writtenIn(random: Random, { department }: Place): Written {
  if (department.startsWith('BR')) return random.chance(0.85) ? 'pt' : 'es';
  return random.weighted([
    ['es', 93],
    ['en', 5],
    ['pt', 2],
  ]);
}

function whoFor(random: Random, kind: Kind): Someone {
  // A family is not said to be killed or taken as a whole: it would be a worse thing than is meant.
  const people = kind === 'threat' ? PEOPLE : PEOPLE.filter(({ target }) => target !== 'FAM');
  return random.pick(people);
}

/** Nobody is killed twice, or taken after that: one threat is followed by one attack. */
function earlierThreat(random: Random, kind: Kind, before: readonly Happening[]): Happening | null {
  if (kind === 'threat' || kind === 'displacement' || !random.chance(FOLLOWS_A_THREAT)) return null;
  const followed = new Set(before.map(({ prior }) => prior?.number));
  const threats = before.filter(
    ({ number, attack, imminence, who, written, place }) =>
      (attack.variant === 'death-threat' || attack.variant === 'threat') &&
      imminence === 'recent' &&
      who.target !== 'FAM' &&
      written === 'es' &&
      !followed.has(number) &&
      (kind !== 'killing' || MOST_LETHAL.includes(place.department)),
  );
  return threats.length > 0 ? random.pick(threats) : null;
}

function attackOf(random: Random, kind: Kind): Attack {
  if (kind === 'threat' && random.chance(INSIDE_SHARE)) return INSIDE;
  return random.weighted(ATTACKS[kind].map((attack) => [attack, attack.weight] as const));
}

export function happen(random: Random, number: number, before: readonly Happening[]): Happening {
  const kind = random.weighted(KINDS);
  const attack = attackOf(random, kind);
  const prior = earlierThreat(random, kind, before);
  const place = prior?.place ?? somewhere(random, kind);
  const driver = prior?.driver ?? driverIn(random, place.department);
  const who = prior?.who ?? whoFor(random, kind);
  const name = prior?.name ?? inventedName(random, who.feminine);
  const written = prior?.written ?? writtenIn(random, place);
  const parts = PARTS[written];
  // What follows a threat of the last weeks is of the last days.
  const imminence = prior ? random.pick(['now', '72h'] as const) : random.weighted(attack.when);
  const [when, hoursAgo] = random.pick(parts.whens[imminence]);
  return {
    number,
    kind,
    attack,
    acts: [
      ...attack.acts,
      ...random.some(
        attack.besides,
        random.weighted([
          [0, 45],
          [1, 42],
          [2, 13],
        ]),
      ),
    ],
    place,
    driver,
    who,
    name,
    written,
    language: spokenIn(random, place.department, written),
    imminence,
    when,
    hoursAgo,
    several: 2 + random.int(11),
    fact: random.pick(parts.facts[attack.variant]),
    prior,
  };
}
