/**
 * What happens to defenders, and how often. The shares of kinds are those of documented attacks (per 690: about 404 threats,
 * 157 killings, 62 detentions, 44 displacements, 24 kidnappings); the variants within a kind are this generator's own.
 */
import type { Imminence, Need, Raiser, UrgencyLevel } from '#vocabulary';

export type Kind = 'threat' | 'killing' | 'detention' | 'displacement' | 'kidnapping';

export const KINDS: readonly (readonly [Kind, number])[] = [
  ['threat', 404],
  ['killing', 157],
  ['detention', 62],
  ['displacement', 44],
  ['kidnapping', 24],
];

export type Variant =
  | 'death-threat'
  | 'threat'
  | 'shots'
  | 'followed'
  | 'smear'
  | 'prosecuted'
  | 'invasion'
  | 'harm'
  | 'inside'
  | 'killed'
  | 'detained'
  | 'driven-out'
  | 'taken';

export interface Attack {
  readonly variant: Variant;
  readonly weight: number;
  readonly acts: readonly string[];
  /** Further acts, one of which is sometimes told too. */
  readonly besides: readonly string[];
  readonly when: readonly (readonly [Imminence, number])[];
  readonly needs: readonly Need[];
  readonly raisers: readonly Raiser[];
  readonly means: readonly string[];
  readonly rights: readonly string[];
  readonly felt: readonly (readonly [UrgencyLevel | null, number])[];
}

const often = (now: number, days: number, recent: number, past: number, unknown: number): Attack['when'] => [
  ['now', now],
  ['72h', days],
  ['recent', recent],
  ['past', past],
  ['unknown', unknown],
];
const felt = (none: number, U1: number, U2: number, U3: number, U4: number): Attack['felt'] => [
  [null, none],
  ['U1', U1],
  ['U2', U2],
  ['U3', U3],
  ['U4', U4],
];

