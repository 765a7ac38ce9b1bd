/** The choices that the page offers, as codes of the vocabulary in the order in which people look for them. Their names are in the texts. */
import type { ActGroup, ActType, SourceConnection } from '#vocabulary';
import type { IconName } from '../parts/icon-paths.js';
import type { Text } from '../text/es.js';

/** What most happens, and what is worst, first. */
export const ACTS_BY_GROUP: readonly (readonly [ActGroup, readonly ActType[]])[] = [
  ['THREAT', ['THR_DEATH', 'THR_OTHER', 'HAR_INTIMIDATION', 'SUR_PHYSICAL']],
  ['LIFE', ['LIFE_KILLING', 'LIFE_ATTEMPT']],
  ['LIBERTY', ['LIB_DISAPPEAR', 'LIB_ABDUCTION', 'LIB_ARREST']],
  ['INTEGRITY', ['INT_PHYSICAL', 'INT_TORTURE', 'INT_FORCE', 'SEX_VIOLENCE', 'SEX_HARASS', 'GBV_REPRISAL']],
  ['TERRITORY', ['LND_INVASION', 'ENV_HARM', 'DSP_EVICTION', 'DSP_FORCED', 'CUL_ACT']],
  ['PROPERTY', ['PRP_DAMAGE', 'PRV_RAID', 'PRV_INFOTHEFT', 'ECO_COERCION']],
  ['LEGAL', ['CRM_CRIMINAL', 'CRM_SLAPP']],
  ['STIGMA', ['STG_SMEAR', 'STG_HATE', 'DIS_REPRISAL']],
  ['DIGITAL', ['SUR_DIGITAL', 'DIG_HARASS']],
  ['WORK', ['WRK_OBSTRUCT', 'MOV_BLOCK', 'OMI_NOPROTECT']],
  ['OTHER', ['OTHER', 'UNKNOWN']],
];

export const TARGETS: readonly (keyof Text['targets'])[] = [
  'IND',
  'FAM',
  'COM',
  'PUE',
  'ORG',
  'NET',
  'LEG',
  'ACC',
  'OTHER',
  'UNKNOWN',
];

type Kind = keyof Text['perpetrators'];

export const PERPETRATORS_BY_GROUP: readonly (readonly [
  keyof Text['perpetratorGroups'],
  IconName,
  readonly Kind[],
])[] = [
  [
    'illegal',
    'weapon',
    ['IL_MINING', 'IL_LOGGING', 'IL_DRUGS', 'IL_LANDTRAFFIC', 'HITMEN', 'ORGCRIME', 'ARMED', 'POACHERS'],
  ],
  ['companies', 'digger', ['CO_NATIONAL', 'CO_TNC', 'CO_SECURITY', 'LANDOWNER', 'IFI']],
  ['state', 'building', ['ST_POLICE', 'ST_MILITARY', 'ST_LOCAL', 'ST_NATIONAL', 'ST_JUSTICE']],
  ['near', 'community', ['SETTLERS', 'COMMUNITY', 'FAMILY', 'OWN_ORG', 'OTHER', 'UNKNOWN']],
];

type RaiserCode = Exclude<keyof Text['raisers'], 'title' | 'lead'>;
type NeedCode = Exclude<keyof Text['needs'], 'title'>;

export const RAISER_CODES: readonly RaiserCode[] = [
  'PRIOR_THREAT',
  'PRIOR_KILLING',
  'CHILDREN',
  'GENDER',
  'ISOLATION',
  'PIACI',
  'FAILED_MEASURE',
  'HEARING_PENDING',
  'OTHER',
];

/** What a person asks for; which measure of which law that is, the desk knows. */
export const NEED_CODES: readonly NeedCode[] = [
  'UM_A',
  'CS_RELOCATION',
  'CS_PHYSICAL',
  'CS_ACCOMPANIMENT',
  'CS_LEGAL',
  'CS_MEDICAL_PSYCHO',
  'CS_TRANSPORT',
  'CS_COMMS',
  'CS_HUMANITARIAN',
  'CS_COLLECTIVE',
  'CS_DIGITAL',
  'CS_ADVOCACY',
  'CS_SPIRITUAL',
  'UM_B',
  'PM_H',
  'OTHER',
];

/** Who speaks for themselves is the person it happened to: nobody is asked twice. */
export const IMPLIED_TARGETS: Readonly<Record<SourceConnection, readonly string[]>> = {
  self: ['IND'],
  'third-party': [],
  collective: ['COM'],
};
