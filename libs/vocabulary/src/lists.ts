/** Every list by its name. `CHOICES` end in OTHER and UNKNOWN; `SCALES` are closed by their nature. */
import { ACTIVITY_LEGALITY } from './lists/activity-legality.js';
import { ACT_GROUPS } from './lists/act-groups.js';
import { ACT_TYPES } from './lists/act-types.js';
import { ATTRIBUTION } from './lists/attribution.js';
import { AUTHORITIES } from './lists/authorities.js';
import { CHANNEL_ASSURANCES } from './lists/channel-assurances.js';
import { CLOSURE_OUTCOMES } from './lists/closure-outcomes.js';
import { CONSENT_TIERS } from './lists/consent-tiers.js';
import { DATE_PRECISION } from './lists/date-precision.js';
import { DEFENDS } from './lists/defends.js';
import { GENDER_COMPONENT } from './lists/gender-component.js';
import { GENDER_FORMS } from './lists/gender-forms.js';
import { IMMINENCE } from './lists/imminence.js';
import { INVOLVEMENT } from './lists/involvement.js';
import { LANGUAGES } from './lists/languages.js';
import { LEGALITY } from './lists/legality.js';
import { MEANS } from './lists/means.js';
import { NEEDS } from './lists/needs.js';
import { PERPETRATORS } from './lists/perpetrators.js';
import { RAISERS } from './lists/raisers.js';
import { RECURRENCE } from './lists/recurrence.js';
import { RELATIONS } from './lists/relations.js';
import { RIGHTS } from './lists/rights.js';
import { SECTORS } from './lists/sectors.js';
import { SENSITIVITY } from './lists/sensitivity.js';
import { SOURCE_CONNECTIONS } from './lists/source-connections.js';
import { TARGET_KINDS } from './lists/target-kinds.js';
import { COUNTRIES } from './territory/countries.js';
import { URGENCY_LEVELS } from './urgency/urgency-levels.js';

export const CHOICES = {
  acts: ACT_TYPES,
  activityLegality: ACTIVITY_LEGALITY,
  attribution: ATTRIBUTION,
  authorities: AUTHORITIES,
  channelAssurances: CHANNEL_ASSURANCES,
  countries: COUNTRIES,
  defends: DEFENDS,
  genderForms: GENDER_FORMS,
  involvement: INVOLVEMENT,
  languages: LANGUAGES,
  legality: LEGALITY,
  means: MEANS,
  needs: NEEDS,
  perpetrators: PERPETRATORS,
  raisers: RAISERS,
  recurrence: RECURRENCE,
  relations: RELATIONS,
  rights: RIGHTS,
  sectors: SECTORS,
  targets: TARGET_KINDS,
} as const;

export const SCALES = {
  actGroups: ACT_GROUPS,
  closureOutcomes: CLOSURE_OUTCOMES,
  consentTiers: CONSENT_TIERS,
  datePrecision: DATE_PRECISION,
  genderComponent: GENDER_COMPONENT,
  imminence: IMMINENCE,
  sensitivity: SENSITIVITY,
  sourceConnections: SOURCE_CONNECTIONS,
  urgency: URGENCY_LEVELS,
} as const;

export const LISTS = { ...CHOICES, ...SCALES } as const;
export type ListName = keyof typeof LISTS;
