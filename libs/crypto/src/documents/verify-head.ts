/**
 * Is this the head to use? (PROTOCOL.md §5.2.) Pure: what was seen before, the time and the pin are arguments.
 * A server that serves another root's head, an old one, or two of the same version is caught here.
 */
import { equalBytes, FormatError } from '../bytes.js';
import { hash } from '../hash.js';
import { sign, verify } from '../sign.js';
import { publicKeyOf } from '../keys.js';
import { isFresh, verifyFreshness, type Freshness, type SignedFreshness } from './freshness.js';
import { decodeHead, encodeHead, type Head } from './head.js';
import type { RootPin } from './pin.js';
import type { Draft } from '../fields.js';

const DAY = 86_400_000;
/** Whoever serves a head also serves these lists: a hundred thousand signatures must not stall a phone. */
const MAX_SIGNATURES = 64;
const WARN_BEFORE_EXPIRY_DAYS = 30;
const GRACE_AFTER_EXPIRY_DAYS = 90;

export interface RootSignature {
  readonly key: Uint8Array;
  readonly signature: Uint8Array;
}
export interface SignedHead {
  readonly bytes: Uint8Array;
  readonly signatures: readonly RootSignature[];
}
export type HeadWarning = 'no-fresh-cosignature' | 'expires-soon' | 'expired';
export type HeadRefusal =
  | 'wrong-root'
  | 'unsigned'
  | 'malformed'
  | 'wrong-deployment'
  | 'demo-in-production'
  | 'rolled-back'
  | 'forked'
  | 'expired';
export interface VerifiedHead {
  readonly ok: true;
  readonly head: Head;
  readonly hash: Uint8Array;
  readonly warnings: readonly HeadWarning[];
}
export type HeadOutcome = VerifiedHead | { readonly ok: false; readonly reason: HeadRefusal };

export interface HeadContext {
  /** effectiveNow(), not the bare device clock. */
  readonly now: Date;
  /** The highest version this client has accepted, and its hash. */
  readonly seen?: { readonly version: number; readonly hash: Uint8Array } | undefined;
  /** As served, unverified. */
  readonly freshness?: readonly SignedFreshness[] | undefined;
  /** True where people rely on it: a demo pin is then refused. */
  readonly production?: boolean | undefined;
}

export function signHead(head: Draft<Head>, rootSecretKeys: readonly Uint8Array[]): SignedHead {
  const document = encodeHead(head);
  return {
    bytes: document,
    signatures: rootSecretKeys.map((secretKey) => ({
      key: publicKeyOf(secretKey),
      signature: sign('head', document, secretKey),
    })),
  };
}

/** The hash that the next head names as `previous` and that witnesses cosign. */
export function headHash(document: Uint8Array): Uint8Array {
  return hash(document);
}

export function verifyHead(signed: SignedHead, pin: RootPin, context: HeadContext): HeadOutcome {
  const refusal = refuseSignatures(signed, pin);
  if (refusal) return { ok: false, reason: refusal };
  const head = tryDecode(signed.bytes);
  if (!head) return { ok: false, reason: 'malformed' };
  if (head.deployment !== pin.deployment || head.demo !== pin.demo)
    return { ok: false, reason: 'wrong-deployment' };
  if (head.demo && context.production === true) return { ok: false, reason: 'demo-in-production' };

  const found = headHash(signed.bytes);
  const history = refuseHistory(head, found, context.seen);
  if (history) return { ok: false, reason: history };
  const late = context.now.getTime() - head.expires.getTime();
  if (late > GRACE_AFTER_EXPIRY_DAYS * DAY) return { ok: false, reason: 'expired' };
  const cosigned = (context.freshness ?? [])
    .slice(0, MAX_SIGNATURES)
    .flatMap((statement) => verifyFreshness(statement, pin) ?? []);
  return { ok: true, head, hash: found, warnings: warningsOf(late, found, context.now, cosigned) };
}

function refuseSignatures(signed: SignedHead, pin: RootPin): HeadRefusal | null {
  // Counted by root, not by signature: one root that signs twice is one organisation.
  const given = signed.signatures.slice(0, MAX_SIGNATURES);
  const present = pin.roots.flatMap((root) => {
    const own = given.filter((entry) => equalBytes(entry.key, root));
    return own.length > 0 ? [own] : [];
  });
  if (present.length === 0) return given.length === 0 ? 'unsigned' : 'wrong-root';
  const valid = present.filter((own) =>
    own.some((entry) => verify('head', signed.bytes, entry.signature, entry.key)),
  );
  return valid.length < pin.threshold ? 'unsigned' : null;
}

function refuseHistory(head: Head, found: Uint8Array, seen: HeadContext['seen']): HeadRefusal | null {
  if (!seen) return null;
  if (head.version < seen.version) return 'rolled-back';
  if (head.version === seen.version) return equalBytes(found, seen.hash) ? null : 'forked';
  // The next head must continue the one we know; further ahead the chain cannot be seen from here.
  const continues =
    head.version > seen.version + 1 || (head.previous && equalBytes(head.previous, seen.hash));
  return continues ? null : 'forked';
}

function warningsOf(
  lateMs: number,
  found: Uint8Array,
  now: Date,
  cosigned: readonly Freshness[],
): readonly HeadWarning[] {
  const warnings: HeadWarning[] = [];
  if (!isFresh(found, now, cosigned)) warnings.push('no-fresh-cosignature');
  if (lateMs > 0) warnings.push('expired');
  else if (lateMs > -WARN_BEFORE_EXPIRY_DAYS * DAY) warnings.push('expires-soon');
  return warnings;
}

function tryDecode(document: Uint8Array): Head | null {
  try {
    return decodeHead(document);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
