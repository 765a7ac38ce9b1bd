/**
 * How urgent an act is by itself, given when it happens: the rules of triage as data, for partners to ratify.
 * Every act has a kind of danger; every kind of danger has a level for each answer to "when". Doubt goes upwards.
 */
import { ACT_TYPES, type ActType } from '../lists/act-types.js';
import type { Imminence } from '../lists/imminence.js';
import { isKnown } from '../lookup.js';
import type { UrgencyLevel } from './urgency-levels.js';

/** Kinds of danger, by what the next hours may bring. */
export const DANGERS = {
  /** Somebody is gone. Every hour counts until they are found, however long ago it began. */
  missing: { now: 'U1', '72h': 'U1', recent: 'U1', past: 'U2', unknown: 'U1' },
  /** Held by those who had no right to: ongoing unless said otherwise. */
  held: { now: 'U1', '72h': 'U1', recent: 'U2', past: 'U4', unknown: 'U2' },
  /** A life was taken or attempted, or its taking announced. */
  life: { now: 'U1', '72h': 'U2', recent: 'U2', past: 'U4', unknown: 'U2' },
  /** Bodies, homes, livelihoods: an attack if it is happening now. */
  attack: { now: 'U1', '72h': 'U2', recent: 'U3', past: 'U4', unknown: 'U3' },
  /** Men at the bridge: nothing has happened yet. */
  presence: { now: 'U2', '72h': 'U3', recent: 'U3', past: 'U4', unknown: 'U3' },
  /** What wears people down: threats, surveillance, courts. */
  pressure: { now: 'U3', '72h': 'U3', recent: 'U3', past: 'U4', unknown: 'U3' },
  /** What has to be on record. */
  record: { now: 'U4', '72h': 'U4', recent: 'U4', past: 'U4', unknown: 'U4' },
} as const satisfies Readonly<Record<string, Readonly<Record<Imminence, UrgencyLevel>>>>;

export type Danger = keyof typeof DANGERS;

export const DANGER_OF_ACT: Readonly<Record<ActType, Danger>> = {
  LIFE_KILLING: 'life',
  LIFE_ATTEMPT: 'life',
  LIB_DISAPPEAR: 'missing',
  LIB_ABDUCTION: 'missing',
  LIB_ARREST: 'held',
  INT_TORTURE: 'attack',
  INT_PHYSICAL: 'attack',
  INT_FORCE: 'attack',
  SEX_VIOLENCE: 'attack',
  SEX_HARASS: 'pressure',
  GBV_REPRISAL: 'attack',
  THR_DEATH: 'life',
  THR_OTHER: 'presence',
  HAR_INTIMIDATION: 'presence',
  SUR_PHYSICAL: 'presence',
  SUR_DIGITAL: 'pressure',
  DIG_HARASS: 'pressure',
  STG_SMEAR: 'record',
  STG_HATE: 'record',
  DIS_REPRISAL: 'record',
  CRM_CRIMINAL: 'pressure',
  CRM_SLAPP: 'pressure',
  PRV_RAID: 'attack',
  PRV_INFOTHEFT: 'pressure',
  PRP_DAMAGE: 'attack',
  LND_INVASION: 'presence',
  ENV_HARM: 'record',
  DSP_EVICTION: 'attack',
  DSP_FORCED: 'attack',
  MOV_BLOCK: 'presence',
  WRK_OBSTRUCT: 'pressure',
  ECO_COERCION: 'pressure',
  CUL_ACT: 'record',
  OMI_NOPROTECT: 'pressure',
  // "Something else, now" may be anything: it gets the benefit of the doubt.
  OTHER: 'attack',
  UNKNOWN: 'attack',
};

/** An act code from a newer client counts like OTHER: this version cannot know that it is harmless. */
export function dangerOfAct(code: string): Danger {
  return isKnown(ACT_TYPES, code) ? DANGER_OF_ACT[code as ActType] : DANGER_OF_ACT.OTHER;
}

/** Acts that carry a raiser in themselves: nobody is asked twice for what they have already said. */
export const RAISER_OF_ACT: Readonly<Partial<Record<string, 'GENDER'>>> = {
  SEX_VIOLENCE: 'GENDER',
  SEX_HARASS: 'GENDER',
  GBV_REPRISAL: 'GENDER',
};

/** Answers that lift nothing. Every other raiser does, one from a newer client included: doubt goes upwards. */
export const RAISERS_WITHOUT_LIFT: readonly string[] = ['UNKNOWN'];
