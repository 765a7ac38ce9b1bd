import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { cryptoReady, envelopeDigest, randomBytes } from '#crypto';
import { newId } from '#kernel';
import { PrismaService } from '#platform';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { ReportStore, type AcceptedReport } from './prisma-report.store.js';

const at = new Date('2026-03-04T05:41:07.123Z');

describe('sealed reports in PostgreSQL', () => {
  let database: TestDatabase;
  let db: PrismaService;
  let admin: pg.Client;
  let store: ReportStore;

  beforeAll(async () => {
    await cryptoReady();
    database = await freshDatabase();
    db = new PrismaService(database.apiUrl, { applicationName: 'test-api', poolSize: 10 });
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    store = new ReportStore(db);
  });
  afterAll(async () => {
    await Promise.all([db.$disconnect(), admin.end()]);
    await database.drop();
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
    expect(await countOf('outbox', `kind = 'triage' and ref = $1`, report.id)).toBe(1);
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
