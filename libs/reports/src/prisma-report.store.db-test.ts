import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { envelopeDigest, toHex } from '#crypto';
import { newId } from '#kernel';
import { StatementPool } from '#platform';
import { type ApiDatabase, apiDatabase } from '../../../test/support/api-database.js';
import type { AcceptedReport } from './accepted-report.js';
import { ReportStore } from './prisma-report.store.js';

const at = new Date('2026-03-04T05:41:07.123Z');

async function until(done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await done())) if (performance.now() > deadline) throw new Error('it never came');
}

describe('sealed reports in PostgreSQL', () => {
  let ground: ApiDatabase;
  let db: ApiDatabase['db'];
  let accepting: StatementPool;
  let admin: ApiDatabase['admin'];
  let store: ReportStore;

  beforeAll(async () => {
    ground = await apiDatabase(10);
    ({ db, admin } = ground);
    accepting = new StatementPool(ground.database.apiUrl, { applicationName: 'test-accept' });
    store = new ReportStore(db, accepting);
  });
  afterAll(async () => {
    await accepting.close();
    await ground.end();
  });

  const sealed = (envelope = randomBytes(8192)): AcceptedReport => ({
    id: newId(),
    digest: envelopeDigest(envelope),
    envelope,
    sizeClass: 0,
    keySet: 1,
    channel: null,
    assurance: 'UNKNOWN',
    quarantine: null,
    lane: 7,
    receivedAt: at,
  });
  const countOf = async (table: string, condition: string, value: string) =>
    Number(
      (await admin.query<{ n: string }>(`select count(*) n from ${table} where ${condition}`, [value]))
        .rows[0]?.n,
    );

  it('are accepted with outbox row and trace, all or none', async () => {
    const report = sealed();
    expect(await store.accept(report)).toEqual({ receivedAt: at, isNew: true });
    expect(await countOf('report', 'id = $1', report.id)).toBe(1);
    expect(await countOf('outbox', `kind = 'triage' and lane = 7 and ref = $1`, report.id)).toBe(1);
    expect(await countOf('audit_event', `kind = 'report.accepted' and body->>'report' = $1`, report.id)).toBe(
      1,
    );
    const { rows } = await admin.query(
      'select envelope, due_at, ticket from report r join outbox o on o.ref = r.id where r.id = $1',
      [report.id],
    );
    expect(new Uint8Array(rows[0].envelope)).toEqual(report.envelope);
    expect(rows[0].due_at).toEqual(at);
  });

  it('take effect once, with the time of the first receipt, however often and whenever they come', async () => {
    const envelope = randomBytes(8192);
    const first = await store.accept(sealed(envelope));
    const later = new Date(at.getTime() + 7_200_000);
    expect(await store.accept({ ...sealed(envelope), receivedAt: later })).toEqual({
      ...first,
      isNew: false,
    });
  });

  it('take effect once when the same bytes come twenty times at the same moment', async () => {
    const envelope = randomBytes(8192);
    const tries = Array.from({ length: 20 }, (_, n) => ({
      ...sealed(envelope),
      receivedAt: new Date(at.getTime() + n),
    }));
    const outcomes = await Promise.all(tries.map((report) => store.accept(report)));
    expect(outcomes.filter((outcome) => outcome.isNew)).toHaveLength(1);
    expect(new Set(outcomes.map((outcome) => outcome.receivedAt.getTime())).size).toBe(1);
    const { rows } = await admin.query<{ id: string }>('select id from report where digest = $1', [
      envelopeDigest(envelope),
    ]);
    expect(rows).toHaveLength(1);
    expect(await countOf('outbox', 'ref = $1', rows[0]!.id)).toBe(1);
  });

  it('are each answered with their own receipt when many come at once, some of them twice', async () => {
    const envelopes = Array.from({ length: 60 }, () => randomBytes(8192));
    const tries = [...envelopes, ...envelopes.slice(0, 30)].map((envelope, n) => ({
      ...sealed(envelope),
      receivedAt: new Date(at.getTime() + n),
    }));
    const outcomes = await Promise.all(tries.map((report) => store.accept(report)));
    expect(outcomes.filter((outcome) => outcome.isNew)).toHaveLength(60);
    const { rows } = await admin.query<{
      digest: Buffer;
      envelope: Buffer;
      received_at: Date;
      outbox: string;
    }>(
      `select digest, envelope, received_at, (select count(*) from outbox where ref = report.id) as outbox
       from report where digest = any($1)`,
      [envelopes.map(envelopeDigest).map((digest) => Buffer.from(digest))],
    );
    expect(rows).toHaveLength(60);
    const stored = new Map(rows.map((row) => [row.digest.toString('hex'), row]));
    const wrong = tries.filter((report, n) => {
      const row = stored.get(toHex(report.digest))!;
      const isTheSame = row.envelope.equals(report.envelope) && row.outbox === '1';
      return !isTheSame || row.received_at.getTime() !== outcomes[n]!.receivedAt.getTime();
    });
    expect(wrong).toEqual([]);
  });

  it('of all sizes are cut apart again without a byte going astray', async () => {
    const reports = [8192, 139_264, 16_384, 8192, 40_960, 139_264].map((size, n) => ({
      ...sealed(randomBytes(size)),
      sizeClass: [8192, 16_384, 40_960, 139_264].indexOf(size),
      channel: [null, 'a"{},\\ channel'][n % 2] ?? null,
      quarantine: [null, 'unknown-channel'][n % 2] ?? null,
    }));
    // The first two take the two lanes; the other four are one statement.
    await Promise.all(reports.map((report) => store.accept(report)));
    for (const { id, envelope, ...codes } of reports) {
      const { rows } = await admin.query<{ envelope: Buffer; codes: unknown }>(
        `select envelope, json_build_array(size_class, channel, quarantine) as codes from report where id = $1`,
        [id],
      );
      expect(rows[0]?.envelope.equals(envelope)).toBe(true);
      expect(rows[0]?.codes).toEqual([codes.sizeClass, codes.channel, codes.quarantine]);
    }
  });

  it('are accepted beside one that the tables refuse', async () => {
    const reports = Array.from({ length: 30 }, () => sealed());
    const poisonous = { ...sealed(), assurance: 'not a code' };
    const outcomes = await Promise.allSettled(
      [...reports.slice(0, 15), poisonous, ...reports.slice(15)].map((report) => store.accept(report)),
    );
    expect(outcomes.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([15]);
    const ids = [...reports, poisonous].map(({ id }) => id);
    for (const [table, column] of [
      ['report', 'id'],
      ['outbox', 'ref'],
      ['audit_event', `(body->>'report')::uuid`],
    ]) {
      const { rowCount } = await admin.query(`select from ${table} where ${column} = any($1::uuid[])`, [ids]);
      expect(rowCount).toBe(30);
    }
  });

  it('are taken once by two apis that get the same ones in opposite orders', async () => {
    const other = new StatementPool(ground.database.apiUrl, { applicationName: 'test-other' });
    const rival = new ReportStore(db, other);
    try {
      const envelopes = Array.from({ length: 100 }, () => randomBytes(8192));
      const outcomes = await Promise.all([
        ...envelopes.map((envelope) => store.accept(sealed(envelope))),
        ...[...envelopes].reverse().map((envelope) => rival.accept(sealed(envelope))),
      ]);
      expect(outcomes.filter((outcome) => outcome.isNew)).toHaveLength(100);
    } finally {
      await other.close();
    }
  });

  it('are all unanswered when the database is lost in the middle, and all taken once when they come again', async () => {
    const reports = Array.from({ length: 10 }, () => sealed());
    await admin.query('begin');
    try {
      await admin.query('lock table report in share mode');
      const answers = Promise.allSettled(reports.map((report) => store.accept(report)));
      await until(async () => {
        const { rowCount } = await admin.query(
          `select from pg_stat_activity where application_name = 'test-accept' and wait_event_type = 'Lock'`,
        );
        return rowCount === 2;
      });
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test-accept'`,
      );
      for (const answer of await answers) {
        expect(answer.status).toBe('rejected');
        expect(answer).toHaveProperty('reason.code', '57P01');
      }
    } finally {
      await admin.query('rollback');
    }
    for (const report of reports) expect((await store.accept(report)).isNew).toBe(true);
  });

  it("are read by their desk, with a trace; missing, untriaged and another desk's are one answer without one", async () => {
    const [mine, theirs, unsorted, waiting] = [sealed(), sealed(), sealed(), sealed()];
    for (const report of [mine, theirs, unsorted, waiting]) await store.accept(report);
    for (const [report, desk] of [
      [mine, 'triage'],
      [theirs, 'safeguarding'],
      [unsorted, 'all'],
    ] as const) {
      await admin.query(
        `insert into triage_item (report_id, desk, unsorted, rank, state, ack_due_at, action_due_at, reassess_at, version, queued_at, visible_at)
         values ($1, $2, $3, 2, 'open', $4, $4, $4, 1, $4, $4)`,
        [report.id, desk, desk === 'all', at],
      );
    }
    const member = newId();
    const read = (id: string) => store.read(id, { desks: ['triage'], now: at }, member);
    expect((await read(mine.id))?.envelope).toEqual(mine.envelope);
    expect((await read(unsorted.id))?.envelope).toEqual(unsorted.envelope);
    for (const id of [theirs.id, waiting.id, newId()]) expect(await read(id)).toBeNull();
    expect(await countOf('audit_event', `kind = 'report.read' and body->>'member' = $1`, member)).toBe(2);
    expect(await store.read(mine.id, { desks: [], now: at }, member)).toBeNull();
  });
});
