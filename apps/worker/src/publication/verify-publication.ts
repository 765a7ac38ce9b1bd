/**
 * From stored bytes to something the worker may act on (libs/crypto/PROTOCOL.md §5). Nothing in the database is believed:
 * the head must be signed by pinned roots, every document's hash must be in it, and the roster must be the one it names.
 * Otherwise whoever can edit a row could add a "colleague" who is told everything, or remove all who would answer.
 */
import {
  decodeHeadSignatures,
  equalBytes,
  FormatError,
  verifyDirectory,
  verifyDocument,
  verifyHead,
  type Directory,
  type HeadRefusal,
  type RootPin,
  type RootSignature,
  type Roster,
} from '#crypto';
import { openRosterCopy } from '#crypto/dispatch';
import { listedDuty, parsePolicy, type OnCall, type Policy } from '#policy';
import type { WorkerSecrets } from '../secrets/key-files.js';

/** Rows as they lie in the database: bytes that nobody has checked. */
export interface StoredPublication {
  readonly version: number;
  readonly head: Uint8Array;
  /** Canonical JSON: [{key, signature}]. */
  readonly signatures: Uint8Array;
  readonly directory: Uint8Array;
  readonly policy: Uint8Array;
  /** The copy of the roster that is sealed to dispatch. */
  readonly rosterCopy: Uint8Array | null;
}

export interface Publication {
  readonly version: number;
  readonly headHash: Uint8Array;
  readonly demo: boolean;
  readonly expires: Date;
  readonly directory: Directory;
  readonly roster: Roster;
  readonly policy: Policy;
  /** Who is on call: by the lists of the roster itself, until a delegate has signed something newer (duty/duty-keeper.ts). */
  readonly onCall: OnCall;
}

type PublicationRefusal =
  | HeadRefusal
  | 'signatures'
  | 'version'
  | 'directory'
  | 'policy'
  | 'roster-missing'
  | 'roster-unopened'
  | 'roster'
  | 'dispatch-sign-key-not-listed'
  | 'webhook-key-not-listed';

export type PublicationOutcome =
  | { readonly ok: true; readonly publication: Publication }
  | { readonly ok: false; readonly reason: PublicationRefusal };

export interface PublicationContext {
  readonly pin: RootPin;
  readonly secrets: WorkerSecrets;
  readonly production: boolean;
  /** The newest head this process accepted: what a rollback or a fork is measured against. */
  readonly seen: { readonly version: number; readonly hash: Uint8Array } | undefined;
}

const refuse = (reason: PublicationRefusal): PublicationOutcome => ({ ok: false, reason });

/**
 * Age alone is waived: a worker that stops telling people because a signature was not renewed in time leaves them alone
 * with a threat. The keeper says loudly that the head has expired; clients refuse it 90 days later.
 */
const AGE_WAIVED = new Date(0);

export function verifyPublication(
  stored: StoredPublication,
  context: PublicationContext,
): PublicationOutcome {
  const { pin, production, seen, secrets } = context;
  const signatures = readSignatures(stored.signatures);
  if (!signatures) return refuse('signatures');
  const signedHead = { bytes: stored.head, signatures };
  const verified = verifyHead(signedHead, pin, { now: AGE_WAIVED, seen, production });
  if (!verified.ok) return refuse(verified.reason);
  // The row's number is how newer publications are found: a wrong one could hide every later head.
  if (verified.head.version !== stored.version) return refuse('version');

  const listed = verifyDirectory(verified, stored.directory);
  if (!listed.ok) return refuse('directory');
  const { directory } = listed;
  // Notices and webhooks signed by an unlisted key would be refused by everybody who gets them, in silence.
  if (!contains(directory.servers.dispatchSign, secrets.dispatchSign.publicKey))
    return refuse('dispatch-sign-key-not-listed');
  if (!contains(directory.servers.webhook, secrets.webhook.publicKey))
    return refuse('webhook-key-not-listed');

  const policyDocument = verifyDocument(verified, 'policy', stored.policy);
  if (!policyDocument.ok) return refuse('policy');
  const policy = parsePolicy(stored.policy);
  if (!policy.ok) return refuse('policy');

  if (!stored.rosterCopy) return refuse('roster-missing');
  const rosterBytes = openWithAny(secrets, stored.rosterCopy);
  if (!rosterBytes) return refuse('roster-unopened');
  const roster = verifyDocument(verified, 'roster', rosterBytes);
  if (!roster.ok) return refuse('roster');

  const { version, demo, expires } = verified.head;
  const publication = {
    version,
    headHash: verified.hash,
    demo,
    expires,
    directory,
    roster: roster.document,
    policy: policy.policy,
    onCall: listedDuty(roster.document),
  };
  return { ok: true, publication };
}

function contains(keys: readonly Uint8Array[], key: Uint8Array): boolean {
  return keys.some((listed) => equalBytes(listed, key));
}

function openWithAny(secrets: WorkerSecrets, sealed: Uint8Array): Uint8Array | null {
  for (const { keys } of secrets.dispatch) {
    const opened = openRosterCopy(keys.secretKey, sealed);
    if (opened.ok) return opened.roster;
  }
  return null;
}

function readSignatures(bytes: Uint8Array): readonly RootSignature[] | null {
  try {
    return decodeHeadSignatures(bytes);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
