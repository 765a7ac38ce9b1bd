/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call --
   answers are JSON of a server under test */
/** The api's part of a report's way, over HTTP: accepted once with one receipt, queued, claimed by one, read by its desk alone. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  acknowledgementStatement,
  channelStatement,
  envelopeDigest,
  fromBase64Url,
  hash,
  randomBytes,
  sign,
  toBase64Url,
  verifyAcceptance,
} from '#crypto';
import { newId } from '#kernel';
import type { Person } from '../support/deployment.js';
import { outerEnvelope, startApi, type TestApi } from './api-process.js';

const SUBMIT = `mutation($input: SubmitReportInput!) { submitReport(input: $input) { __typename ... on ReportAccepted { receipt } ... on ReportRefused { reason } } }`;
const REPORT = `query($id: ID!) { report(id: $id) { id envelope keySet assurance receivedAt sealedNote noteEpoch } }`;
const QUEUE = `query($first: Int, $after: String, $filter: TriageFilter) { triageQueue(first: $first, after: $after, filter: $filter) {
  edges { cursor node { reportId desk unsorted urgency state ackDueAt actionDueAt reassessAt queuedAt version claimedByMe claimExpiresAt sealedNote quarantine } }
  pageInfo { hasNextPage endCursor } } }`;
const CLAIM = `mutation($input: ClaimReportInput!) { claimReport(input: $input) { __typename ... on Claim { reportId version expiresAt } ... on AlreadyClaimed { reportId } ... on StaleVersion { version } } }`;
const RELEASE = `mutation($input: ReleaseReportInput!) { releaseReport(input: $input) { __typename ... on Released { version } ... on StaleVersion { version } } }`;
const ACKNOWLEDGE = `mutation($input: AcknowledgeAlertInput!) { acknowledgeAlert(input: $input) { __typename ... on Acknowledged { alertId late decision } ... on AcknowledgementRefused { reason } } }`;
const EXCHANGE = `mutation($input: ExchangeMailboxInput!) { exchangeMailbox(input: $input) { boxes } }`;

describe('the api', () => {
  let api: TestApi;
  const tokens = {} as Record<Person, string>;
  beforeAll(async () => {
    api = await startApi();
  }, 60_000);
  afterAll(async () => {
    await api.stop();
  }, 30_000);

  const envelope = (size?: number) => outerEnvelope(api.deployment.currentKeySet, size);
  const submit = async (bytes: Uint8Array, channel?: object) =>
    (await api.ask(SUBMIT, { input: { envelope: toBase64Url(bytes), ...(channel ? { channel } : {}) } }))
      .text;
  const rowsOf = async (sql: string, values: unknown[] = []) => (await api.admin.query(sql, values)).rows;

  /** What the worker does, so that this file needs no worker. */
  async function triaged(desk = 'triage'): Promise<string> {
    const bytes = envelope();
    await submit(bytes);
    const [{ id }] = await rowsOf('select id from report where digest = $1', [envelopeDigest(bytes)]);
    await api.admin.query(
      `insert into triage_item (report_id, desk, unsorted, urgency, rank, state, sealed_note, note_epoch, ack_due_at, action_due_at, reassess_at, version, queued_at, visible_at)
       values ($1, $2, $3, $4, 2, 'open', $5, 2, $6, $6, $6, 1, $6, $6)`,
      [id, desk, desk === 'all', desk === 'all' ? null : 2, randomBytes(4096), new Date()],
    );
    return id as string;
  }

  it('accepts no report and says so before it knows any keys, and serves the publication it was brought', async () => {
    const before = await api.ask(SUBMIT, { input: { envelope: toBase64Url(envelope()) } });
    expect(before.body?.errors?.[0]?.extensions).toEqual({ code: 'UNAVAILABLE' });
    const directory =
      '{ directory { version head signatures directory policy freshness { statement signature witness } } }';
    expect((await api.ask(directory)).body).toEqual({ data: { directory: null } });
    await api.publish();
    const served = (await api.ask(directory)).body?.data.directory;
    const [row] = await rowsOf('select head, signatures, directory, policy from publication');
    for (const name of ['head', 'signatures', 'directory', 'policy'])
      expect(fromBase64Url(served[name])).toEqual(new Uint8Array(row[name]));
    for (const person of ['ana', 'bruno', 'sara', 'alia'] as const) tokens[person] = await api.signIn(person);
  });

  it('gives each member what is sealed to that member', async () => {
    const answer = await api.ask('{ me { id rights roster grants { desk epoch sealed } } }', {}, tokens.ana);
    const { me } = answer.body?.data;
    expect(me).toMatchObject({ id: api.deployment.members.ana.id, rights: ['desk:triage'] });
    const [row] = await rowsOf('select sealed from roster_copy where recipient = $1', [me.id]);
    expect(fromBase64Url(me.roster)).toEqual(new Uint8Array(row.sealed));
    expect(me.grants).toEqual([{ desk: 'triage', epoch: 2, sealed: expect.any(String) }]);
    const ally = await api.ask('{ me { grants { desk } } }', {}, tokens.alia);
    expect(ally.body?.data.me.grants).toEqual([]);
  });

  it('accepts every size, and answers a retry after a lost reply with the very same receipt', async () => {
    for (const size of [8192, 16384, 40960, 139264]) {
      const bytes = envelope(size);
      const first = await submit(bytes);
      const receipt = fromBase64Url(JSON.parse(first).data.submitReport.receipt);
      const verified = verifyAcceptance(receipt, envelopeDigest(bytes), [api.deployment.accept.publicKey]);
      expect(verified).toMatchObject({ ok: true });
      expect(await submit(bytes)).toBe(first);
    }
  });

  it('accepts the same bytes once, though they come twenty times at the same moment', async () => {
    const bytes = envelope();
    const answers = await Promise.all(Array.from({ length: 20 }, () => submit(bytes)));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('ReportAccepted');
    const reports = await rowsOf('select id from report where digest = $1', [envelopeDigest(bytes)]);
    expect(reports).toHaveLength(1);
    expect(await rowsOf('select 1 from outbox where ref = $1', [reports[0].id])).toHaveLength(1);
    expect(
      await rowsOf(`select 1 from audit_event where body->>'report' = $1`, [reports[0].id]),
    ).toHaveLength(1);
  });

  it('believes a channel by its signature, and accepts the report either way', async () => {
    const { channel, pin } = api.deployment;
    const [good, bad] = [envelope(), envelope()];
    const statement = channelStatement({
      deployment: pin.deployment,
      channelId: channel.id,
      digest: envelopeDigest(good),
    });
    const signature = toBase64Url(sign('channel', statement, channel.keys.secretKey));
    for (const bytes of [good, bad])
      expect(await submit(bytes, { id: channel.id, signature })).toContain('ReportAccepted');
    expect(await submit(envelope(), { id: `${'x'.repeat(300)} CANARY`, signature: '' })).toContain(
      'ReportAccepted',
    );
    const stored = async (bytes: Uint8Array) =>
      (
        await rowsOf('select channel, assurance, quarantine from report where digest = $1', [
          envelopeDigest(bytes),
        ])
      )[0];
    expect(await stored(good)).toEqual({ channel: channel.id, assurance: 'RELAY', quarantine: null });
    expect(await stored(bad)).toMatchObject({ assurance: 'UNKNOWN', quarantine: 'bad-channel-signature' });
    expect(await rowsOf(`select 1 from report where channel like '%CANARY%'`)).toEqual([]);
  });

  it("shows a sealed report to its desk; another desk's and none are the same null", async () => {
    const [mine, theirs, unsorted] = [await triaged(), await triaged('safeguarding'), await triaged('all')];
    const read = async (id: string, person: Person) =>
      (await api.ask(REPORT, { id }, tokens[person])).body?.data.report;
    const report = await read(mine, 'ana');
    expect(fromBase64Url(report.envelope)).toHaveLength(8192);
    expect(Date.parse(report.receivedAt) % 3_600_000).toBe(0);
    expect((await read(unsorted, 'ana')).id).toBe(unsorted);
    expect((await read(unsorted, 'sara')).id).toBe(unsorted);
    const nothing = await Promise.all([theirs, newId()].map((id) => api.ask(REPORT, { id }, tokens.ana)));
    expect(nothing[0]?.text).toBe(nothing[1]?.text);
    expect(nothing[0]?.body).toEqual({ data: { report: null } });
  });

  it('lets one of two coordinators claim a report, and give it back', async () => {
    const reportId = await triaged();
    const claim = (person: Person, id = reportId, version = 1) =>
      api.ask(CLAIM, { input: { reportId: id, version } }, tokens[person]);
    const answers = await Promise.all([claim('ana'), claim('bruno')]);
    const kinds = answers.map((answer) => answer.body?.data.claimReport.__typename);
    expect([...kinds].sort()).toEqual(['AlreadyClaimed', 'Claim']);
    const [winner, loser] = kinds[0] === 'Claim' ? (['ana', 'bruno'] as const) : (['bruno', 'ana'] as const);
    const entry = async (person: Person) => {
      const { edges } = (await api.ask(QUEUE, { first: 100, filter: { state: ['CLAIMED'] } }, tokens[person]))
        .body?.data.triageQueue;
      return edges.find((edge: { node: { reportId: string } }) => edge.node.reportId === reportId).node;
    };
    expect(await entry(winner)).toMatchObject({ claimedByMe: true, state: 'CLAIMED', version: 2 });
    expect(await entry(loser)).toMatchObject({ claimedByMe: false, state: 'CLAIMED' });
    const release = (person: Person) => api.ask(RELEASE, { input: { reportId, version: 2 } }, tokens[person]);
    expect((await release(loser)).body?.data.releaseReport.__typename).toBe('NotAvailable');
    expect((await release(winner)).body?.data.releaseReport).toEqual({ __typename: 'Released', version: 3 });
    const foreign = await Promise.all([await triaged('safeguarding'), newId()].map((id) => claim('ana', id)));
    expect(foreign[0]?.text).toBe(foreign[1]?.text);
    expect(foreign[0]?.body?.data.claimReport.__typename).toBe('NotAvailable');
  });

  it('pages through the queue', async () => {
    for (let n = 0; n < 5; n += 1) await triaged();
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: any = (await api.ask(QUEUE, { first: 3, after }, tokens.ana)).body?.data.triageQueue;
      seen.push(...page.edges.map((edge: { node: { reportId: string } }) => edge.node.reportId));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
      expect(seen.length).toBeLessThan(100);
    }
    const expected = await rowsOf(`select report_id from triage_item where desk in ('triage', 'all')`);
    expect([...seen].sort()).toEqual(expected.map((row) => row.report_id).sort());
  });

  it("takes a member's signed answer to a notice of their own", async () => {
    const [alertId, noticeId, ticket, sealed] = [newId(), newId(), newId(), randomBytes(4096)];
    const { alia, ana } = api.deployment.members;
    await api.admin.query(
      `insert into alert (id, report_id, plan, state, next_step, ticket, created_at) values ($1, $2, '{}', 'escalating', 1, $3, now())`,
      [alertId, newId(), ticket],
    );
    await api.admin.query(
      `insert into notice (id, alert_id, member_id, step, ticket, sealed, digest, state, created_at) values ($1, $2, $3, 0, $4, $5, $6, 'handed', now())`,
      [noticeId, alertId, alia.id, ticket, sealed, hash(sealed)],
    );
    const inbox =
      '{ alerts { edges { cursor node { id alertId step sealed state createdAt alertState } } pageInfo { hasNextPage endCursor } } }';
    const { edges } = (await api.ask(inbox, {}, tokens.alia)).body?.data.alerts;
    expect(edges).toHaveLength(1);
    expect(edges[0].node).toMatchObject({
      id: noticeId,
      state: 'HANDED',
      alertState: 'escalating',
      sealed: toBase64Url(sealed),
    });
    expect((await api.ask(inbox, {}, tokens.ana)).body?.data.alerts.edges).toEqual([]);
    const open = `mutation($id: ID!) { openNotice(id: $id) { __typename } }`;
    expect((await api.ask(open, { id: noticeId }, tokens.alia)).body?.data.openNotice.__typename).toBe(
      'NoticeOpened',
    );
    expect((await api.ask(open, { id: noticeId }, tokens.ana)).text).toBe(
      (await api.ask(open, { id: newId() }, tokens.ana)).text,
    );

    const at = new Date('2026-03-04T05:41:00Z');
    const statement = acknowledgementStatement({
      alertId,
      noticeDigest: hash(sealed),
      ticket,
      decision: 'ACCEPT',
      at,
    });
    const input = (key: Uint8Array) => ({
      noticeId,
      decision: 'ACCEPT',
      statement: toBase64Url(statement),
      signature: toBase64Url(sign('acknowledgement', statement, key)),
    });
    const answer = async (key: Uint8Array, person: Person) =>
      (await api.ask(ACKNOWLEDGE, { input: input(key) }, tokens[person])).body?.data.acknowledgeAlert;
    expect(await answer(ana.keys.sign.secretKey, 'alia')).toEqual({
      __typename: 'AcknowledgementRefused',
      reason: 'signature',
    });
    expect(await answer(ana.keys.sign.secretKey, 'ana')).toEqual({
      __typename: 'AcknowledgementRefused',
      reason: 'not-available',
    });
    const accepted = { __typename: 'Acknowledged', alertId, late: false, decision: 'ACCEPT' };
    expect(await answer(alia.keys.sign.secretKey, 'alia')).toEqual(accepted);
    expect(await answer(alia.keys.sign.secretKey, 'alia')).toEqual(accepted);
    expect(await rowsOf('select state from alert where id = $1', [alertId])).toEqual([{ state: 'accepted' }]);
  });

  it('answers every visit to a mailbox with as many bytes, whether there is one or not', async () => {
    const visit = async () => {
      const input = { read: toBase64Url(randomBytes(32)), post: toBase64Url(randomBytes(4096)) };
      return api.ask(EXCHANGE, { input });
    };
    const empty = await visit();
    const { exchangeMailbox } = empty.body?.data;
    expect(exchangeMailbox.boxes.map((box: string) => fromBase64Url(box).length)).toEqual(
      Array.from({ length: 8 }, () => 4096),
    );
    expect((await visit()).text).toHaveLength(empty.text.length);
  });

  it('serves one process that another published through, within a second', async () => {
    const [{ head_hash: previous }] = await rowsOf('select head_hash from publication');
    const next = api.deployment.publication({
      version: 2,
      previous: new Uint8Array(previous),
      without: ['bruno'],
      issued: new Date(),
    });
    await api.admin.query(
      `insert into publication (version, head_hash, head, signatures, directory, access, policy, grants, published_at)
       values (2, $1, $2, $3, $4, $5, $6, $7, now())`,
      [next.headHash, ...Object.values(next.bytes)],
    );
    const deadline = Date.now() + 5000;
    let code: string | undefined;
    while (code === undefined && Date.now() < deadline)
      code = (await api.ask('{ me { id } }', {}, tokens.bruno)).body?.errors?.[0]?.extensions?.code;
    expect(code).toBe('UNAUTHENTICATED');
    expect((await api.ask('{ me { id } }', {}, tokens.ana)).body?.data.me.id).toBe(
      api.deployment.members.ana.id,
    );
  });
});
