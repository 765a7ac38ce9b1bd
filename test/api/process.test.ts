/** The api as a process: what it needs, what it may do in the database, how it begins and ends. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { encodeRootPin, toBase64Url, randomBytes } from '#crypto';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { testDeployment, type TestDeployment } from '../support/deployment.js';
import { type FileSet, ready, spawnApi, writeFiles } from './api-process.js';

describe('the api process', () => {
  let database: TestDatabase;
  let deployment: TestDeployment;
  let files: FileSet;
  beforeAll(async () => {
    database = await freshDatabase();
    deployment = await testDeployment();
    files = await writeFiles(deployment, database.apiUrl);
  });
  afterAll(async () => {
    await rm(files.folder, { recursive: true, force: true });
    await database.drop();
  });

  async function failure(changes: Record<string, string>): Promise<string[]> {
    const spawned = spawnApi({ ...files.env, ...changes });
    expect(await spawned.ended).toBe(1);
    return spawned.output().trim().split('\n');
  }
  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(files.folder, name);
    await writeFile(path, content);
    return path;
  }

  it('needs its pin, its accept key and nothing else; connects as the api; ends when whoever started it is gone', async () => {
    expect((await readdir(files.folder)).sort()).toEqual(['accept.json', 'pin.json']);
    const spawned = spawnApi(files.env);
    const port = await ready(spawned);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);

    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    const { rows } = await admin.query(
      `select distinct usename, application_name from pg_stat_activity where datname = $1 and application_name like 'amparo%'`,
      [database.name],
    );
    await admin.end();
    expect(rows).toEqual([{ usename: 'amparo_api', application_name: 'amparo-api' }]);

    expect(spawned.output().trim()).toBe(JSON.stringify({ ready: true, port }));
    spawned.child.disconnect();
    expect(await spawned.ended).toBe(0);
  }, 60_000);

  it('ends in order on SIGTERM', async () => {
    const spawned = spawnApi(files.env);
    await ready(spawned);
    spawned.child.kill('SIGTERM');
    expect(await spawned.ended).toBe(0);
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
    const otherUse = await file(
      'other.json',
      JSON.stringify({ kind: 'amparo/secret/1', use: 'dispatch-sign', seed }),
    );
    const lines = await failure({ AMPARO_ACCEPT_KEY_FILE: otherUse });
    expect(lines).toEqual([expect.stringMatching(/^AMPARO_ACCEPT_KEY_FILE: .*"accept"/)]);
    expect(lines.join()).not.toContain(seed);
    for (const path of [join(files.folder, 'absent'), await file('noise', randomBytes(40))])
      expect(await failure({ AMPARO_ACCEPT_KEY_FILE: path })).toEqual([
        expect.stringMatching(/^AMPARO_ACCEPT_KEY_FILE: /),
      ]);
    expect(await failure({ AMPARO_ORIGIN: 'http://amparo.example' })).toEqual([
      expect.stringMatching(/^AMPARO_ORIGIN: /),
    ]);
    const demo = await file('demo.json', encodeRootPin({ ...deployment.pin, demo: true }));
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
      `update delivery set state = 'x'`,
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
