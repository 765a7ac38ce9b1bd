/**
 * Is this publication to be served? (libs/crypto/PROTOCOL.md §5.) Pure. The api believes nothing that the pinned roots did
 * not sign, whether it comes over the network or from its own database: an operator who edits a row must not be able to add
 * a member, swap a desk key or bring an old access list back.
 */
import {
  decodeHeadSignatures,
  equalBytes,
  FormatError,
  hash,
  verifyDirectory,
  verifyDocument,
  verifyHead,
  type Access,
  type Directory,
  type Grants,
  type HeadRefusal,
  type RootPin,
  type RootSignature,
  type VerifiedHead,
} from '#crypto';
import { parsePolicy, type Policy } from '#policy';

export interface PublicationBytes {
  readonly head: Uint8Array;
  /** Canonical JSON: [{key, signature}]. */
  readonly signatures: Uint8Array;
  readonly directory: Uint8Array;
  readonly access: Uint8Array;
  readonly policy: Uint8Array;
  readonly grants: Uint8Array;
}

export interface VerifiedPublication {
  readonly bytes: PublicationBytes;
  readonly head: VerifiedHead['head'];
  readonly headHash: Uint8Array;
  readonly directory: Directory;
  readonly access: Access;
  readonly policy: Policy;
  readonly grants: Grants;
}

export type PublicationRefusal =
  HeadRefusal | 'signatures' | 'directory' | 'access' | 'policy' | 'grants' | 'roster-copies';

export type PublicationOutcome =
  | { readonly ok: true; readonly publication: VerifiedPublication }
  | { readonly ok: false; readonly reason: PublicationRefusal };

export interface PublicationContext {
  readonly pin: RootPin;
  readonly production: boolean;
  /** Age is the reader's concern: the api goes on serving an old head rather than refuse reports, so it gives the head's own time. */
  readonly now: Date;
  readonly seen?: { readonly version: number; readonly hash: Uint8Array } | undefined;
}

export function verifyPublication(bytes: PublicationBytes, context: PublicationContext): PublicationOutcome {
  const signatures = readSignatures(bytes.signatures);
  if (!signatures) return { ok: false, reason: 'signatures' };
  const verified = verifyHead({ bytes: bytes.head, signatures }, context.pin, {
    now: context.now,
    seen: context.seen,
    production: context.production,
  });
  if (!verified.ok) return { ok: false, reason: verified.reason };
  const directory = verifyDirectory(verified, bytes.directory);
  if (!directory.ok) return { ok: false, reason: 'directory' };
  const access = verifyDocument(verified, 'access', bytes.access);
  if (!access.ok) return { ok: false, reason: 'access' };
  if (!verifyDocument(verified, 'policy', bytes.policy).ok) return { ok: false, reason: 'policy' };
  const policy = parsePolicy(bytes.policy);
  if (!policy.ok) return { ok: false, reason: 'policy' };
  const grants = verifyDocument(verified, 'grants', bytes.grants);
  if (!grants.ok) return { ok: false, reason: 'grants' };
  return {
    ok: true,
    publication: {
      bytes,
      head: verified.head,
      headHash: verified.hash,
      directory: directory.directory,
      access: access.document,
      policy: policy.policy,
      grants: grants.document,
    },
  };
}

/** A stored publication goes on being served after it expired; only its age is waived, never a signature. */
export function verifyStoredPublication(
  bytes: PublicationBytes,
  context: Omit<PublicationContext, 'now'>,
): PublicationOutcome {
  return verifyPublication(bytes, { ...context, now: new Date(0) });
}

export function samePublication(one: PublicationBytes, other: PublicationBytes): boolean {
  return (['head', 'directory', 'access', 'policy', 'grants'] as const).every((name) =>
    equalBytes(hash(one[name]), hash(other[name])),
  );
}

/** Everybody who must be able to read the roster has a copy, and nobody else: dispatch, and each member of the access list. */
export function rosterCopiesAreComplete(access: Access, recipients: readonly string[]): boolean {
  const expected = new Set(['dispatch', ...access.members.map((member) => member.id)]);
  return (
    recipients.length === expected.size &&
    new Set(recipients).size === expected.size &&
    recipients.every((id) => expected.has(id))
  );
}

function readSignatures(bytes: Uint8Array): readonly RootSignature[] | null {
  try {
    return decodeHeadSignatures(bytes);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
