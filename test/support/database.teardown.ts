import type { ChildProcess } from 'node:child_process';

export default async function stopServer(): Promise<void> {
  const server = (globalThis as { amparoDatabaseServer?: ChildProcess }).amparoDatabaseServer;
  if (!server || server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.disconnect();
  await ended;
}
