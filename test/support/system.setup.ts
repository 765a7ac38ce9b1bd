/** Whole processes are tested as they are shipped: the same server as for the database tests, and a fresh build. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export default async function prepareSystem(): Promise<void> {
  const bootstrap = join(process.cwd(), 'infra', 'local', 'bootstrap.mjs');
  const build = spawnSync(process.execPath, [bootstrap, '--build'], { stdio: 'inherit' });
  if (build.status !== 0) throw new Error('the build failed; the tests of whole processes need it');
  // By path: in a file that Jest loads by itself, `.js` names are not found among the sources.
  const path = join(process.cwd(), 'test', 'support', 'database.setup.ts');
  const { default: startServer } = (await import(path)) as { default: () => Promise<void> };
  await startServer();
}
