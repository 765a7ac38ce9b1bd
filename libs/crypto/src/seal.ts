/**
 * `#crypto/seal`: everything that needs only public keys. Randomness is libsodium's and cannot be chosen from outside.
 */
import type { CustodyReleaseInput } from './custody-release.js';
import { sealCustodyReleaseWith } from './custody-release.js';
import { sealSilenceWith, type SilenceContent } from './silence.js';
import * as messages from './messages.js';
import { sealOwnChannelsWith, type OwnChannels } from './own-channels.js';
import { challengePossessionWith } from './possession.js';
import type { PossessionChallenge, PossessionSubject } from './possession-format.js';
import { systemRandomness as random } from './randomness.js';
import { sealEnvelopeWith, type SealedReport, type SealEnvelopeInput } from './seal-envelope.js';
import { seal, type SealLabel } from './sealed-box.js';

export {
  MAX_IDENTITY_BYTES,
  MAX_NARRATIVE_BYTES,
  MAX_ROUTING_BYTES,
  SealError,
  type CustodyInput,
  type SealedReport,
  type SealEnvelopeInput,
  type SealRefusal,
} from './seal-envelope.js';
export { MessageTooLong } from './signed-message.js';
export type { SealLabel } from './sealed-box.js';
export type { AlertMessageInput, DutyInput, GrantInput, ReplyInput, ReportMessageInput } from './messages.js';
export type { CustodyReleaseInput, CustodyShare } from './custody-release.js';

/** The one seal, for a context of the caller's own; 1,168 bytes longer than the plaintext. */
export function sealTo(
  publicKey: Uint8Array,
  label: SealLabel,
  context: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  return seal(random, publicKey, label, context, plaintext);
}

/** Throws SealError with a closed reason when nothing could be sealed. */
export async function sealEnvelope(input: SealEnvelopeInput): Promise<SealedReport> {
  return sealEnvelopeWith(random, input);
}

/** Exactly 4,096 bytes; signed with the worker's dispatch-sign key. */
export function sealNotice(input: messages.AlertMessageInput, dispatchSignSecretKey: Uint8Array): Uint8Array {
  return messages.sealNoticeWith(random, input, dispatchSignSecretKey);
}

/** One of CAPSULE_SIZES; signed with the desk epoch's key. */
export function sealCapsule(input: messages.AlertMessageInput, deskSignSecretKey: Uint8Array): Uint8Array {
  return messages.sealCapsuleWith(random, input, deskSignSecretKey);
}

/** Exactly 4,096 bytes; signed with the worker's dispatch-sign key. */
export function sealTriageNote(
  input: messages.ReportMessageInput,
  dispatchSignSecretKey: Uint8Array,
): Uint8Array {
  return messages.sealAboutReportWith(random, 'triage-note', input, dispatchSignSecretKey);
}

/** Exactly 4,096 bytes; signed with the worker's dispatch-sign key. */
export function sealLikeness(
  input: messages.ReportMessageInput,
  dispatchSignSecretKey: Uint8Array,
): Uint8Array {
  return messages.sealAboutReportWith(random, 'likeness', input, dispatchSignSecretKey);
}

/** Exactly 4,096 bytes; signed with the worker's dispatch-sign key. */
export function sealTask(input: messages.ReportMessageInput, dispatchSignSecretKey: Uint8Array): Uint8Array {
  return messages.sealAboutReportWith(random, 'task', input, dispatchSignSecretKey);
}

/** Exactly 4,096 bytes; signed with the desk epoch's key. */
export function sealReply(input: messages.ReplyInput, deskSignSecretKey: Uint8Array): Uint8Array {
  return messages.sealReplyWith(random, input, deskSignSecretKey);
}

/** One of OWN_CHANNELS_SIZES; the member signs the bytes with label 'own-channels'. */
export function sealOwnChannels(recipientKey: Uint8Array, own: OwnChannels): Uint8Array {
  return sealOwnChannelsWith(random, recipientKey, own);
}

/** One of DUTY_SIZES; signed by the delegate whom the roster names as `member`. */
export function sealDuty(input: messages.DutyInput, memberSignSecretKey: Uint8Array): Uint8Array {
  return messages.sealDutyWith(random, input, memberSignSecretKey);
}

/** Exactly 4,096 bytes; one copy for dispatch, without a reason, and one for the desk. */
export function sealSilence(
  recipientKey: Uint8Array,
  content: SilenceContent,
  memberSignSecretKey: Uint8Array,
): Uint8Array {
  return sealSilenceWith(random, recipientKey, content, memberSignSecretKey);
}

/** 1,200 bytes. Check mayHoldDesk first. */
export function sealGrant(input: messages.GrantInput): Uint8Array {
  return messages.sealGrantWith(random, input);
}

export function sealRosterCopy(recipientKey: Uint8Array, roster: Uint8Array): Uint8Array {
  return messages.sealRosterCopyWith(random, recipientKey, roster);
}

/** 1,266 bytes. */
export function sealCustodyRelease(
  input: CustodyReleaseInput,
  custodianSignSecretKey: Uint8Array,
): Uint8Array {
  return sealCustodyReleaseWith(random, input, custodianSignSecretKey);
}

export function challengePossession(subject: PossessionSubject): PossessionChallenge {
  return challengePossessionWith(random, subject);
}
