/**
 * Opening an identity (PROTOCOL.md §7): the custodian's side (one box, for one request) and the requester's side
 * (releases, commitments, combination). Cryptography enforces the quorum; the reason is for people to judge.
 */
import { combine } from 'shamir-secret-sharing';
import { equalBytes, wipe } from './bytes.js';
import { releaseStatement, type CustodyShare } from './custody-release.js';
import type { CustodyRequest } from './custody-request.js';
import { identitySecret, shareCommitment } from './custody-format.js';
import type { SealedEnvelope } from './envelope-format.js';
import { hash } from './hash.js';
import type { BoxKeyPair } from './keys.js';
import { openCompartment } from './open-envelope.js';
import { CUSTODY_BOX_BYTES, CUSTODY_RELEASE_BYTES, SHARE_BYTES } from './sizes.js';
import { sodium } from './sodium.js';
import { verify } from './sign.js';
import { attempt, demand, keyPairOf, UNOPENED, unseal, type Unopened } from './opening.js';

/**
 * For a custodian, with a request that verifyCustodyRequest accepted. `entry` is one of envelope.custody. Only box
 * and request are needed: a custodian is not shown the report.
 */
export function openCustodyBox(
  custodian: BoxKeyPair,
  entry: Uint8Array,
  position: number,
  request: CustodyRequest,
): ({ readonly ok: true } & CustodyShare) | Unopened {
  return attempt(() => {
    const content = sodium.crypto_box_seal_open(
      entry.subarray(0, CUSTODY_BOX_BYTES),
      custodian.publicKey,
      custodian.secretKey,
    );
    const share = content.slice(33);
    // T0 and i inside the box: a box copied from another report, asked for under this one, opens nothing.
    demand(equalBytes(content.subarray(0, 32), request.t0) && content[32] === position);
    demand(share.length === SHARE_BYTES);
    demand(equalBytes(entry.subarray(CUSTODY_BOX_BYTES), shareCommitment(request.t0, position, share)));
    return { ok: true as const, position, share };
  });
}

/** For the requester. */
export function openCustodyRelease(
  requesterSecretKey: Uint8Array,
  release: Uint8Array,
  request: Uint8Array,
  custodianSignKey: Uint8Array,
): ({ readonly ok: true } & CustodyShare) | Unopened {
  return attempt(() => {
    demand(release.length === CUSTODY_RELEASE_BYTES);
    const sealed = release.slice(0, -64);
    demand(
      verify('custody-release', releaseStatement(request, sealed), release.slice(-64), custodianSignKey),
    );
    const content = unseal(keyPairOf(requesterSecretKey), 'custody-release', hash(request), sealed);
    const [position = 0] = content;
    return { ok: true as const, position, share: content.slice(1) };
  });
}

/** A share with the organisation of the custodian who signed its release. */
export interface ReleasedShare extends CustodyShare {
  readonly organisation: string;
}

export type CombineOutcome =
  | { readonly ok: true; readonly custodyHalf: Uint8Array }
  /** `culprits`: positions whose share does not match the commitment in the envelope. */
  | { readonly ok: false; readonly reason: 'bad-share'; readonly culprits: readonly number[] }
  | { readonly ok: false; readonly reason: 'too-few'; readonly have: number };

/** Commitments first: combining a wrong share gives a wrong key silently, and nobody to ask about it. */
export async function combineShares(
  envelope: SealedEnvelope,
  shares: readonly ReleasedShare[],
  k: number,
): Promise<CombineOutcome> {
  const culprits = shares.filter((share) => !isCommitted(envelope, share)).map((share) => share.position);
  if (culprits.length > 0) return { ok: false, reason: 'bad-share', culprits };
  const byPosition = new Map(shares.map((share) => [share.position, share]));
  const organisations = new Set([...byPosition.values()].map((share) => share.organisation));
  // Distinct positions and distinct organisations: one organisation with two seats is still one decision.
  const have = Math.min(byPosition.size, organisations.size);
  if (k < 2 || have < k) return { ok: false, reason: 'too-few', have };
  return { ok: true, custodyHalf: await combine([...byPosition.values()].map((released) => released.share)) };
}

function isCommitted(envelope: SealedEnvelope, { position, share }: ReleasedShare): boolean {
  const entry = envelope.custody[position];
  if (!entry || share.length !== SHARE_BYTES) return false;
  return equalBytes(entry.subarray(CUSTODY_BOX_BYTES), shareCommitment(envelope.T0, position, share));
}

export type IdentityOutcome =
  | { readonly ok: true; readonly identity: Uint8Array }
  | Exclude<CombineOutcome, { readonly ok: true }>
  | Unopened;

/** `deskHalf` from openEnvelopeAsDesk, `k` from the directory under whose key set the report was sealed. */
export async function openIdentity(
  deskHalf: Uint8Array,
  shares: readonly ReleasedShare[],
  envelope: SealedEnvelope,
  k: number,
): Promise<IdentityOutcome> {
  const combined = await combineShares(envelope, shares, k).catch(() => UNOPENED);
  if (!combined.ok) return combined;
  const { custodyHalf } = combined;
  return attempt(() => {
    const secret = identitySecret(deskHalf, custodyHalf);
    try {
      return { ok: true as const, identity: openCompartment(secret, 'identity', envelope) };
    } finally {
      wipe(secret, custodyHalf);
    }
  });
}
