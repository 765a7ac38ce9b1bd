/**
 * Kinds of acts that belong together, for finding reports by blind tokens (libs/crypto/PROTOCOL.md §2.5). Coarse on purpose:
 * sexual and gender-based violence is in one group with torture and assault, so that no group tells a gender.
 */
import type { CodeList, CodeOf } from '../entry.js';
import type { ActType } from './act-types.js';

export const ACT_GROUPS = [
  { code: 'LIFE', es: 'Contra la vida', en: 'Against life', pt: 'Contra a vida' },
  {
    code: 'LIBERTY',
    es: 'Desaparición, secuestro, detención',
    en: 'Disappearance, kidnapping, detention',
    pt: 'Desaparecimento, sequestro, detenção',
  },
  {
    code: 'INTEGRITY',
    es: 'Violencia contra la persona',
    en: 'Violence to a person',
    pt: 'Violência contra a pessoa',
  },
  {
    code: 'THREAT',
    es: 'Amenazas, hostigamiento y seguimiento',
    en: 'Threats, intimidation, being followed',
    pt: 'Ameaças, intimidação e perseguição',
  },
  { code: 'DIGITAL', es: 'Ataques digitales', en: 'Digital attacks', pt: 'Ataques digitais' },
  {
    code: 'STIGMA',
    es: 'Desprestigio y discriminación',
    en: 'Smears and discrimination',
    pt: 'Difamação e discriminação',
  },
  {
    code: 'LEGAL',
    es: 'Uso de la justicia en contra',
    en: 'Courts used against them',
    pt: 'Uso da justiça contra',
  },
  {
    code: 'PROPERTY',
    es: 'Bienes, locales y medios de vida',
    en: 'Property, premises and livelihood',
    pt: 'Bens, sedes e meios de vida',
  },
  {
    code: 'TERRITORY',
    es: 'Tierra, ambiente y desplazamiento',
    en: 'Land, environment and displacement',
    pt: 'Terra, ambiente e deslocamento',
  },
  {
    code: 'WORK',
    es: 'Obstáculos a la labor y falta de protección',
    en: 'Obstruction of the work, no protection',
    pt: 'Obstrução da atuação e falta de proteção',
  },
  { code: 'OTHER', es: 'Otros actos', en: 'Other acts', pt: 'Outros atos' },
] as const satisfies CodeList;

export type ActGroup = CodeOf<typeof ACT_GROUPS>;

const GROUP_OF_ACT: Readonly<Record<ActType, ActGroup>> = {
  LIFE_KILLING: 'LIFE',
  LIFE_ATTEMPT: 'LIFE',
  LIB_DISAPPEAR: 'LIBERTY',
  LIB_ABDUCTION: 'LIBERTY',
  LIB_ARREST: 'LIBERTY',
  INT_TORTURE: 'INTEGRITY',
  INT_PHYSICAL: 'INTEGRITY',
  INT_FORCE: 'INTEGRITY',
  SEX_VIOLENCE: 'INTEGRITY',
  SEX_HARASS: 'INTEGRITY',
  GBV_REPRISAL: 'INTEGRITY',
  THR_DEATH: 'THREAT',
  THR_OTHER: 'THREAT',
  HAR_INTIMIDATION: 'THREAT',
  SUR_PHYSICAL: 'THREAT',
  SUR_DIGITAL: 'DIGITAL',
  DIG_HARASS: 'DIGITAL',
  STG_SMEAR: 'STIGMA',
  STG_HATE: 'STIGMA',
  DIS_REPRISAL: 'STIGMA',
  CRM_CRIMINAL: 'LEGAL',
  CRM_SLAPP: 'LEGAL',
  PRV_RAID: 'PROPERTY',
  PRV_INFOTHEFT: 'PROPERTY',
  PRP_DAMAGE: 'PROPERTY',
  ECO_COERCION: 'PROPERTY',
  LND_INVASION: 'TERRITORY',
  ENV_HARM: 'TERRITORY',
  DSP_EVICTION: 'TERRITORY',
  DSP_FORCED: 'TERRITORY',
  CUL_ACT: 'TERRITORY',
  MOV_BLOCK: 'WORK',
  WRK_OBSTRUCT: 'WORK',
  OMI_NOPROTECT: 'WORK',
  OTHER: 'OTHER',
  UNKNOWN: 'OTHER',
};

/** A newer client's act lies under OTHER: whoever searches asks for that group too. */
export function actGroupOf(act: string): ActGroup {
  return Object.hasOwn(GROUP_OF_ACT, act) ? GROUP_OF_ACT[act as ActType] : 'OTHER';
}

export function actGroupsOf(acts: readonly string[]): readonly ActGroup[] {
  return [...new Set(acts.map(actGroupOf))];
}

/** One often comes before the other: a threat before a killing is the pattern that must not be missed. */
export const RELATED_GROUPS: readonly (readonly [ActGroup, ActGroup])[] = [
  ['THREAT', 'LIFE'],
  ['THREAT', 'INTEGRITY'],
  ['THREAT', 'LIBERTY'],
  ['STIGMA', 'THREAT'],
  ['STIGMA', 'LEGAL'],
  ['LEGAL', 'LIBERTY'],
  ['TERRITORY', 'THREAT'],
  ['TERRITORY', 'PROPERTY'],
];

/** The groups themselves and those related to one of them. */
export function withRelatedGroups(groups: readonly ActGroup[]): readonly ActGroup[] {
  const related = RELATED_GROUPS.flatMap(([a, b]) =>
    groups.includes(a) ? [b] : groups.includes(b) ? [a] : [],
  );
  return [...new Set([...groups, ...related])];
}
