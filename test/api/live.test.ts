/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-return --
   answers are JSON of a server under test */
/** What people see without asking again: changes cross processes, nobody is told of what they may not see, no socket outlives its session. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acknowledgementStatement, hash, randomBytes, sign, toBase64Url } from '#crypto';
import { newId } from '#kernel';
import type { Person } from '../support/deployment.js';
import { begin, type Life } from '../support/life.js';
import { apiFiles, type ProcessFiles } from '../support/process-files.js';
import { portOf, startApi, type TestApi } from './api-process.js';
import { ALERTS, connectAs, type LiveMessage, QUEUE, watching } from './live-client.js';

const CLAIM = `mutation($input: ClaimReportInput!) { claimReport(input: $input) { __typename } }`;

describe('two api processes', () => {
  let one: TestApi;
  let files: ProcessFiles;
  let other: Life;
  let otherPort: number;
  beforeAll(async () => {
    one = await startApi();
    await one.publish();
    files = apiFiles(one.deployment, one.database.apiUrl);
    other = begin('api', files.env);
    otherPort = await portOf(other);
  });
  afterAll(async () => {
    other.child.kill('SIGTERM');
    await other.ended;
    files.remove();
    await one.stop();
  });

  async function item(desk: string): Promise<string> {
    const id = newId();
    const at = new Date();
    await one.admin.query(
      `insert into report (id, digest, envelope, size_class, key_set, assurance, received_at) values ($1, $2, $3, 0, 2, 'UNKNOWN', $4)`,
      [id, randomBytes(32), randomBytes(8192), at],
    );
    const { rows } = await one.admin.query(
      `select column_name as name from information_schema.columns where table_name = 'triage_item'`,
    );
    const columns = new Set(rows.map((row: { name: string }) => row.name));
    const values: Record<string, unknown> = {
      report_id: id,
      desk,
      unsorted: desk === 'all',
      urgency: desk === 'all' ? null : 2,
      rank: 2,
      state: 'open',
      sealed_note: randomBytes(4096),
      note_epoch: 2,
      ack_due_at: at,
      action_due_at: at,
      reassess_at: at,
      version: 1,
      ...(columns.has('queued_at') ? { queued_at: at } : {}),
      ...(columns.has('visible_at') ? { visible_at: at } : {}),
    };
    const names = Object.keys(values);
    await one.admin.query(
      `insert into triage_item (${names.join()}) values (${names.map((_, at) => `$${String(at + 1)}`).join()})`,
      Object.values(values),
    );
    return id;
  }
  const claim = async (reportId: string, token: string) => {
    const answer = await one.ask(CLAIM, { input: { reportId, version: 1 } }, token);
    expect(answer.body?.data.claimReport.__typename).toBe('Claim');
  };
  const told = (message: LiveMessage) => (message.payload as any).data;

  it('tell a coordinator on one of them what a colleague claimed through the other', async () => {
    const live = await connectAs(otherPort, await one.signIn('ana'));
    await watching(live, QUEUE);
    const reportId = await item('triage');
    await claim(reportId, await one.signIn('bruno'));
    const changed = await live.next(({ type }) => type === 'next');
    expect(told(changed)).toEqual({ queueChanged: { reportIds: [reportId], lookAgain: false } });
    live.socket.close();
  });

  it("say nothing of another desk's reports, though both desks are at work", async () => {
    const [triage, safeguarding] = [
      await connectAs(otherPort, await one.signIn('ana')),
      await connectAs(otherPort, await one.signIn('sara')),
    ];
    await Promise.all([watching(triage, QUEUE), watching(safeguarding, QUEUE)]);
    const [theirs, mine] = [await item('safeguarding'), await item('triage')];
    await claim(theirs, await one.signIn('sara'));
    expect(told(await safeguarding.next(({ type }) => type === 'next')).queueChanged.reportIds).toEqual([
      theirs,
    ]);
    // What came before this one would have come already.
    await claim(mine, await one.signIn('bruno'));
    expect(told(await triage.next(({ type }) => type === 'next')).queueChanged.reportIds).toEqual([mine]);
    expect(JSON.stringify(triage.messages)).not.toContain(theirs);
    expect(JSON.stringify(safeguarding.messages)).not.toContain(mine);
    triage.socket.close();
    safeguarding.socket.close();
  });

  it('tell everybody who was told of an alert that somebody has answered, and nobody else', async () => {
    const [alertId, ticket, sealed] = [newId(), newId(), randomBytes(4096)];
    const { alia, ana } = one.deployment.members;
    const notices = { alia: newId(), ana: newId() };
    await one.admin.query(
      `insert into alert (id, report_id, plan, state, next_step, ticket, created_at) values ($1, $2, '{}', 'escalating', 1, $3, now())`,
      [alertId, newId(), ticket],
    );
    for (const [member, id] of [
      [alia.id, notices.alia],
      [ana.id, notices.ana],
    ])
      await one.admin.query(
        `insert into notice (id, alert_id, member_id, step, ticket, sealed, digest, state, created_at) values ($1, $2, $3, 0, $4, $5, $6, 'handed', now())`,
        [id, alertId, member, ticket, sealed, hash(sealed)],
      );
    const tokens = {
      alia: await one.signIn('alia'),
      ana: await one.signIn('ana'),
      sara: await one.signIn('sara'),
    };
    const [ally, coordinator, stranger] = [
      await connectAs(otherPort, tokens.alia),
      await connectAs(otherPort, tokens.ana),
      await connectAs(otherPort, tokens.sara),
    ];
    await Promise.all([ally, coordinator, stranger].map((live) => watching(live, ALERTS)));
    const statement = acknowledgementStatement({
      alertId,
      noticeDigest: hash(sealed),
      ticket,
      decision: 'ACCEPT',
      at: new Date(),
    });
    const input = {
      noticeId: notices.alia,
      decision: 'ACCEPT',
      statement: toBase64Url(statement),
      signature: toBase64Url(sign('acknowledgement', statement, alia.keys.sign.secretKey)),
    };
    const answer = await one.ask(
      `mutation($input: AcknowledgeAlertInput!) { acknowledgeAlert(input: $input) { __typename } }`,
      { input },
      tokens.alia,
    );
    expect(answer.body?.data.acknowledgeAlert.__typename).toBe('Acknowledged');
    for (const [live, id] of [
      [ally, notices.alia],
      [coordinator, notices.ana],
    ] as const)
      expect(told(await live.next(({ type }) => type === 'next'))).toEqual({
        alertsChanged: { noticeIds: [id], lookAgain: false },
      });
    expect(stranger.messages.filter(({ type }) => type === 'next')).toHaveLength(1);
    for (const live of [ally, coordinator, stranger]) live.socket.close();
  });

  it('say "look again" when what another process said may have been lost', async () => {
    const live = await connectAs(otherPort, await one.signIn('ana'));
    await watching(live, QUEUE);
    await one.admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = $1 and query = 'listen amparo_event' or (datname = $1 and query = 'select 1' and application_name = 'amparo-api')`,
      [one.database.name],
    );
    const again = await live.next(({ type }) => type === 'next');
    expect(told(again)).toEqual({ queueChanged: { reportIds: [], lookAgain: true } });
    live.socket.close();
  });

  it('close the sockets of a session that ends in the other, and of no other session', async () => {
    const [ending, staying] = [await one.signIn('ana'), await one.signIn('ana')];
    const [first, second, mine] = [
      await connectAs(otherPort, ending),
      await connectAs(one.port, ending),
      await connectAs(otherPort, staying),
    ];
    await one.ask('mutation { signOut }', {}, ending);
    expect(await Promise.all([first.closed, second.closed])).toEqual([4401, 4401]);
    await watching(mine, QUEUE);
    mine.socket.close();
  });

  it('close the sockets of a session whose time is over', async () => {
    const token = await one.signIn('alia');
    const live = await connectAs(otherPort, token);
    await one.admin.query(`update session set expires_at = now() where member_id = $1`, [
      one.deployment.members.alia.id,
    ]);
    expect(await live.closed).toBe(4401);
  });

  it('close the sockets of a member who is not in the publication that the other was brought', async () => {
    const people = ['bruno', 'ana'] as const satisfies readonly Person[];
    const tokens = await Promise.all(people.map((person) => one.signIn(person)));
    const [removed, kept] = await Promise.all(tokens.map((token) => connectAs(otherPort, token)));
    const { rows } = await one.admin.query('select head_hash from publication');
    const next = one.deployment.publication({
      version: 2,
      previous: new Uint8Array(rows[0].head_hash as Buffer),
      without: ['bruno'],
      issued: new Date(),
    });
    const input = {
      ...Object.fromEntries(Object.entries(next.bytes).map(([name, value]) => [name, toBase64Url(value)])),
      rosterCopies: next.rosterCopies.map((copy) => ({ ...copy, sealed: toBase64Url(copy.sealed) })),
    };
    const answer = await one.ask(
      `mutation($input: PublishInput!) { publish(input: $input) { __typename } }`,
      { input },
    );
    expect(answer.body?.data.publish.__typename).toBe('Published');
    expect(await removed!.closed).toBe(4401);
    await watching(kept!, QUEUE);
    kept!.socket.close();
  });

  it('say goodbye when one of them ends, and end in time', async () => {
    const live = await connectAs(otherPort, await one.signIn('ana'));
    await watching(live, QUEUE);
    other.child.kill('SIGTERM');
    expect(await live.closed).toBe(1001);
    expect(await other.ended).toBe(0);
  });
});
