import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { cryptoReady, equalBytes } from '#crypto';
import { newId } from '#kernel';
import { PrismaService } from '#platform';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { auditLeaf, AuditLog } from './index.js';

const at = new Date('2026-03-04T05:41:07Z');

describe('the trace in PostgreSQL', () => {
  let database: TestDatabase;
  let api: PrismaService;
  let worker: PrismaService;
  let admin: pg.Client;

  beforeAll(async () => {
    await cryptoReady();
    database = await freshDatabase();
    api = new PrismaService(database.apiUrl, { applicationName: 'test-api', poolSize: 2 });
    worker = new PrismaService(database.workerUrl, { applicationName: 'test-worker', poolSize: 2 });
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await Promise.all([api.$disconnect(), worker.$disconnect(), admin.end()]);
    await database.drop();
  });

  it('keeps what both processes append, and every leaf can be recomputed', async () => {
    await AuditLog.append(api, 'report.accepted', { report: newId(), quarantine: null }, at);
    await AuditLog.append(worker, 'alert.exhausted', { alert: newId() }, at);
    const { rows } = await admin.query<{
      kind: string;
      leaf: Buffer;
      salt: Buffer;
      body: Record<string, unknown>;
      hour: Date;
    }>('select kind, leaf, salt, body, hour from audit_event order by seq');
    expect(rows.map((row) => row.kind)).toEqual(['report.accepted', 'alert.exhausted']);
    for (const { leaf, ...event } of rows) expect(equalBytes(auditLeaf(event), leaf)).toBe(true);
    expect(rows[0]?.hour.toISOString()).toBe('2026-03-04T05:00:00.000Z');
  });

  it('is gone when the effect it belongs to is rolled back', async () => {
    const before = await admin.query('select 1 from audit_event');
    await expect(
      api.$transaction(async (tx) => {
        await AuditLog.append(tx, 'alert.exhausted', { alert: newId() }, at);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    const after = await admin.query('select 1 from audit_event');
    expect(after.rowCount).toBe(before.rowCount);
  });
});
