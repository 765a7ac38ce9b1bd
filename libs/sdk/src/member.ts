/** `#sdk/member`: what coordinators, allies and custodians do once they have unlocked their keyring. */
export { createInbox, type Inbox, type InboxNotice, type NoticeBody } from './ally.js';
export { whoIsQuiet, type QuietEntry, type QuietReason } from './quiet.js';
export {
  channelStates,
  createSilences,
  type KnownSilence,
  type SilenceOutcome,
  type Silences,
} from './silences.js';
export { groupNotices, oneOfEachAlert, type NoticeGroup } from './inbox-groups.js';
export {
  createDesk,
  type Desk,
  type OpenedReport,
  type QueueEntry,
  type QueueFilter,
  type QueuePage,
  type TriageState,
} from './desk.js';
export type { Answer, Conversation, ReporterPost } from './desk-mailbox.js';
export type { ThreadSeen } from './desk-threads.js';
export { fetchAttachment, type FetchOutcome, type FileSink } from './files/fetch-file.js';
export { findings, type PlatformFindings } from './findings.js';
export { createDutyBook, type DutyBook, type KnownDuty } from './duty.js';
export type { Watched } from './live.js';
export type { Facets, Similar, TriageReasons } from './notes.js';
export type { Standing } from './standing.js';
export { createTasks, type DeskTask, type PersonToCall, type Tasks } from './tasks.js';
export { runCovers, type CoverActs } from './run-covers.js';
export type { UnsortedReport } from './unsorted.js';
export {
  createChannelSettings,
  newFeed,
  type ChannelSettings,
  type NewChannels,
  type ShownChannels,
  type Trial,
} from './own-channels.js';
export { coverDraft, drawSizeClass, realChance, tendCover, waitingCovers } from './cover.js';
export { openWork, type HeldDesk, type MemberWork, type MemberWorkOutcome } from './member-keys.js';
export type { Decision } from './operations.js';
export {
  openSession,
  unlock,
  type Credentials,
  type Member,
  type Session,
  type SignInOutcome,
  type UnlockOutcome,
} from './session.js';