export const ATTACKS: Readonly<Record<Kind, readonly Attack[]>> = {
  threat: [
    {
      variant: 'death-threat',
      weight: 28,
      acts: ['THR_DEATH'],
      besides: ['HAR_INTIMIDATION', 'SUR_PHYSICAL', 'THR_OTHER'],
      when: often(14, 40, 38, 4, 4),
      needs: ['CS_LEGAL', 'CS_RELOCATION', 'UM_B', 'CS_PHYSICAL', 'PM_A', 'CS_COMMS'],
      raisers: ['PRIOR_THREAT', 'PRIOR_KILLING', 'CHILDREN', 'ISOLATION', 'FAILED_MEASURE', 'GENDER'],
      means: ['IN_PERSON', 'PHONE', 'MESSAGE', 'LETTER', 'THIRD_PARTY'],
      rights: ['LIFE', 'INTEGRITY', 'DEFEND'],
      felt: felt(25, 35, 35, 5, 0),
    },
    {
      variant: 'threat',
      weight: 14,
      acts: ['THR_OTHER'],
      besides: ['HAR_INTIMIDATION', 'ECO_COERCION', 'MOV_BLOCK'],
      when: often(10, 30, 50, 5, 5),
      needs: ['CS_LEGAL', 'CS_ACCOMPANIMENT', 'CS_ADVOCACY', 'PM_D', 'CS_TRAINING'],
      raisers: ['PRIOR_THREAT', 'ISOLATION', 'CHILDREN', 'FAILED_MEASURE', 'GENDER'],
      means: ['IN_PERSON', 'THIRD_PARTY', 'PHONE'],
      rights: ['DEFEND', 'ASSEMBLY_ASSOC'],
      felt: felt(45, 3, 20, 30, 2),
    },
    {
      variant: 'shots',
      weight: 5,
      acts: ['LIFE_ATTEMPT'],
      besides: ['PRP_DAMAGE', 'INT_PHYSICAL'],
      when: often(35, 45, 20, 0, 0),
      needs: ['UM_A', 'UM_B', 'CS_MEDICAL_PSYCHO', 'CS_RELOCATION', 'CS_TRANSPORT'],
      raisers: ['PRIOR_THREAT', 'CHILDREN', 'ISOLATION', 'PRIOR_KILLING'],
      means: ['SHOTS'],
      rights: ['LIFE', 'INTEGRITY'],
      felt: felt(10, 80, 10, 0, 0),
    },
    {
      variant: 'followed',
      weight: 12,
      acts: ['SUR_PHYSICAL'],
      besides: ['SUR_DIGITAL', 'HAR_INTIMIDATION', 'PRV_INFOTHEFT'],
      when: often(15, 35, 45, 0, 5),
      needs: ['CS_DIGITAL', 'CS_ACCOMPANIMENT', 'CS_TRANSPORT', 'CS_TRAINING'],
      raisers: ['PRIOR_THREAT', 'CHILDREN', 'GENDER'],
      means: ['IN_PERSON', 'DRONE', 'SOCIAL_NETWORK'],
      rights: ['PRIVACY', 'MOVEMENT'],
      felt: felt(40, 5, 20, 30, 5),
    },
    {
      variant: 'smear',
      weight: 12,
      acts: ['STG_SMEAR'],
      besides: ['DIG_HARASS', 'STG_HATE', 'DIS_REPRISAL'],
      when: often(10, 20, 45, 20, 5),
      needs: ['CS_ADVOCACY', 'CS_DIGITAL', 'PM_C', 'CS_MEDICAL_PSYCHO'],
      raisers: ['GENDER', 'PRIOR_THREAT'],
      means: ['SOCIAL_NETWORK', 'THIRD_PARTY'],
      rights: ['HONOUR', 'EXPRESSION', 'NONDISCRIM'],
      felt: felt(50, 0, 3, 22, 25),
    },
    {
      variant: 'prosecuted',
      weight: 11,
      acts: ['CRM_CRIMINAL'],
      besides: ['CRM_SLAPP', 'STG_SMEAR', 'PRV_RAID'],
      when: often(10, 15, 60, 15, 0),
      needs: ['CS_LEGAL', 'PM_B', 'CS_ADVOCACY', 'CS_TRANSPORT'],
      raisers: ['HEARING_PENDING', 'FAILED_MEASURE'],
      means: ['COURT'],
      rights: ['DUEPROCESS', 'DEFEND', 'ASSEMBLY_ASSOC'],
      felt: felt(40, 2, 18, 35, 5),
    },
    {
      variant: 'invasion',
      weight: 13,
      acts: ['LND_INVASION'],
      besides: ['ENV_HARM', 'THR_OTHER', 'MOV_BLOCK', 'CUL_ACT'],
      when: often(30, 25, 35, 5, 5),
      needs: ['CS_COLLECTIVE', 'PM_H', 'PM_I', 'CS_LEGAL', 'CS_COMMS', 'PM_J'],
      raisers: ['PIACI', 'ISOLATION', 'PRIOR_THREAT', 'FAILED_MEASURE'],
      means: ['IN_PERSON', 'DRONE'],
      rights: ['TERRITORY', 'PROPERTY', 'FPIC', 'SELFDET'],
      felt: felt(40, 8, 25, 25, 2),
    },
    {
      variant: 'harm',
      weight: 5,
      acts: ['ENV_HARM'],
      besides: ['WRK_OBSTRUCT', 'OMI_NOPROTECT', 'PRP_DAMAGE'],
      when: often(20, 20, 35, 20, 5),
      needs: ['PM_H', 'PM_I', 'CS_HUMANITARIAN', 'CS_ADVOCACY'],
      raisers: ['CHILDREN', 'FAILED_MEASURE', 'ISOLATION'],
      means: ['THIRD_PARTY'],
      rights: ['ENVIRONMENT', 'PARTICIPATION'],
      felt: felt(50, 2, 8, 20, 20),
    },
  ],
  killing: [
    {
      variant: 'killed',
      weight: 1,
      acts: ['LIFE_KILLING'],
      besides: ['THR_DEATH', 'OMI_NOPROTECT', 'DSP_FORCED'],
      when: often(4, 34, 44, 14, 4),
      needs: ['CS_RELOCATION', 'CS_LEGAL', 'CS_MEDICAL_PSYCHO', 'CS_HUMANITARIAN', 'UM_B', 'CS_SPIRITUAL'],
      raisers: ['PRIOR_THREAT', 'PRIOR_KILLING', 'CHILDREN', 'FAILED_MEASURE', 'ISOLATION'],
      means: ['SHOTS', 'IN_PERSON'],
      rights: ['LIFE', 'DUEPROCESS', 'INTL_ACCESS'],
      felt: felt(15, 50, 30, 3, 2),
    },
  ],
  detention: [
    {
      variant: 'detained',
      weight: 1,
      acts: ['LIB_ARREST'],
      besides: ['INT_FORCE', 'CRM_CRIMINAL', 'INT_TORTURE', 'PRV_RAID'],
      when: often(30, 35, 30, 5, 0),
      needs: ['CS_LEGAL', 'PM_B', 'CS_MEDICAL_PSYCHO', 'CS_TRANSPORT', 'CS_ADVOCACY'],
      raisers: ['HEARING_PENDING', 'CHILDREN', 'PRIOR_THREAT'],
      means: ['IN_PERSON', 'COURT'],
      rights: ['LIBERTY', 'DUEPROCESS', 'INTEGRITY'],
      felt: felt(20, 50, 25, 5, 0),
    },
  ],
  displacement: [
    {
      variant: 'driven-out',
      weight: 1,
      acts: ['DSP_FORCED'],
      besides: ['DSP_EVICTION', 'PRP_DAMAGE', 'LND_INVASION'],
      when: often(25, 30, 35, 10, 0),
      needs: ['CS_HUMANITARIAN', 'CS_RELOCATION', 'CS_LEGAL', 'UM_A', 'CS_COLLECTIVE', 'PM_E'],
      raisers: ['CHILDREN', 'ISOLATION', 'PRIOR_KILLING', 'PIACI'],
      means: ['IN_PERSON', 'SHOTS'],
      rights: ['PROPERTY', 'MOVEMENT', 'TERRITORY', 'CULTURE'],
      felt: felt(20, 45, 25, 10, 0),
    },
  ],
  kidnapping: [
    {
      variant: 'taken',
      weight: 1,
      acts: ['LIB_ABDUCTION'],
      besides: ['LIB_DISAPPEAR', 'THR_DEATH', 'INT_PHYSICAL'],
      when: often(30, 45, 25, 0, 0),
      needs: ['UM_B', 'CS_LEGAL', 'CS_ACCOMPANIMENT', 'CS_ADVOCACY', 'PM_A'],
      raisers: ['PRIOR_THREAT', 'CHILDREN', 'ISOLATION', 'PRIOR_KILLING'],
      means: ['IN_PERSON'],
      rights: ['LIBERTY', 'LIFE', 'INTEGRITY'],
      felt: felt(5, 90, 5, 0, 0),
    },
  ],
};

/** Harm done inside the reporter's own organisation: safeguarding, never shown to the accused. */
export const INSIDE: Attack = {
  variant: 'inside',
  weight: 1,
  acts: ['SEX_HARASS'],
  besides: ['GBV_REPRISAL', 'DIS_REPRISAL', 'STG_SMEAR', 'ECO_COERCION'],
  when: often(10, 25, 50, 10, 5),
  needs: ['CS_MEDICAL_PSYCHO', 'CS_LEGAL', 'CS_ACCOMPANIMENT', 'PM_E'],
  raisers: ['GENDER', 'PRIOR_THREAT', 'CHILDREN'],
  means: ['IN_PERSON', 'MESSAGE', 'THIRD_PARTY'],
  rights: ['INTEGRITY', 'NONDISCRIM', 'HONOUR'],
  felt: felt(40, 5, 25, 25, 5),
};
