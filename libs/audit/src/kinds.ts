/**
 * What the trace records: a closed list of kinds, each with an exact shape. Bodies hold random ids and closed codes, never
 * content: no text, address, key, or time finer than the event's hour. A kind that is not here cannot be written.
 */
import { CALL_OUTCOMES } from '#crypto';
import { z } from 'zod';

const id = z.uuid();
const count = z.int().min(0);
const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/i);

export const AUDIT_KINDS = {
  'publication.published': z.strictObject({ version: count }),
  'freshness.published': z.strictObject({ version: count }),
  'keyring.stored': z.strictObject({}),
  'session.opened': z.strictObject({ member: id }),
  'session.closed': z.strictObject({ member: id }),
  'report.accepted': z.strictObject({ report: id, quarantine: code.nullable() }),
  'report.triaged': z.strictObject({ report: id, unsorted: z.boolean() }),
  'report.compared': z.strictObject({ report: id }),
  'report.read': z.strictObject({ report: id, member: id }),
  // How many heads were looked at, never which: it would tell who tries to find what.
  'slots.read': z.strictObject({ member: id, count }),
  'report.claimed': z.strictObject({ report: id, member: id, version: count }),
  'report.released': z.strictObject({ report: id, member: id, version: count }),
  'report.closed': z.strictObject({ report: id, member: id, version: count }),
  'report.raised': z.strictObject({ report: id, paged: z.boolean() }),
  'alert.raised': z.strictObject({ alert: id, report: id }),
  'alert.advanced': z.strictObject({ alert: id, step: count, notices: count, tasks: count }),
  'alert.exhausted': z.strictObject({ alert: id }),
  'alert.acknowledged': z.strictObject({
    alert: id,
    notice: id,
    member: id,
    decision: z.enum(['ACCEPT', 'DECLINE', 'ACTING', 'DONE']),
    late: z.boolean(),
  }),
  // That consent was narrowed, never by which mailbox's visit nor to what.
  'alert.narrowed': z.strictObject({ alert: id }),
  'alert.resumed': z.strictObject({ alert: id, because: code }),
  'task.taken': z.strictObject({ task: id, member: id }),
  'call.recorded': z.strictObject({
    alert: id,
    task: id,
    member: id,
    outcome: z.enum(CALL_OUTCOMES),
    late: z.boolean(),
  }),
  'notice.unreachable': z.strictObject({ notice: id }),
  'notice.opened': z.strictObject({ notice: id, member: id }),
  'delivery.settled': z.strictObject({ notice: id, state: code, reason: code.nullable() }),
  'channels.set': z.strictObject({ member: id, version: count }),
  'channel.disabled': z.strictObject({ member: id, position: count }),
  'silence.proposed': z.strictObject({ silence: id, member: id, alone: z.boolean() }),
  'silence.agreed': z.strictObject({ silence: id, member: id }),
  'silence.ended': z.strictObject({ silence: id, member: id }),
  // How many of the desks were rung about it, never who.
  'desk.called': z.strictObject({ silence: id, rung: count, failed: count }),
  'silence.reviewed': z.strictObject({ silence: id, member: id }),
  'duty.published': z.strictObject({ member: id, roster: code, version: count }),
  'finding.raised': z.strictObject({ kind: code, count }),
  'finding.cleared': z.strictObject({ kind: code }),
  // What had lost its place in the queue, by the id of the report, alert or delivery.
  'work.handed-out-again': z.strictObject({ kind: code, ref: id }),
  // Neither names the mailbox: the trace must not become the link between a report and the words of its reporter.
  'mailbox.replied': z.strictObject({ member: id }),
  // Not which: beside the reading of a report it would say whose file it is.
  'file.read': z.strictObject({ member: id }),
  'file.erased': z.strictObject({ member: id }),
  'mailbox.read': z.strictObject({ member: id }),
} as const;

export type AuditKind = keyof typeof AUDIT_KINDS;
export type AuditBody<K extends AuditKind> = z.input<(typeof AUDIT_KINDS)[K]>;
