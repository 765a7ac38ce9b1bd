/**
 * A PostgreSQL of a test's own, as durable as a real one, so that it can be killed: the server that the other tests share
 * keeps running, and does without waiting for the disk.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDatabase } from '../../infra/local/database.js';
import { removeDatabase, startPostgres, type RunningPostgres } from '../../infra/local/embedded-postgres.js';
import type { TestDatabase } from './database.js';
import { until } from './until.js';

const DATABASE = 'amparo';

export interface OwnServer extends TestDatabase {
  /** kill -9 of the server and of every process that it started, as when the machine loses its power. */
  kill(): Promise<void>;
  /** On the same files and the same port. */
  start(): Promise<void>;
}

export async function ownServer(): Promise<OwnServer> {
  const dir = mkdtempSync(join(tmpdir(), 'amparo-own-'));
  const { postgres: first, urls } = await startDatabase({ dir, port: 56_000, database: DATABASE });
  let running: RunningPostgres | null = first;
  return {
    dir,
    name: DATABASE,
    adminUrl: first.urlOf(DATABASE),
    migrateUrl: urls.migrate,
    apiUrl: urls.api,
    workerUrl: urls.worker,
    async kill() {
      if (!running) return;
      const all = [running.pid, ...childrenOf(running.pid)];
      running = null;
      for (const pid of all) killNow(pid);
      await until('the end of the killed database', () => (all.some(runs) ? null : true));
    },
    async start() {
      running ??= await startPostgres({ dir, port: first.port });
      // Everybody knows the one address: a server that came up elsewhere is not the one that was killed.
      if (running.port !== first.port) throw new Error('somebody took the port of the killed database');
    },
    async drop() {
      await running?.stop();
      running = null;
      await removeDatabase(dir);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The server's backends and workers. A parent that ended first would leave them to finish what they do. */
function childrenOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return children.trim().split(' ').filter(Boolean).map(Number);
}

/** A process that has ended and whose parent has not asked about it yet keeps its number, and no command line. */
function runs(pid: number): boolean {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`).length > 0;
  } catch {
    return false;
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Ended by itself when the server did.
  }
}
