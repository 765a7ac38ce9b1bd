/**
 * What is sealed to one recipient (PROTOCOL.md §6, §7): the writers. Bodies are canonical JSON of the caller; every
 * sealed message has a size of a small closed set.
 */
import type { Json } from './canonical-json.js';
import { concat, lp, u32 } from './bytes.js';
import { anything, bytes, id, record, text, time, toJson, type Read } from './fields.js';
import { dutyRoster, type DutyRoster } from './documents/duty.js';
import { pad } from './padding.js';
import type { Randomness } from './randomness.js';
import { seal } from './sealed-box.js';
import { sealSigned } from './signed-message.js';
import { CAPSULE_SIZES, DUTY_SIZES, MESSAGE_BYTES, ROSTER_COPY_STEP, SEAL_OVERHEAD } from './sizes.js';

export const EMPTY = new Uint8Array(0);

/** What a notice and a capsule have in common. */
export const aboutAlert = record({
  t0: bytes(32),
  alertId: id,
  purpose: text(64),
  expires: time,
  body: anything,
});
type AboutAlert = Read<typeof aboutAlert>;
export type Notice = AboutAlert;
export type Capsule = AboutAlert;

export interface AlertMessageInput {
  readonly recipientKey: Uint8Array;
  /** T0 of the envelope that the alert is about: ties the message to one report. */
  readonly T0: Uint8Array;
  readonly alertId: string;
  readonly purpose: string;
  readonly expires: Date;
  readonly body: Json;
}

function alertFields({
  T0,
  alertId,
  purpose,
  expires,
  body,
}: AlertMessageInput): Readonly<Record<string, unknown>> {
  const fields = { t0: T0, alertId, purpose, expires, body };
  aboutAlert(toJson(fields));
  return fields;
}

export function sealNoticeWith(
  random: Randomness,
  input: AlertMessageInput,
  dispatchSign: Uint8Array,
): Uint8Array {
  const to = { recipientKey: input.recipientKey, context: EMPTY, sizes: [MESSAGE_BYTES] };
  return sealSigned(random, 'notice', to, alertFields(input), dispatchSign);
}

export function sealCapsuleWith(
  random: Randomness,
  input: AlertMessageInput,
  deskSign: Uint8Array,
): Uint8Array {
  const to = { recipientKey: input.recipientKey, context: EMPTY, sizes: CAPSULE_SIZES };
  return sealSigned(random, 'capsule', to, alertFields(input), deskSign);
}

/** What a triage note, a likeness and a task have in common. */
export const aboutReport = record({ t0: bytes(32), body: anything });

export interface ReportMessageInput {
  readonly deskKey: Uint8Array;
  readonly T0: Uint8Array;
  readonly body: Json;
}

/**
 * From the worker to a desk. Context T0: what is said of one report cannot be laid beside another. The label keeps them
 * apart: an old likeness in the place of a note would show a desk no reason at all for an urgency.
 */
export function sealAboutReportWith(
  random: Randomness,
  label: 'triage-note' | 'likeness' | 'task',
  { deskKey, T0, body }: ReportMessageInput,
  dispatchSign: Uint8Array,
): Uint8Array {
  const to = { recipientKey: deskKey, context: T0, sizes: [MESSAGE_BYTES] };
  return sealSigned(random, label, to, { t0: T0, body }, dispatchSign);
}

export const reply = record({ address: bytes(32), replyId: bytes(16), body: anything });
export type Reply = Read<typeof reply>;

export interface ReplyInput {
  readonly reporterKey: Uint8Array;
  readonly address: Uint8Array;
  readonly body: Json;
}

/** Signed by the desk epoch, never by a person: who holds the words must not learn the names of staff. */
export function sealReplyWith(random: Randomness, input: ReplyInput, deskSign: Uint8Array): Uint8Array {
  const to = { recipientKey: input.reporterKey, context: input.address, sizes: [MESSAGE_BYTES] };
  const fields = { address: input.address, replyId: random.bytes(16), body: input.body };
  return sealSigned(random, 'reply', to, fields, deskSign);
}

/** To whom a duty roster is readable: dispatch, or the desk whose it is. */
export interface DutyInput {
  readonly recipientKey: Uint8Array;
  readonly duty: DutyRoster;
}

/** Context is the name: one roster laid in the place of another does not open. */
export const dutyContext = (name: string): Uint8Array => lp(name);

export function sealDutyWith(
  random: Randomness,
  { recipientKey, duty }: DutyInput,
  memberSign: Uint8Array,
): Uint8Array {
  dutyRoster(toJson(duty));
  const to = { recipientKey, context: dutyContext(duty.name), sizes: DUTY_SIZES };
  return sealSigned(random, 'duty', to, { ...duty }, memberSign);
}

export interface GrantInput {
  readonly memberKey: Uint8Array;
  readonly desk: 'triage' | 'safeguarding';
  readonly epoch: number;
  /** The 32-byte seed of the desk epoch. */
  readonly seed: Uint8Array;
}

export function grantContext(desk: GrantInput['desk'], epoch: number): Uint8Array {
  return concat(lp(desk), u32(epoch));
}

/** Check mayHoldDesk first: a grant cannot be taken back. */
export function sealGrantWith(random: Randomness, { memberKey, desk, epoch, seed }: GrantInput): Uint8Array {
  if (seed.length !== 32) throw new RangeError('a desk seed has 32 bytes');
  return seal(random, memberKey, 'grant', grantContext(desk, epoch), seed);
}

/** Padded to a multiple of 16 KiB, so that the copy does not tell how many people there are. */
export function sealRosterCopyWith(
  random: Randomness,
  recipientKey: Uint8Array,
  roster: Uint8Array,
): Uint8Array {
  const size = Math.ceil((SEAL_OVERHEAD + 4 + roster.length) / ROSTER_COPY_STEP) * ROSTER_COPY_STEP;
  return seal(random, recipientKey, 'roster', EMPTY, pad(roster, size - SEAL_OVERHEAD));
}
