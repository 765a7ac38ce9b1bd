/**
 * What people and partners sign (PROTOCOL.md §8): canonical JSON with a kind, so that every statement says what it is,
 * for which deployment, and until when. A raw server challenge is never signed: it could be another document's digest.
 */
import { FormatError } from './bytes.js';
import { canonicalJson, parseCanonicalJson } from './canonical-json.js';
import { bytes, exactly, id, integer, nullable, record, text, time, toJson, type Read } from './fields.js';
import { silenceStatementShape, type SilenceStatement } from './silence.js';

export const DECISIONS = ['ACCEPT', 'DECLINE', 'ACTING', 'DONE'] as const;
export type Decision = (typeof DECISIONS)[number];

const signIn = record({
  deployment: text(128),
  origin: text(256),
  memberId: id,
  nonce: bytes(32),
  expires: time,
});
export type SignInStatement = Read<typeof signIn>;

/** Label 'sign-in'. */
export function signInStatement(statement: SignInStatement): Uint8Array {
  return write('amparo/sign-in/1', signIn, statement);
}

const acknowledgement = record({
  alertId: id,
  noticeDigest: bytes(32),
  ticket: id,
  decision: exactly(...DECISIONS),
  reason: nullable(text(500)),
  at: time,
});
export type AcknowledgementStatement = Omit<Read<typeof acknowledgement>, 'reason'> & {
  readonly reason?: string | null | undefined;
};

/** Label 'acknowledgement'. noticeDigest is hash(sealed notice), ticket the fencing ticket of the step. */
export function acknowledgementStatement(statement: AcknowledgementStatement): Uint8Array {
  return write('amparo/acknowledgement/1', acknowledgement, {
    ...statement,
    reason: statement.reason ?? null,
  });
}

/** Throws FormatError; for the worker and the console, which read what a member signed. */
export function decodeAcknowledgementStatement(statement: Uint8Array): Read<typeof acknowledgement> {
  return read('amparo/acknowledgement/1', acknowledgement, statement);
}

/** What came of a call to somebody who has no keys. `REACHED_…` is that person's answer, told to the one who called. */
export const CALL_OUTCOMES = [
  'REACHED_ACCEPTED',
  'REACHED_DECLINED',
  'REACHED_ACTING',
  'REACHED_DONE',
  'NO_ANSWER',
  'WRONG_NUMBER',
] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

const call = record({
  alertId: id,
  taskDigest: bytes(32),
  ticket: id,
  outcome: exactly(...CALL_OUTCOMES),
  at: time,
});
export type CallStatement = Read<typeof call>;

/** Label 'call'. taskDigest is hash(sealed task): it holds who was to be called, so the statement need not. */
export function callStatement(statement: CallStatement): Uint8Array {
  return write('amparo/call/1', call, statement);
}

/** Throws FormatError. */
export function decodeCallStatement(statement: Uint8Array): CallStatement {
  return read('amparo/call/1', call, statement);
}

const channel = record({ deployment: text(128), channelId: text(128), digest: bytes(32) });
export type ChannelStatement = Read<typeof channel>;

/** Label 'channel': which partner relayed an envelope; says nothing about who wrote it. */
export function channelStatement(statement: ChannelStatement): Uint8Array {
  return write('amparo/channel/1', channel, statement);
}

const publication = record({ deployment: text(128), head: bytes(32), nonce: bytes(32), expires: time });
export type PublicationStatement = Read<typeof publication>;

/** Label 'publication': an administrator hands a new head to the api. The head itself carries the roots' signatures. */
export function publicationStatement(statement: PublicationStatement): Uint8Array {
  return write('amparo/publication/1', publication, statement);
}

const dutyPublication = record({
  deployment: text(128),
  name: text(40),
  version: integer(1, 0xffffffff),
  forDispatch: bytes(32),
  forDesk: bytes(32),
});
export type DutyPublicationStatement = Read<typeof dutyPublication>;

/**
 * Label 'duty-publication': a delegate hands the sealed copies of a duty roster to the api. Who has stolen a session but no
 * key can then not lay rubbish in the roster's place.
 */
export function dutyPublicationStatement(statement: DutyPublicationStatement): Uint8Array {
  return write('amparo/duty-publication/1', dutyPublication, statement);
}

/** Label 'silence-consent': both people sign the same bytes. */
export function silenceStatement(statement: SilenceStatement): Uint8Array {
  return write('amparo/silence-consent/1', silenceStatementShape, statement);
}

/** Throws FormatError. */
export function decodeSilenceStatement(statement: Uint8Array): SilenceStatement {
  return read('amparo/silence-consent/1', silenceStatementShape, statement);
}

type Shape<T> = (value: unknown) => T;

function write<T extends object>(kind: string, shape: Shape<T>, statement: T): Uint8Array {
  const json = toJson(statement);
  // Refuses to build what no verifier would accept.
  shape(json);
  return canonicalJson({ ...(json as object), kind });
}

function read<T>(kind: string, shape: Shape<T>, statement: Uint8Array): T {
  const value = parseCanonicalJson(statement);
  const { kind: found, ...fields } = anyObject(value);
  exactly(kind)(found);
  return shape(fields);
}

function anyObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError('not an object');
  return value as Record<string, unknown>;
}
