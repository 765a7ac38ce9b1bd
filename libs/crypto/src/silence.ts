/**
 * Silences (PROTOCOL.md §8.9): for a while a bell is not rung, because two people of different organisations say so. What is
 * silenced and why exists sealed only: once to dispatch, which must know what, and once to the desk, which must know why. Both sign
 * the commitment to one scope, so that nobody can show a colleague one scope and dispatch another.
 */
import { FormatError, lp } from './bytes.js';
import { canonicalJson } from './canonical-json.js';
import {
  bytes,
  exactly,
  flag,
  id,
  matching,
  nullable,
  record,
  text,
  time,
  toJson,
  type Read,
} from './fields.js';
import { digestOf } from './hash.js';
import type { Randomness } from './randomness.js';
import { sealSigned } from './signed-message.js';
import { MESSAGE_BYTES } from './sizes.js';

const member = record({ kind: exactly('member'), member: id });
const roster = record({ kind: exactly('roster'), roster: matching(/^[a-z][a-z0-9-]{0,39}$/) });
const alert = record({ kind: exactly('alert'), alert: id });
export type SilenceScope = Read<typeof member> | Read<typeof roster> | Read<typeof alert>;

const readers = { member, roster, alert } as const;
const scope = (value: unknown): SilenceScope => {
  const kind = (value as { kind?: unknown } | null)?.kind;
  if (kind !== 'member' && kind !== 'roster' && kind !== 'alert') throw new FormatError('no such scope');
  return readers[kind](value);
};

/** `reason` is null in the copy for dispatch. */
export const silenceContent = record({ id, scope, salt: bytes(16), reason: nullable(text(500)) });
export type SilenceContent = Read<typeof silenceContent>;

export const scopeCommitment = ({ scope: what, salt }: Pick<SilenceContent, 'scope' | 'salt'>): Uint8Array =>
  digestOf('silence-scope', salt, canonicalJson({ ...what }));

/** Context is the id: a content laid beside another silence does not open. */
export const silenceContext = (silenceId: string): Uint8Array => lp(silenceId);

export function sealSilenceWith(
  random: Randomness,
  recipientKey: Uint8Array,
  content: SilenceContent,
  memberSign: Uint8Array,
): Uint8Array {
  silenceContent(toJson(content));
  const to = { recipientKey, context: silenceContext(content.id), sizes: [MESSAGE_BYTES] };
  return sealSigned(random, 'silence', to, { ...content }, memberSign);
}

export const silenceStatementShape = record({
  deployment: text(128),
  id,
  /** Whose members can read it, and one of whom is asked to agree. */
  desk: exactly('triage', 'safeguarding'),
  /** scopeCommitment. */
  scope: bytes(32),
  forDispatch: bytes(32),
  forDesk: bytes(32),
  from: time,
  until: time,
  /** By one person alone, at night, and reviewed by another within a day. */
  breakGlass: flag,
});
export type SilenceStatement = Read<typeof silenceStatementShape>;
