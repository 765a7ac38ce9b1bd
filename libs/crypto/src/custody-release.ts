/** A custodian's answer (PROTOCOL.md §7.3): their share, sealed to the requester, signed by the custodian. */
import { concat } from './bytes.js';
import { hash } from './hash.js';
import type { Randomness } from './randomness.js';
import { seal } from './sealed-box.js';
import { sign } from './sign.js';
import { SHARE_BYTES } from './sizes.js';

export interface CustodyShare {
  readonly position: number;
  /** 33 bytes. */
  readonly share: Uint8Array;
}
export interface CustodyReleaseInput extends CustodyShare {
  /** The exact bytes that the requester signed. */
  readonly request: Uint8Array;
  /** From the roster; its hash stands in the request. */
  readonly requesterKey: Uint8Array;
}

/** What the custodian signs, label 'custody-release': the request, and the sealed share that answers it. */
export function releaseStatement(request: Uint8Array, sealed: Uint8Array): Uint8Array {
  return concat(hash(request), sealed);
}

/** sealed share (1202) ‖ signature (64). */
export function sealCustodyReleaseWith(
  random: Randomness,
  { request, requesterKey, position, share }: CustodyReleaseInput,
  custodianSignSecretKey: Uint8Array,
): Uint8Array {
  if (share.length !== SHARE_BYTES) throw new RangeError('a share has 33 bytes');
  const content = concat(Uint8Array.of(position), share);
  const sealed = seal(random, requesterKey, 'custody-release', hash(request), content);
  return concat(sealed, sign('custody-release', releaseStatement(request, sealed), custodianSignSecretKey));
}
