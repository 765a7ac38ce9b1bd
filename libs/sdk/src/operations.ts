/**
 * Every question the sdk asks the api, beside the shape in which it accepts the answer. Names follow apps/api/schema.graphql.
 * Members of a union that only say "no" carry one closed reason.
 */
import { CALL_OUTCOMES, DECISIONS, ENVELOPE_HEAD_BYTES, type Decision } from '#crypto';
import {
  bytes,
  bytesOf,
  count,
  flag,
  list,
  nullable,
  oneOf,
  record,
  text,
  time,
  union,
  type Decode,
} from './shape.js';
import { standing, STANDING_FIELDS } from './standing.js';
import { DIRECTORY_DOCUMENT } from './directory-document.js';
import { SUBMIT_DOCUMENT, SUBMIT_FIELD } from './submit-document.js';
import type { Operation } from './transport.js';

const ask = <T>(field: string, document: string, decode: Decode<T>): Operation<T> => ({
  field,
  document,
  decode,
});

const refused = record({ reason: text });
const pageInfo = record({ hasNextPage: flag, endCursor: nullable(text) });

export const TRIAGE_STATES = ['WAITING', 'CLAIMED', 'TAKEN', 'CLOSED'] as const;

export type { Decision };

const freshnessStatement = record({ statement: bytes, signature: bytes, witness: bytes });

export const readDirectory = ask(
  'directory',
  DIRECTORY_DOCUMENT,
  nullable(
    record({
      version: count,
      head: bytes,
      signatures: bytes,
      directory: bytes,
      policy: bytes,
      freshness: list(freshnessStatement),
    }),
  ),
);

export const readFindings = ask(
  'findings',
  `query Findings { findings { isWatched open { kind severity count since lastSeenAt } } }`,
  record({
    isWatched: flag,
    open: list(record({ kind: text, severity: text, count, since: time, lastSeenAt: time })),
  }),
);

export const readKeyring = ask(
  'keyring',
  `query Keyring($address: Bytes!) { keyring(address: $address) }`,
  nullable(bytes),
);

const grant = record({ desk: text, epoch: count, sealed: bytes });

export const readMe = ask(
  'me',
  `query Me { me { id rights roster grants { desk epoch sealed } } }`,
  record({ id: text, rights: list(text), roster: nullable(bytes), grants: list(grant) }),
);

const triageEntry = record({
  reportId: text,
  desk: text,
  unsorted: flag,
  urgency: nullable(count),
  state: oneOf(...TRIAGE_STATES),
  ackDueAt: time,
  actionDueAt: time,
  reassessAt: time,
  queuedAt: time,
  raised: flag,
  version: count,
  claimedByMe: flag,
  claimExpiresAt: nullable(time),
  t0: nullable(bytes),
  sealedNote: nullable(bytes),
  similarNote: nullable(bytes),
  quarantine: nullable(text),
  alert: standing,
  openTasks: count,
});

export type ServedEntry = ReturnType<typeof triageEntry>;

