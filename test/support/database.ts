/** A database of one's own for a test file: a copy of the migrated template, reached under the same roles as in production. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { TEMPLATE, type TestServer, testServer } from './test-server.js';

export interface TestDatabase extends TestServer {
  readonly name: string;
  drop(): Promise<void>;
}

export async function freshDatabase(): Promise<TestDatabase> {
  const server = testServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(server.adminUrl, [
    `create database ${name} template ${TEMPLATE} owner amparo_migrate`,
    `revoke all on database ${name} from public`,
    `grant connect on database ${name} to amparo_api, amparo_worker, amparo_auditor`,
    `grant temporary on database ${name} to amparo_worker`,
  ]);
  const inThis = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return {
    dir: server.dir,
    name,
    adminUrl: inThis(server.adminUrl),
    migrateUrl: inThis(server.migrateUrl),
    apiUrl: inThis(server.apiUrl),
    workerUrl: inThis(server.workerUrl),
    auditorUrl: inThis(server.auditorUrl),
    drop: () => asAdmin(server.adminUrl, [`drop database if exists ${name} with (force)`]),
  };
}

/** One statement at a time: CREATE DATABASE refuses to be part of a transaction. */
async function asAdmin(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
