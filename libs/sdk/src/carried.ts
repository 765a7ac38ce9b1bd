/**
 * `#sdk/carried`: sealed reports carried by hand, and what comes back. Apart from `#sdk`, so that a page which only reports does
 * not load it.
 */
export {
  makeBundle,
  readBundle,
  wholeEnvelopes,
  type Bundle,
  type CarriedEnvelope,
  type ChannelClaim,
} from './carried/bundle.js';
export { joinParts, splitIntoParts, type JoinedFile, type PartForm } from './carried/parts.js';
export { provenBy, readReceipts, writeReceipts, type CarriedReceipt } from './carried/receipts.js';
export { relay, type Relayed } from './carried/relay.js';
export { MAX_FILE_BYTES } from './carried/records.js';
