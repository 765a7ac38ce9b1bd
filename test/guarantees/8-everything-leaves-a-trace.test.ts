/**
 * Guarantee 8: acceptance, reading, claims, answers, acknowledgements and sign-ins are in a log whose leaves can be checked,
 * whose bodies hold no content, and which neither api nor worker can change or take back.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { auditLeaf } from '#audit';
import { equalBytes } from '#crypto';
import { draft } from '../support/draft.js';
import { until, World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await World.begin();
});
afterAll(() => world.end());

interface Row {
  readonly kind: string;
  readonly leaf: Buffer;
  readonly salt: Buffer;
  readonly body: Record<string, unknown>;
  readonly hour: Date;
}

const trace = async (): Promise<Row[]> =>
  (await world.admin.query<Row>('select kind, leaf, salt, body, hour from audit_event order by seq')).rows;

describe('guarantee: everything leaves a trace', () => {
  it('records every act of the main job, by random ids', async () => {
    const { reportId } = await world.submit(draft());
    const rosa = await world.signIn('rosa');
    const luz = await world.signIn('luz');
    const notice = await world.notice(luz, reportId);
    expect((await luz.inbox.markOpened(notice.id)).ok).toBe(true);
    expect((await luz.inbox.acknowledge(notice, 'ACCEPT', { at: new Date() })).ok).toBe(true);
    const entry = await until('the queue entry', async () => {
      const page = await rosa.desk.queue({ first: 50 });
      return (page.ok && page.page.entries.find((one) => one.reportId === reportId)) || null;
    });
    const claimed = await rosa.desk.claim(reportId, entry.version);
    const opened = await rosa.desk.open(reportId);
    if (!claimed.ok || !opened.ok) throw new Error('not opened');
    expect((await rosa.desk.answer(opened.report, { text: 'Recibido' })).ok).toBe(true);
    expect((await rosa.desk.release(reportId, claimed.version)).ok).toBe(true);
    await world.settled();

    const rows = await trace();
    const kinds = new Set(rows.map(({ kind }) => kind));
    for (const kind of [
      'publication.published',
      'session.opened',
      'report.accepted',
      'report.triaged',
      'alert.raised',
      'alert.advanced',
      'notice.opened',
      'alert.acknowledged',
      'report.claimed',
      'report.read',
      'mailbox.replied',
      'report.released',
    ])
      expect([...kinds]).toContain(kind);
    const read = rows.find(({ kind, body }) => kind === 'report.read' && body['report'] === reportId);
    expect(read?.body['member']).toBe(rosa.memberId);
  });

  it('has leaves that anybody can recompute, and notices a change of one letter', async () => {
    const rows = await trace();
    expect(rows.length).toBeGreaterThan(10);
    for (const { leaf, ...event } of rows) expect(equalBytes(auditLeaf(event), leaf)).toBe(true);
    const [{ leaf, ...event } = {} as Row] = rows;
    expect(equalBytes(auditLeaf({ ...event, kind: `${event.kind}x` }), leaf)).toBe(false);
  });

  it.each([
    ['api', 'update audit_event set kind = kind'],
    ['api', 'delete from audit_event'],
    ['api', 'truncate audit_event'],
    ['api', 'select * from audit_event'],
    ['worker', 'update audit_event set kind = kind'],
    ['worker', 'delete from audit_event'],
    ['worker', 'select * from keyring_blob'],
    ['worker', 'select * from mailbox_message'],
    ['worker', 'select * from session'],
    ['api', 'update report set envelope = envelope'],
    ['api', 'delete from report'],
    ['api', 'select * from outbox'],
    ['api', 'create table mine (x int)'],
    ['api', 'select * from bullmq.job'],
  ] as const)('refuses the %s: %s', async (role, statement) => {
    const client = new pg.Client({
      connectionString: role === 'api' ? world.database.apiUrl : world.database.workerUrl,
    });
    await client.connect();
    try {
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.end();
    }
  });

  it('runs each process under its own role', async () => {
    const { rows } = await world.admin.query<{ name: string; role: string }>(
      `select distinct application_name as name, usename as role from pg_stat_activity
       where datname = $1 and application_name like 'amparo-%'`,
      [world.database.name],
    );
    const roles = new Map<string, Set<string>>();
    for (const { name, role } of rows) roles.set(name, (roles.get(name) ?? new Set()).add(role));
    expect([...(roles.get('amparo-api') ?? [])]).toEqual(['amparo_api']);
    expect([...(roles.get('amparo-worker') ?? [])]).toEqual(['amparo_worker']);
    expect([...roles.values()].every((set) => set.size === 1)).toBe(true);
  });
});
