/**
 * The request for an identity (PROTOCOL.md §7.1): one requester, one report, one reason, signed. Custody boxes are
 * served only against it, and every custodian decides on exactly these bytes.
 */
import { equalBytes, FormatError } from './bytes.js';
import {
  bytes,
  documentForm,
  exactly,
  id,
  list,
  record,
  text,
  time,
  type Draft,
  type Read,
} from './fields.js';
import type { Roster, RosterMember } from './documents/roster.js';
import { hash } from './hash.js';
import { verify } from './sign.js';

const reader = record({
  kind: exactly('amparo/custody-request/1'),
  t0: bytes(32),
  requester: id,
  /** H(requester's sealing key): a release can only be sealed to it. */
  key: bytes(32),
  /** H(UTF-8 of the reason): the reason itself travels to the custodians sealed or by voice. */
  reason: bytes(32),
  /** What of the report the custodians are shown, in plain words. */
  facts: list(text(500), 20),
  /** Hash of the roster document that both sides must be using. */
  roster: bytes(32),
  expires: time,
});

export type CustodyRequest = Read<typeof reader>;

const form = documentForm<CustodyRequest>('amparo/custody-request/1', reader);

export const encodeCustodyRequest = (request: Draft<CustodyRequest>): Uint8Array => form.encode(request);
export const decodeCustodyRequest = (document: Uint8Array): CustodyRequest => form.decode(document);

export type CustodyRequestRefusal =
  'malformed' | 'other-roster' | 'unknown-requester' | 'not-on-a-desk' | 'bad-signature' | 'expired';

export type CustodyRequestOutcome =
  | { readonly ok: true; readonly request: CustodyRequest; readonly requester: RosterMember }
  | { readonly ok: false; readonly reason: CustodyRequestRefusal };

/** Signature label 'custody-request'. `roster` is a verified one with the hash under which the head lists it. */
export function verifyCustodyRequest(
  document: Uint8Array,
  signature: Uint8Array,
  {
    roster,
    rosterHash,
    now,
  }: { readonly roster: Roster; readonly rosterHash: Uint8Array; readonly now: Date },
): CustodyRequestOutcome {
  const refused = (reason: CustodyRequestRefusal) => ({ ok: false, reason }) as const;
  const request = tryDecode(document);
  if (!request) return refused('malformed');
  if (!equalBytes(request.roster, rosterHash)) return refused('other-roster');
  // The key comes from the signed roster, never from the request: nobody can bring a key of their own.
  const requester = roster.members.find((member) => member.id === request.requester);
  if (!requester || !equalBytes(hash(requester.sealKey), request.key)) return refused('unknown-requester');
  if (!requester.rights.some((right) => right.startsWith('desk:'))) return refused('not-on-a-desk');
  if (!verify('custody-request', document, signature, requester.signKey)) return refused('bad-signature');
  return request.expires.getTime() <= now.getTime() ? refused('expired') : { ok: true, request, requester };
}

function tryDecode(document: Uint8Array): CustodyRequest | null {
  try {
    return decodeCustodyRequest(document);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
