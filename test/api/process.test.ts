/** The api as a process: what it needs, what it may do in the database, how it begins and ends. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { encodeRootPin, toBase64Url, randomBytes } from '#crypto';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { testDeployment, type TestDeployment } from '../support/deployment.js';
import { begin } from '../support/life.js';
import { apiFiles, type ProcessFiles } from '../support/process-files.js';
import { portOf } from './api-process.js';

describe('the api process', () => {
  let database: TestDatabase;
  let deployment: TestDeployment;
  let files: ProcessFiles;
  beforeAll(async () => {
    database = await freshDatabase();
    deployment = await testDeployment();
    files = apiFiles(deployment, database.apiUrl);
  });
  afterAll(async () => {
    files.remove();
    await database.drop();
  });

  async function failure(changes: Record<string, string>): Promise<string[]> {
    const life = begin('api', { ...files.env, ...changes });
    expect(await life.ended).toBe(1);
    return life.output().toString().trim().split('\n');
  }

  it('needs its pin, its accept key and nothing else; connects as the api; ends when whoever started it is gone', async () => {
    expect((await readdir(files.folder)).sort()).toEqual(['accept.json', 'pin.json']);
    const life = begin('api', files.env);
    const port = await portOf(life);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);

    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    const { rows } = await admin.query(
      `select distinct usename, application_name from pg_stat_activity where datname = $1 and application_name like 'amparo%'`,
      [database.name],
    );
    await admin.end();
    expect(rows).toEqual([{ usename: 'amparo_api', application_name: 'amparo-api' }]);

    expect(life.output().toString().trim()).toBe(JSON.stringify({ ready: true, port }));
    life.child.disconnect();
    expect(await life.ended).toBe(0);
  }, 60_000);

  it('ends in order on SIGTERM', async () => {
    const life = begin('api', files.env);
    await portOf(life);
    life.child.kill('SIGTERM');
    expect(await life.ended).toBe(0);
  }, 60_000);

  it('says in one line each what is wrong with its configuration, and repeats no value', async () => {
    const secret = 'CANARY-secret';
    const lines = await failure({
      AMPARO_MODE: secret,
      DATABASE_URL: secret,
      PORT: secret,
      AMPARO_ORIGIN: secret,
    });
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'AMPARO_MODE',
      'DATABASE_URL',
      'PORT',
      'AMPARO_ORIGIN',
    ]);
    expect(lines.join()).not.toContain(secret);
    const missing = await failure({ AMPARO_PIN_FILE: '', AMPARO_ACCEPT_KEY_FILE: '' });
    expect(missing.map((line) => line.split(':')[0])).toEqual(['AMPARO_PIN_FILE', 'AMPARO_ACCEPT_KEY_FILE']);
  }, 60_000);

  it('refuses a key for another use, a file that is none, an origin without TLS, and a demo where people rely on it', async () => {
    const seed = toBase64Url(randomBytes(32));
    const otherUse = files.file(
      'other.json',
      JSON.stringify({ kind: 'amparo/secret/1', use: 'dispatch-sign', seed }),
    );
    const lines = await failure({ AMPARO_ACCEPT_KEY_FILE: otherUse });
    expect(lines).toEqual([expect.stringMatching(/^AMPARO_ACCEPT_KEY_FILE: .*"accept"/)]);
    expect(lines.join()).not.toContain(seed);
    for (const path of [join(files.folder, 'absent'), files.file('noise', randomBytes(40))])
      expect(await failure({ AMPARO_ACCEPT_KEY_FILE: path })).toEqual([
        expect.stringMatching(/^AMPARO_ACCEPT_KEY_FILE: /),
      ]);
    expect(await failure({ AMPARO_ORIGIN: 'http://amparo.example' })).toEqual([
      expect.stringMatching(/^AMPARO_ORIGIN: /),
    ]);
    const demo = files.file('demo.json', encodeRootPin({ ...deployment.pin, demo: true }));
    for (const mode of [{ AMPARO_MODE: 'production' }, { NODE_ENV: 'production' }])
      expect(await failure({ AMPARO_PIN_FILE: demo, ...mode })).toEqual([
        expect.stringMatching(/^AMPARO_PIN_FILE: .*demo/),
      ]);
  }, 60_000);

  it('may not do in the database what it has no need to do', async () => {
    const api = new pg.Client({ connectionString: database.apiUrl });
    await api.connect();
    const refused = [
      'select * from audit_event',
      `update audit_event set kind = 'x'`,
      'delete from audit_event',
      'select * from outbox',
      'delete from outbox',
      `update report set quarantine = 'x'`,
      'delete from report',
      `update publication set version = 1`,
      'delete from publication',
      'delete from roster_copy',
      `update keyring_blob set blob = ''`,
      'delete from keyring_blob',
      `update triage_item set urgency = 4`,
      `update triage_item set desk = 'x'`,
      `insert into triage_item (report_id) values (gen_random_uuid())`,
      'delete from triage_item',
      `update alert set plan = '{}'`,
      `insert into alert (id) values (gen_random_uuid())`,
      `insert into notice (id) values (gen_random_uuid())`,
      `update notice set sealed = ''`,
      `update acknowledgement set late = false`,
      'delete from acknowledgement',
      `update mailbox_message set box = ''`,
      'delete from mailbox_message',
      `update delivery set attempts = 0`,
      `update delivery set reason = 'x'`,
      `update session set expires_at = 'infinity'`,
      'create table x (y int)',
      'select * from bullmq.job',
    ];
    for (const statement of refused) {
      const error = await api.query(statement).then(
        () => null,
        (thrown: unknown) => (thrown as pg.DatabaseError).code,
      );
      expect({ statement, error }).toEqual({ statement, error: '42501' });
    }
    await api.end();
  });
});
