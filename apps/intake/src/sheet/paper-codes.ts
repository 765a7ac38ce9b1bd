/**
 * The numbers of the paper form: each box has a letter, each choice in it a number. Sheets lie in radio huts for years, so a number never
 * changes its meaning: what is new is added at the end of its box, what is retired leaves its place empty, and a new box comes last.
 */
import { DEPARTMENTS } from '#vocabulary';
import type { Text } from '../text/es.js';

export const BOXES = {
  danger: ['now', 'no', 'unsure'],
  teller: ['self', 'third-party', 'collective'],
  targets: ['IND', 'FAM', 'COM', 'PUE', 'ORG', 'NET', 'LEG', 'ACC', 'OTHER', 'UNKNOWN'],
  acts: [
    ...['THR_DEATH', 'THR_OTHER', 'HAR_INTIMIDATION', 'SUR_PHYSICAL', 'LIFE_KILLING', 'LIFE_ATTEMPT'],
    ...['LIB_DISAPPEAR', 'LIB_ABDUCTION', 'LIB_ARREST', 'INT_PHYSICAL', 'INT_TORTURE', 'INT_FORCE'],
    ...['SEX_VIOLENCE', 'SEX_HARASS', 'GBV_REPRISAL', 'LND_INVASION', 'ENV_HARM', 'DSP_EVICTION'],
    ...['DSP_FORCED', 'CUL_ACT', 'PRP_DAMAGE', 'PRV_RAID', 'PRV_INFOTHEFT', 'ECO_COERCION'],
    ...['CRM_CRIMINAL', 'CRM_SLAPP', 'STG_SMEAR', 'STG_HATE', 'DIS_REPRISAL', 'SUR_DIGITAL'],
    ...['DIG_HARASS', 'WRK_OBSTRUCT', 'MOV_BLOCK', 'OMI_NOPROTECT', 'OTHER', 'UNKNOWN'],
  ],
  when: ['72h', 'recent', 'past', 'unknown'],
  country: ['PE', 'BO', 'BR', 'CO', 'EC', 'GF', 'GY', 'SR', 'VE'],
  /** Of Peru, under the numbers that the country itself gives them. */
  department: DEPARTMENTS.map(({ code }) => code),
  perpetrators: [
    ...['IL_MINING', 'IL_LOGGING', 'IL_DRUGS', 'IL_LANDTRAFFIC', 'HITMEN', 'ORGCRIME', 'ARMED', 'POACHERS'],
    ...['CO_NATIONAL', 'CO_TNC', 'CO_SECURITY', 'LANDOWNER', 'IFI', 'ST_POLICE', 'ST_MILITARY', 'ST_LOCAL'],
    ...['ST_NATIONAL', 'ST_JUSTICE', 'SETTLERS', 'COMMUNITY', 'FAMILY', 'OWN_ORG', 'OTHER', 'UNKNOWN'],
  ],
  raisers: [
    ...['PRIOR_THREAT', 'PRIOR_KILLING', 'CHILDREN', 'GENDER', 'ISOLATION', 'PIACI', 'FAILED_MEASURE'],
    ...['HEARING_PENDING', 'OTHER'],
  ],
  needs: [
    ...['UM_A', 'CS_RELOCATION', 'CS_PHYSICAL', 'CS_ACCOMPANIMENT', 'CS_LEGAL', 'CS_MEDICAL_PSYCHO'],
    ...['CS_TRANSPORT', 'CS_COMMS', 'CS_HUMANITARIAN', 'CS_COLLECTIVE', 'CS_DIGITAL', 'CS_ADVOCACY'],
    ...['CS_SPIRITUAL', 'UM_B', 'PM_H', 'OTHER'],
  ],
  tiers: ['T1', 'T2', 'T3', 'T4'],
  reading: ['ordinary', 'humans-only', 'safeguarding'],
  contact: ['none', 'given'],
} as const satisfies Readonly<Record<string, readonly (string | null)[]>>;

export type Box = keyof typeof BOXES;
export const BOX_NAMES = Object.keys(BOXES) as readonly Box[];

/** A for the first. */
export const letterOf = (box: Box): string => String.fromCharCode(65 + BOX_NAMES.indexOf(box));

const LISTS: Readonly<Record<Box, readonly (string | null)[]>> = BOXES;

export interface Choice {
  readonly number: number;
  readonly code: string;
}

export const choicesOf = (box: Box): readonly Choice[] =>
  LISTS[box].flatMap((code, at) => (code === null ? [] : [{ number: at + 1, code }]));

const DEPARTMENT_NAMES = Object.fromEntries(DEPARTMENTS.map(({ code, name }) => [code, name]));

interface BoxWords {
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The page's own words: who fills in the sheet and who reads it out to the page speak of the same. */
export function wordsOfBox(box: Box, text: Text): BoxWords {
  switch (box) {
    case 'danger':
      return { title: text.danger.title, labels: text.danger };
    case 'teller':
      return { title: text.teller.title, labels: text.teller };
    case 'targets':
      return { title: text.teller.targets, labels: text.targets };
    case 'acts':
      return { title: text.acts.title, labels: text.actNames };
    case 'when': {
      const { unknown, past, recent } = text.when;
      return { title: text.when.title, labels: { '72h': text.when['72h'], recent, past, unknown } };
    }
    case 'country':
      return { title: text.where.country, labels: text.countries };
    case 'department':
      return { title: `${text.where.department} (${text.countries.PE})`, labels: DEPARTMENT_NAMES };
    case 'perpetrators':
      return { title: text.byWhom.title, labels: text.perpetrators };
    case 'raisers':
      return { title: text.raisers.title, labels: text.raisers };
    case 'needs':
      return { title: text.needs.title, labels: text.needs };
    case 'tiers':
      return { title: text.sharing.title, labels: text.sharing.tiers };
    case 'reading':
      return { title: text.keepFrom.reading, labels: text.keepFrom.modes };
    case 'contact': {
      const { none, given } = text.contact;
      return { title: text.contact.title, labels: { none, given } };
    }
  }
}
