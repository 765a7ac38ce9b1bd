/** Custody entries (PROTOCOL.md §4.3): the part that needs no secret key. */
import { concat, lp } from './bytes.js';
import { hash128, keyedHash } from './hash.js';
import type { Randomness } from './randomness.js';

/** H128(LP("amparo/1/share") ‖ T0 ‖ u8 i ‖ share): a bad share has a culprit, because the combine function is silent. */
export function shareCommitment(T0: Uint8Array, position: number, share: Uint8Array): Uint8Array {
  return hash128(concat(lp('amparo/1/share'), T0, Uint8Array.of(position), share));
}

/** crypto_box_seal(T0 ‖ u8 i ‖ share) ‖ commitment. T0 and i inside, so that a copied box betrays itself. */
export function sealCustodyEntry(
  random: Randomness,
  key: Uint8Array,
  T0: Uint8Array,
  position: number,
  share: Uint8Array,
): Uint8Array {
  const content = concat(T0, Uint8Array.of(position), share);
  return concat(random.boxSeal(content, key), shareCommitment(T0, position, share));
}

/** S_identity: opens only where the desk's half and the custodians' half meet. */
export function identitySecret(deskHalf: Uint8Array, custodyHalf: Uint8Array): Uint8Array {
  return keyedHash(deskHalf, concat(lp('amparo/1/identity'), custodyHalf));
}
