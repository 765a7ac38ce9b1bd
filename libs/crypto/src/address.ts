/** The address of a mailbox (PROTOCOL.md §9.2): apart from the keys, so that the api can compute it and nothing more. */
import { digestOf } from './hash.js';

/** H(LP("amparo/1/address") ‖ K(read)): the server stores this, and is shown K(read) only to fetch. */
export function mailboxAddress(read: Uint8Array): Uint8Array {
  return digestOf('address', read);
}
