/** From something that happened and somebody who tells it to a draft that the sdk can seal: codes, words and consent. */
import type { Mode, ReportDraft } from '#sdk';
import type { ReportConsentTier } from '#vocabulary';
import type { Happening } from './happening.js';
import { identityOf } from './people.js';
import type { Random } from './random.js';
import { tell, type Telling } from './telling.js';

const HOUR = 3_600_000;

const CONSENT: readonly (readonly [readonly ReportConsentTier[], number])[] = [
  [[], 16],
  [['T1'], 11],
  [['T2'], 26],
  [['T2', 'T4'], 26],
  [['T1', 'T3'], 5],
  [['T2', 'T3', 'T4'], 11],
  [['T4'], 5],
];

function perpetratorsOf(random: Random, { attack, driver }: Happening): string[] {
  switch (attack.variant) {
    case 'inside':
      return ['OWN_ORG'];
    case 'detained':
      return [random.pick(['ST_POLICE', 'ST_POLICE', 'ST_MILITARY'])];
    case 'prosecuted':
      return [...new Set(['ST_JUSTICE', ...random.some(driver.perpetrators, 1)])];
    default:
      return random.chance(0.1) ? ['UNKNOWN'] : random.some(driver.perpetrators, 1 + random.int(2));
  }
}

/** People write for people where a machine of the State might be behind it, and sometimes simply because they prefer to. */
function modeOf(random: Random, { attack }: Happening, perpetrators: readonly string[]): Mode {
  if (attack.variant === 'inside') return 'safeguarding';
  const police = perpetrators.some((code) => code === 'ST_POLICE' || code === 'ST_MILITARY');
  return random.chance(police ? 0.3 : 0.085) ? 'humans-only' : 'ordinary';
}

function targetsOf(random: Random, { who, attack }: Happening): string[] {
  const besides =
    attack.variant === 'invasion' || attack.variant === 'driven-out' ? ['COM', 'PUE'] : ['COM', 'FAM', 'ORG'];
  return [...new Set([who.target, ...random.some(besides, random.int(2))])];
}

const instant = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

/** As exactly as people know it: the hour of last night, the day of last week, the month of last year. */
function occurredAt(random: Random, { hoursAgo, imminence }: Happening, told: Date): string | null {
  if (hoursAgo === null) return null;
  const date = new Date(told.getTime() - hoursAgo * HOUR);
  if (imminence === 'past') return instant(date).slice(0, random.chance(0.6) ? 7 : 4);
  return imminence === 'recent' || random.chance(0.6) ? instant(date).slice(0, 10) : instant(date);
}

function facetsOf(random: Random, happening: Happening, raisers: readonly string[]) {
  const { attack, who, driver, prior } = happening;
  const inside = attack.variant === 'inside';
  const forms = [
    'SEXUALISED_THREAT',
    'THREAT_TO_CHILDREN',
    'SEXUAL_REPUTATION',
    'MATERNITY_SHAMING',
    'HOME_OR_PARTNER',
  ];
  return {
    means: random.some(attack.means, 1),
    rights: random.some(attack.rights, 1 + random.int(2)),
    defends: [who.defends],
    recurrence: [random.pick(['ONCE', 'REPEATED', 'REPEATED', 'UNKNOWN'])],
    activityLegality: [driver.legality],
    ...(prior ? { relations: ['CONSEQUENCE'] } : {}),
    ...(inside ? { genderForms: ['OWN_ORGANISATION'] } : {}),
    ...(raisers.includes('GENDER') && !inside ? { genderForms: [random.pick(forms)] } : {}),
  };
}

export function draftOf(
  random: Random,
  happening: Happening,
  telling: Telling,
  { now, organisations }: { readonly now: Date; readonly organisations: readonly string[] },
): ReportDraft {
  const { attack, place, driver, who, name, written } = happening;
  const perpetrators = perpetratorsOf(random, happening);
  const exclusions = random.chance(0.12) ? random.some(organisations, 1) : [];
  const tiers = random.weighted(CONSENT);
  const named = organisations.filter((id) => !exclusions.includes(id));
  // Paper travels for days; a phone with signal sends within the hour.
  const delay = random.chance(0.3) ? random.next() * 70 : random.next() * 1.5;
  const told = new Date(now.getTime() - delay * HOUR);
  const text = tell(random, happening, telling, told);
  return {
    mode: modeOf(random, happening, perpetrators),
    routing: {
      acts: happening.acts,
      imminence: happening.imminence,
      urgency: random.weighted(attack.felt),
      department: random.chance(0.03) ? null : place.territory,
      targets: targetsOf(random, happening),
      sector: attack.variant === 'inside' ? [] : [driver.sector],
      perpetrators,
      needs: telling.needs,
      language: happening.language,
      consent: { tiers, named: tiers.includes('T1') ? random.some(named, 1 + random.int(2)) : [] },
      exclusions,
      raisers: telling.raisers,
    },
    narrative: {
      text,
      occurredAt: occurredAt(random, happening, told),
      recordedAt: instant(told),
      place: attack.variant === 'inside' ? null : place.inFull,
      who: attack.variant !== 'inside' && random.chance(0.35) ? `${who[written]}: ${name}` : null,
      exclusionsFreeText: random.chance(0.06) ? 'Que no lo sepa el puesto policial de la zona.' : null,
      sourceConnection: telling.source,
      facets: facetsOf(random, happening, telling.raisers),
    },
    identity: random.chance(0.42) ? identityOf(random, random.chance(0.5)) : null,
    wordsLanguage: written,
  };
}