export const readTriageQueue = ask(
  'triageQueue',
  `query TriageQueue($first: Int, $after: String, $filter: TriageFilter) {
    triageQueue(first: $first, after: $after, filter: $filter) {
      edges { cursor node {
        reportId desk unsorted urgency state ackDueAt actionDueAt reassessAt queuedAt raised version claimedByMe
        claimExpiresAt t0 sealedNote similarNote quarantine openTasks alert { ${STANDING_FIELDS} }
      } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  record({ edges: list(record({ cursor: text, node: triageEntry })), pageInfo }),
);

export const readUnsortedSlots = ask(
  'unsortedSlots',
  `query UnsortedSlots($first: Int, $after: String) {
    unsortedSlots(first: $first, after: $after) {
      edges { cursor node { reportId head } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  record({
    edges: list(
      record({ cursor: text, node: record({ reportId: text, head: bytesOf(ENVELOPE_HEAD_BYTES) }) }),
    ),
    pageInfo,
  }),
);

export const readReport = ask(
  'report',
  `query Report($id: ID!) {
    report(id: $id) { id envelope keySet assurance receivedAt sealedNote noteEpoch similarNote }
  }`,
  nullable(
    record({
      id: text,
      envelope: bytes,
      keySet: count,
      assurance: text,
      receivedAt: time,
      sealedNote: nullable(bytes),
      noteEpoch: nullable(count),
      similarNote: nullable(bytes),
    }),
  ),
);

export const readAlerts = ask(
  'alerts',
  `query Alerts($first: Int, $after: String) {
    alerts(first: $first, after: $after) {
      edges { cursor node { id alertId step sealed state createdAt alertState standing { ${STANDING_FIELDS} } } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  record({
    edges: list(
      record({
        cursor: text,
        node: record({
          id: text,
          alertId: text,
          step: count,
          sealed: bytes,
          state: text,
          createdAt: time,
          alertState: text,
          standing,
        }),
      }),
    ),
    pageInfo,
  }),
);

export const readMailboxPosts = ask(
  'mailboxPosts',
  `query MailboxPosts($address: Bytes!, $before: Int) {
    mailboxPosts(address: $address, before: $before) { number box }
  }`,
  list(record({ number: count, box: bytesOf(4096) })),
);

export const publish = ask(
  'publish',
  `mutation Publish($input: PublishInput!) {
    publish(input: $input) {
      __typename
      ... on Published { version }
      ... on PublicationRefused { reason }
    }
  }`,
  union({ Published: record({ version: count }), PublicationRefused: refused }),
);

export const publishFreshness = ask(
  'publishFreshness',
  `mutation PublishFreshness($input: PublishFreshnessInput!) {
    publishFreshness(input: $input) {
      __typename
      ... on FreshnessRefused { reason }
    }
  }`,
  union({ FreshnessPublished: record({}), FreshnessRefused: refused }),
);

export const requestChallenge = ask(
  'requestChallenge',
  `mutation RequestChallenge { requestChallenge { nonce expiresAt deployment origin } }`,
  record({ nonce: bytesOf(32), expiresAt: time, deployment: text, origin: text }),
);

export const signIn = ask(
  'signIn',
  `mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on Session { token expiresAt memberId }
      ... on SignInRefused { reason }
    }
  }`,
  union({ Session: record({ token: text, expiresAt: time, memberId: text }), SignInRefused: refused }),
);

export const signOut = ask('signOut', `mutation SignOut { signOut }`, flag);

export const putKeyring = ask(
  'putKeyring',
  `mutation PutKeyring($input: PutKeyringInput!) {
    putKeyring(input: $input) {
      __typename
      ... on KeyringRefused { reason }
    }
  }`,
  union({ KeyringStored: record({}), KeyringRefused: refused }),
);

export const submitReport = ask(
  SUBMIT_FIELD,
  SUBMIT_DOCUMENT,
  union({
    ReportAccepted: record({ receipt: bytes }),
    ReportRefused: refused,
    ReportDeferred: record({ retryAfterSeconds: count, challenge: nullable(text) }),
  }),
);

export const claimReport = ask(
  'claimReport',
  `mutation ClaimReport($input: ClaimReportInput!) {
    claimReport(input: $input) {
      __typename
      ... on Claim { reportId version expiresAt }
      ... on AlreadyClaimed { reportId }
      ... on StaleVersion { version }
    }
  }`,
  union({
    Claim: record({ reportId: text, version: count, expiresAt: time }),
    AlreadyClaimed: record({}),
    StaleVersion: record({ version: count }),
    NotAvailable: record({}),
  }),
);

export const releaseReport = ask(
  'releaseReport',
  `mutation ReleaseReport($input: ReleaseReportInput!) {
    releaseReport(input: $input) {
      __typename
      ... on Released { version }
      ... on StaleVersion { version }
    }
  }`,
  union({
    Released: record({ version: count }),
    StaleVersion: record({ version: count }),
    NotAvailable: record({}),
  }),
);

export const closeReport = ask(
  'closeReport',
  `mutation CloseReport($input: CloseReportInput!) {
    closeReport(input: $input) {
      __typename
      ... on Closed { version }
      ... on StaleVersion { version }
    }
  }`,
  union({
    Closed: record({ version: count }),
    AlertOpen: record({}),
    StaleVersion: record({ version: count }),
    NotAvailable: record({}),
  }),
);

export const openNotice = ask(
  'openNotice',
  `mutation OpenNotice($id: ID!) { openNotice(id: $id) { __typename } }`,
  union({ NoticeOpened: record({}), NotAvailable: record({}) }),
);

export const acknowledgeAlert = ask(
  'acknowledgeAlert',
  `mutation AcknowledgeAlert($input: AcknowledgeAlertInput!) {
    acknowledgeAlert(input: $input) {
      __typename
      ... on Acknowledged { alertId late decision }
      ... on AcknowledgementRefused { reason }
    }
  }`,
  union({
    Acknowledged: record({ alertId: text, late: flag, decision: oneOf(...DECISIONS) }),
    AcknowledgementRefused: refused,
  }),
);

const task = record({
  id: text,
  alertId: text,
  reportId: text,
  desk: text,
  kind: oneOf('CALL', 'UNREACHABLE', 'DECIDE'),
  step: count,
  state: oneOf('OPEN', 'TAKEN', 'DONE', 'WITHDRAWN'),
  takenByMe: flag,
  takenUntil: nullable(time),
  outcome: nullable(oneOf(...CALL_OUTCOMES)),
  calls: count,
  dueAt: time,
  sealed: bytes,
  t0: nullable(bytes),
  standing,
});
export type ServedTask = ReturnType<typeof task>;

export const readTasks = ask(
  'tasks',
  `query Tasks($first: Int, $after: String, $all: Boolean) {
    tasks(first: $first, after: $after, all: $all) {
      edges { cursor node {
        id alertId reportId desk kind step state takenByMe takenUntil outcome calls dueAt sealed t0
        standing { ${STANDING_FIELDS} }
      } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  record({ edges: list(record({ cursor: text, node: task })), pageInfo }),
);

export const takeTask = ask(
  'takeTask',
  `mutation TakeTask($id: ID!) {
    takeTask(id: $id) {
      __typename
      ... on TaskTaken { until }
      ... on TaskNotFree { reason }
    }
  }`,
  union({
    TaskTaken: record({ until: time }),
    TaskNotFree: record({ reason: oneOf('held', 'done') }),
    NotAvailable: record({}),
  }),
);

export const recordCall = ask(
  'recordCall',
  `mutation RecordCall($input: RecordCallInput!) {
    recordCall(input: $input) {
      __typename
      ... on CallRecorded { late }
      ... on CallRefused { reason }
    }
  }`,
  union({ CallRecorded: record({ late: flag }), CallRefused: refused }),
);

export const reply = ask(
  'reply',
  `mutation Reply($input: ReplyInput!) {
    reply(input: $input) {
      __typename
      ... on ReplyStored { number }
      ... on ReplyRefused { reason }
    }
  }`,
  union({ ReplyStored: record({ number: count }), ReplyRefused: refused }),
);

export const exchangeMailbox = ask(
  'exchangeMailbox',
  `mutation ExchangeMailbox($input: ExchangeMailboxInput!) { exchangeMailbox(input: $input) { boxes } }`,
  record({ boxes: list(bytesOf(4096)) }),
);

export const setChannels = ask(
  'setChannels',
  `mutation SetChannels($input: SetChannelsInput!) {
    setChannels(input: $input) {
      __typename
      ... on ChannelsRefused { reason }
    }
  }`,
  union({ ChannelsSet: record({}), ChannelsRefused: refused }),
);

export const myChannels = ask(
  'myChannels',
  `query MyChannels { myChannels { version copy copySignature setAt disabled goneSince } }`,
  nullable(
    record({
      version: count,
      copy: bytes,
      copySignature: bytes,
      setAt: time,
      disabled: list(count),
      goneSince: list(time),
    }),
  ),
);

export const tryChannels = ask(
  'tryChannels',
  `mutation TryChannels {
    tryChannels {
      __typename
      ... on TrialAsked { at }
      ... on TrialRefused { reason }
    }
  }`,
  union({ TrialAsked: record({ at: time }), TrialRefused: refused }),
);

export const channelTrial = ask(
  'channelTrial',
  `query ChannelTrial { channelTrial { askedAt version outcomes } }`,
  nullable(record({ askedAt: time, version: nullable(count), outcomes: list(text) })),
);

export const readDutyRosters = ask(
  'dutyRosters',
  `query DutyRosters { dutyRosters { name memberId version sealed } }`,
  list(record({ name: text, memberId: text, version: count, sealed: bytes })),
);

export const publishDuty = ask(
  'publishDuty',
  `mutation PublishDuty($input: PublishDutyInput!) {
    publishDuty(input: $input) {
      __typename
      ... on DutyRefused { reason }
    }
  }`,
  union({ DutyPublished: record({}), DutyRefused: refused }),
);

export const readSilences = ask(
  'silences',
  `query Silences {
    silences { id desk statement forDesk firstMember secondMember breakGlass beginsAt endsAt reviewBy }
  }`,
  list(
    record({
      id: text,
      desk: text,
      statement: bytes,
      forDesk: bytes,
      firstMember: text,
      secondMember: nullable(text),
      breakGlass: flag,
      beginsAt: time,
      endsAt: time,
      reviewBy: nullable(time),
    }),
  ),
);

export const readChannelStates = ask(
  'channelStates',
  `query ChannelStates { channelStates { memberId gone goneSince } }`,
  list(record({ memberId: text, gone: count, goneSince: nullable(time) })),
);

const silenceAnswer = union({ SilenceStored: record({}), SilenceRefused: refused });
export type SilenceAnswer = ReturnType<typeof silenceAnswer>;
const silenceResult = '{ __typename ... on SilenceRefused { reason } }';

export const proposeSilence = ask(
  'proposeSilence',
  `mutation ProposeSilence($input: ProposeSilenceInput!) { proposeSilence(input: $input) ${silenceResult} }`,
  silenceAnswer,
);
export const agreeToSilence = ask(
  'agreeToSilence',
  `mutation AgreeToSilence($id: ID!, $signature: Bytes!) { agreeToSilence(id: $id, signature: $signature) ${silenceResult} }`,
  silenceAnswer,
);
export const endSilence = ask(
  'endSilence',
  `mutation EndSilence($id: ID!) { endSilence(id: $id) ${silenceResult} }`,
  silenceAnswer,
);
export const reviewSilence = ask(
  'reviewSilence',
  `mutation ReviewSilence($id: ID!) { reviewSilence(id: $id) ${silenceResult} }`,
  silenceAnswer,
);
