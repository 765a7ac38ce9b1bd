/**
 * `#vocabulary`: the words of the platform as data, and the contents of a report. Portable: it runs
 * in the reporting page as on a server. Lists are reached through LISTS (`LISTS.acts`), names through labelOf.
 */
export { type CodeList, type Entry, INTERFACE_LANGUAGES, type InterfaceLanguage } from './entry.js';
export { CHOICES, LISTS, type ListName, SCALES } from './lists.js';
export { entryOf, isKnown, labelOf } from './lookup.js';

export {
  type ActGroup,
  actGroupOf,
  actGroupsOf,
  RELATED_GROUPS,
  withRelatedGroups,
} from './lists/act-groups.js';
export { ACT_SOURCES, type ActSources } from './lists/act-sources.js';
export type { ActType } from './lists/act-types.js';
export type { Authority } from './lists/authorities.js';
export type { ChannelAssurance } from './lists/channel-assurances.js';
export type { ClosureOutcome } from './lists/closure-outcomes.js';
export { CONSENT_TIERS_IN_REPORT, type ReportConsentTier } from './lists/consent-tiers.js';
export type { Imminence } from './lists/imminence.js';
export { type Need, OWED_BY, URGENT_MEASURES } from './lists/needs.js';
export type { Raiser } from './lists/raisers.js';
export type { SourceConnection } from './lists/source-connections.js';

export { type Province, PROVINCES } from './territory/peru-provinces.js';
export { type Department, DEPARTMENTS } from './territory/peru.js';
export { type AmazonCountry, SUBDIVISIONS } from './territory/subdivisions.js';
export {
  departmentOf,
  isAmazon,
  isIso3166Form,
  isKnownTerritory,
  isTerritoryForm,
  isUbigeoForm,
  isWithin,
  provincesOf,
  territoriesOverlap,
  territoryName,
} from './territory/territory.js';

export {
  mostUrgent,
  oneLevelUp,
  URGENCY_CODES,
  URGENCY_LEVELS,
  type UrgencyLevel,
  urgencyRank,
} from './urgency/urgency-levels.js';
export {
  type Danger,
  dangerOfAct,
  DANGERS,
  RAISER_OF_ACT,
  RAISERS_WITHOUT_LIFT,
} from './urgency/urgency-rules.js';
export { judgeUrgency, type Judgement, type Raised, type UrgencyReason } from './urgency/judge-urgency.js';

export {
  DESK_STATUSES,
  type DeskStatus,
  MAX_CHOICES,
  type PostBody,
  type PostedConsent,
  readPost,
  readReply,
  type ReplyBody,
  saidSoFar,
  type SaidSoFar,
  type Withdrawal,
  WITHDRAWALS,
} from './conversation/messages.js';
export * as fields from './report/fields.js';
export { ext, pathOf, type Decoded, type DecodeRefusal, type Encoded, type Ext } from './report/form.js';
export {
  type Attachment,
  ATTACHMENT_FORMS,
  ATTACHMENT_KINDS,
  type AttachmentForm,
  type AttachmentKind,
  MAX_ATTACHMENTS,
} from './report/attachment.js';
export { decodeIdentity, encodeIdentity, type Identity, IDENTITY_MAX_BYTES } from './report/identity.js';
export {
  decodeNarrative,
  encodeNarrative,
  type FollowUp,
  type Narrative,
  NARRATIVE_MAX_BYTES,
  type Thread,
  unknownFields,
} from './report/narrative.js';
export { consentMarkIn, narrowConsent, withConsentMark } from './report/consent-left.js';
export {
  decodeRouting,
  encodeRouting,
  EXERCISE,
  isExercise,
  type Routing,
  ROUTING_MAX_BYTES,
  routingSchema,
} from './report/routing.js';
