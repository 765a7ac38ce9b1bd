/** Where everything is measured: one PostgreSQL that waits for the disk, and worlds on it whose processes log as in production. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startDatabase } from '../../infra/local/database.js';
import { removeDatabase } from '../../infra/local/embedded-postgres.js';
import { TEMPLATE, type TestServer } from '../support/test-server.js';
import { World, type WorldOptions } from '../support/world.js';

export interface Scene {
  readonly adminUrl: string;
  begin(options?: WorldOptions): Promise<World>;
  end(): Promise<void>;
}

/** What the machine can do is measured, not what one channel is allowed. */
const BUDGETS = ['CHANNEL', 'SESSION', 'DESK', 'MAILBOX', 'FIRST_VISIT', 'KEYRING', 'SIGN_IN'];
const PLENTY = {
  LOG_LEVEL: 'info',
  ...Object.fromEntries(BUDGETS.map((budget) => [`AMPARO_${budget}_PER_MINUTE`, '1000000'])),
};

/** `profile` names a folder for CPU profiles of api and worker, written when they end. */
export async function setScene(profile?: string): Promise<Scene> {
  const profiled: Readonly<Record<string, string>> =
    profile === undefined
      ? {}
      : {
          NODE_OPTIONS: `--import ${new URL('cpu-profile.mjs', import.meta.url).href}`,
          AMPARO_PROFILE_FOLDER: resolve(profile),
        };
  // The processes write when they end, and could then only fail.
  if (profile !== undefined) mkdirSync(resolve(profile), { recursive: true });
  const dir = mkdtempSync(join(tmpdir(), 'amparo-bench-'));
  const remove = async (): Promise<void> => {
    await removeDatabase(dir);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const { postgres, urls, stop } = await startDatabase({
      dir,
      port: 57_400,
      database: TEMPLATE,
      durable: true,
    });
    const server: TestServer = {
      dir,
      adminUrl: postgres.url,
      migrateUrl: urls.migrate,
      apiUrl: urls.api,
      workerUrl: urls.worker,
      auditorUrl: urls.auditor,
    };
    process.env['AMPARO_TEST_SERVER'] = JSON.stringify(server);
    return {
      adminUrl: postgres.url,
      begin: (options = {}) =>
        World.begin({
          ...options,
          apiEnv: { ...PLENTY, ...profiled, ...options.apiEnv },
          workerEnv: { LOG_LEVEL: 'info', ...profiled, ...options.workerEnv },
        }),
      async end() {
        await stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
