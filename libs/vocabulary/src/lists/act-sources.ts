/**
 * The same acts in the words of others, for exports and comparisons:
 * hur = HURIDOCS micro-thesauri; ds = Peru, Decreto Supremo 004-2021-JUS, the letters of its list of attacks;
 * sdg = categories of UN indicator 16.10.1. An act that a source does not name has null there.
 */
import type { ActType } from './act-types.js';

export interface ActSources {
  readonly hur: string | null;
  readonly ds: readonly string[];
  readonly sdg: 'killing' | 'disappearance' | 'kidnapping' | 'detention' | 'torture' | 'other' | null;
}

export const ACT_SOURCES: Readonly<Record<ActType, ActSources>> = {
  LIFE_KILLING: { hur: '01010100', ds: ['a'], sdg: 'killing' },
  LIFE_ATTEMPT: { hur: '01010900', ds: ['a'], sdg: 'other' },
  LIB_DISAPPEAR: { hur: '03010300', ds: ['a'], sdg: 'disappearance' },
  LIB_ABDUCTION: { hur: '03010400', ds: ['a'], sdg: 'kidnapping' },
  LIB_ARREST: { hur: '03010100', ds: ['b'], sdg: 'detention' },
  INT_TORTURE: { hur: '02011111', ds: ['n'], sdg: 'torture' },
  INT_PHYSICAL: { hur: '02010100', ds: ['a'], sdg: 'other' },
  INT_FORCE: { hur: null, ds: ['a'], sdg: 'other' },
  SEX_VIOLENCE: { hur: '02011101', ds: ['l'], sdg: 'other' },
  SEX_HARASS: { hur: '02010305', ds: ['l'], sdg: 'other' },
  GBV_REPRISAL: { hur: '02010100', ds: ['l'], sdg: 'other' },
  THR_DEATH: { hur: '02010302', ds: ['j'], sdg: 'other' },
  THR_OTHER: { hur: '02010301', ds: ['j'], sdg: 'other' },
  HAR_INTIMIDATION: { hur: '02010300', ds: ['c'], sdg: 'other' },
  SUR_PHYSICAL: { hur: '02010303', ds: ['c'], sdg: 'other' },
  SUR_DIGITAL: { hur: null, ds: ['m'], sdg: 'other' },
  DIG_HARASS: { hur: null, ds: ['c'], sdg: 'other' },
  STG_SMEAR: { hur: '14010100', ds: ['d'], sdg: 'other' },
  STG_HATE: { hur: null, ds: ['k'], sdg: 'other' },
  DIS_REPRISAL: { hur: null, ds: ['e'], sdg: 'other' },
  CRM_CRIMINAL: { hur: '35011100', ds: ['e', 'i'], sdg: 'other' },
  CRM_SLAPP: { hur: null, ds: ['i'], sdg: 'other' },
  PRV_RAID: { hur: '04010100', ds: ['m'], sdg: 'other' },
  PRV_INFOTHEFT: { hur: null, ds: ['m'], sdg: 'other' },
  PRP_DAMAGE: { hur: '13010300', ds: ['f'], sdg: 'other' },
  LND_INVASION: { hur: '13010800', ds: ['g'], sdg: 'other' },
  ENV_HARM: { hur: '54010101', ds: ['g'], sdg: 'other' },
  DSP_EVICTION: { hur: '05010300', ds: ['h'], sdg: 'other' },
  DSP_FORCED: { hur: '05010400', ds: ['h'], sdg: 'other' },
  MOV_BLOCK: { hur: '05010500', ds: ['h'], sdg: 'other' },
  WRK_OBSTRUCT: { hur: null, ds: ['i'], sdg: 'other' },
  ECO_COERCION: { hur: null, ds: ['l', 'p'], sdg: 'other' },
  CUL_ACT: { hur: '56010200', ds: ['o'], sdg: 'other' },
  OMI_NOPROTECT: { hur: '18/05', ds: ['p'], sdg: null },
  OTHER: { hur: null, ds: [], sdg: 'other' },
  UNKNOWN: { hur: null, ds: [], sdg: null },
};
