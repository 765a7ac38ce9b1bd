/**
 * `#crypto`: encodings, hashing, signing, the outer form of envelopes, and the signed documents. Portable (no Node, no
 * DOM), and safe for a process that must never open anything: nothing here decrypts.
 */
export { cryptoReady } from './sodium.js';
export {
  concat,
  equalBytes,
  FormatError,
  fromBase64Url,
  fromHex,
  fromUtf8,
  toBase64Url,
  toHex,
  utf8,
  wipe,
} from './bytes.js';
export { canonicalJson, parseCanonicalJson, MAX_DOCUMENT_BYTES, type Json } from './canonical-json.js';
export { digestOf, hash, hash128, RunningHash } from './hash.js';
export { randomBytes } from './randomness.js';
export {
  boxKeyPairFromSeed,
  deriveDeskKeys,
  deriveMemberKeys,
  newSealKeyPair,
  newSignKeyPair,
  sealKeyPairFromSeed,
  signKeyPairFromSeed,
} from './keys.js';
export type { BoxKeyPair, DeskKeys, MemberKeys, SealKeyPair, SignKeyPair } from './keys.js';
export { sign, SIGN_LABELS, verify, type SignLabel } from './sign.js';
export {
  cutHead,
  decodeEnvelope,
  envelopeDigest,
  readOuterForm,
  type DecodedEnvelope,
  type EnvelopeRefusal,
  type SealedEnvelope,
  type SizeClass,
} from './envelope-format.js';
export {
  ACCEPTANCE_BYTES,
  CAPSULE_SIZES,
  CONSENT_LABEL_BYTES,
  DUTY_SIZES,
  ENVELOPE_HEAD_BYTES,
  ENVELOPE_SIZES,
  FILE_SIZES,
  KEYRING_BLOB_BYTES,
  MAX_FILE_BYTES,
  MESSAGE_BYTES,
  OWN_CHANNELS_SIZES,
} from './sizes.js';
export {
  RING_LANGUAGES,
  type ChannelKind,
  type OwnChannel,
  type OwnChannels,
  type RingLanguage,
} from './own-channels.js';
export { scopeCommitment, type SilenceContent, type SilenceScope, type SilenceStatement } from './silence.js';
export {
  fileChannelDigest,
  fileDigest,
  signAcceptance,
  verifyAcceptance,
  type Acceptance,
} from './acceptance.js';
export {
  acknowledgementStatement,
  CALL_OUTCOMES,
  callStatement,
  channelStatement,
  decodeAcknowledgementStatement,
  decodeCallStatement,
  dutyPublicationStatement,
  DECISIONS,
  publicationStatement,
  decodeSilenceStatement,
  signInStatement,
  silenceStatement,
  type AcknowledgementStatement,
  type CallOutcome,
  type CallStatement,
  type ChannelStatement,
  type Decision,
  type DutyPublicationStatement,
  type PublicationStatement,
  type SignInStatement,
} from './statements.js';
export {
  decodeCustodyRequest,
  encodeCustodyRequest,
  verifyCustodyRequest,
  type CustodyRequest,
  type CustodyRequestOutcome,
  type CustodyRequestRefusal,
} from './custody-request.js';
export {
  verifyPossession,
  type KeyUse,
  type PossessionChallenge,
  type PossessionSubject,
} from './possession-format.js';
export { mailboxAddress } from './address.js';
export {
  CONSENT_MARK_BYTES,
  consentDay,
  isConsentMarkOf,
  type ConsentLabel,
  type ConsentLeft,
} from './consent.js';
export { signWebhook, verifyWebhook } from './webhook.js';
export { formatTime, type Draft } from './fields.js';
export { decodeRootPin, encodeRootPin, type RootPin } from './documents/pin.js';
export { decodeHeadSignatures, encodeHeadSignatures } from './documents/head-signatures.js';
export { decodeHead, encodeHead, type DocumentName, type Head } from './documents/head.js';
export {
  headHash,
  signHead,
  verifyHead,
  type HeadContext,
  type HeadOutcome,
  type HeadRefusal,
  type HeadWarning,
  type RootSignature,
  type SignedHead,
  type VerifiedHead,
} from './documents/verify-head.js';
export {
  effectiveNow,
  signFreshness,
  verifyFreshness,
  type Freshness,
  type SignedFreshness,
} from './documents/freshness.js';
export {
  custodyBoxes,
  decodeDirectory,
  encodeDirectory,
  findDirectoryFault,
  sealingKeys,
  type ChannelEntry,
  type DeskEntry,
  type DeskName,
  type Directory,
  type DirectoryFault,
  type DispatchEntry,
  type KeySet,
  type SealingKeys,
} from './documents/directory.js';
export {
  decodeAccess,
  encodeAccess,
  RIGHTS,
  type Access,
  type AccessMember,
  type Right,
} from './documents/access.js';
export {
  accessOf,
  decodeRoster,
  encodeRoster,
  mayHoldDesk,
  type Roster,
  type RosterMember,
  type RosterOrganisation,
} from './documents/roster.js';
export {
  ALLY_SCOPES,
  allyEntryOf,
  languagesOf,
  TLP_LABELS,
  unreadableInMember,
  unreadableInOrganisation,
  type AllyContact,
  type AllyEntry,
  type AllyScope,
  type Hours,
  type Tlp,
} from './documents/ally-entry.js';
export {
  dutyHash,
  dutyRoster,
  MAX_DUTY_LAYERS,
  peopleOfDuty,
  WEEKDAYS,
  type DutyLayer,
  type DutyRoster,
  type HoursWindow,
  type Weekday,
} from './documents/duty.js';
export { decodePages, encodePages, MAX_PAGE_FILE_BYTES, type Pages } from './documents/pages.js';
export { decodePolicy, encodePolicy, type PolicyDocument } from './documents/policy.js';
export { decodeGrants, encodeGrants, type GrantEntry, type Grants } from './documents/grants.js';
export {
  verifyDirectory,
  verifyDocument,
  type DirectoryOutcome,
  type DocumentOutcome,
  type DocumentRefusal,
  type Documents,
} from './documents/verify-document.js';
export { findPublicationFault, type Publication, type PublicationFault } from './documents/consistency.js';
