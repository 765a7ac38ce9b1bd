/**
 * Jest loads this file as a script of its own kind, which cannot import the sources: the server is another process. The two
 * files share the process through `globalThis`, as Jest's documentation proposes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

interface Shared {
  amparoDatabaseServer?: ChildProcess;
}

export default async function startServer(): Promise<void> {
  const here = join(process.cwd(), 'test', 'support');
  const server = spawn(
    process.execPath,
    ['--conditions=source', '--import', join(here, 'typescript.mjs'), join(here, 'database-server.ts')],
    // No signal of the terminal: it ends when we do, after the tests that use it.
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true },
  );
  (globalThis as Shared).amparoDatabaseServer = server;
  const told = await new Promise<unknown>((resolve, reject) => {
    server.once('message', resolve);
    server.once('error', reject);
    server.once('exit', () => {
      reject(new Error('the database server for the tests did not start'));
    });
  });
  process.env['AMPARO_TEST_SERVER'] = JSON.stringify(told);
}
