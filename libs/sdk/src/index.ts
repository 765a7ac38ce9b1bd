/**
 * `#sdk`: what a reporter's device and a partner's software do. Portable: a fetch, a storage and a clock come from outside.
 * `#sdk/member` adds what needs a keyring (and the large build of libsodium), `#sdk/ceremony` what makes a deployment,
 * `#sdk/node-storage` a folder to keep things in.
 */
export {
  openDirectory,
  type DirectoryContext,
  type DirectoryOutcome,
  type DirectoryRefusal,
  type ServedDirectory,
  type VerifiedDirectory,
} from './directory.js';
export {
  NOTHING_RECALLED,
  visitMailbox,
  type MailboxAnswer,
  type MailboxOutcome,
  type Recalled,
  type Saying,
  type Visit,
} from './mailbox.js';
export {
  createOutbox,
  type Channel,
  type KeepOutcome,
  type Outbox,
  type OutboxOptions,
  type SendOutcome,
} from './outbox.js';
export { decideReaders, type Mode, type Readers, type ReadersOutcome } from './readers.js';
export {
  sealFollowUp,
  sealReport,
  type EarlierReport,
  type ReportDraft,
  type SealedDraft,
  type SealFollowUpOutcome,
  type SealReportOutcome,
  type SealReportRefusal,
} from './seal-report.js';
export { memoryStorage, type Storage } from './storage.js';
export {
  createTransport,
  type CallFailure,
  type CallOutcome,
  type Fetch,
  type Transport,
  type TransportOptions,
} from './transport.js';
