/**
 * A process of its own beside a Jest run: one real PostgreSQL in a temporary folder, with a migrated template database. It ends
 * with the run whatever way the run ends; what a killed machine left behind is swept by the next run.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDatabase } from '../../infra/local/database.js';
import { removeDatabase } from '../../infra/local/embedded-postgres.js';
import { isAlive } from '../../infra/local/postmaster.js';
import { TEMPLATE, type TestServer } from './test-server.js';

const PREFIX = 'amparo-test-';

async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const dir = join(tmpdir(), name);
    try {
      if (isAlive(Number(readFileSync(join(dir, 'owner'), 'utf8')))) continue;
      await removeDatabase(dir);
      rmSync(dir, { recursive: true, force: true });
    } catch {
      // Another user's, or being made at this moment: not ours to touch.
    }
  }
}

await sweep();
const dir = mkdtempSync(join(tmpdir(), PREFIX));
writeFileSync(join(dir, 'owner'), String(process.pid));

let ending = false;
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await removeDatabase(dir);
  rmSync(dir, { recursive: true, force: true });
  process.exit(code);
}
const endAs = (code: number) => () => void end(code);
// The run closes this channel when it is over, and the kernel does when the run is killed.
process
  .on('disconnect', endAs(0))
  .on('SIGINT', endAs(130))
  .on('SIGTERM', endAs(143))
  .on('SIGHUP', endAs(129));

try {
  const { postgres, urls } = await startDatabase({
    dir,
    port: 54_400,
    database: TEMPLATE,
    durable: false,
    // Several files of tests at once, each with all the processes of a deployment and their pools.
    connections: 400,
  });
  const server: TestServer = {
    dir,
    adminUrl: postgres.url,
    migrateUrl: urls.migrate,
    apiUrl: urls.api,
    workerUrl: urls.worker,
    auditorUrl: urls.auditor,
  };
  process.send?.(server);
} catch (error) {
  console.error(error);
  await end(1);
}
