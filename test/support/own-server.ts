/**
 * A PostgreSQL of a test's own, as durable as a real one, so that it can be killed: the server that the other tests share
 * keeps running, and does without waiting for the disk.
 */
import { randomInt } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDatabase } from '../../infra/local/database.js';
import { removeDatabase, startPostgres, type RunningPostgres } from '../../infra/local/embedded-postgres.js';
import type { TestDatabase } from './database.js';
import { until } from './until.js';

const DATABASE = 'amparo';
/**
 * Below the ports that the kernel gives to outgoing connections, and far apart: while a server is killed, neither another run's
 * server nor a client that dials the dead port may come to sit there.
 */
const PORTS = [20_000, 32_000] as const;

export interface OwnServer extends TestDatabase {
  /** kill -9 of the server and of every process that it started, as when the machine loses its power. */
  kill(): Promise<void>;
  /** On the same files and the same port. */
  start(): Promise<void>;
  /** Stands still, with every connection open, and then goes on: a machine that hangs, a disk that does not answer. */
  freeze(): void;
  thaw(): void;
}

/** `within`: a folder on another disk than the one for temporary files. */
export async function ownServer(within?: string): Promise<OwnServer> {
  const dir = mkdtempSync(join(within ?? tmpdir(), 'amparo-own-'));
  // Or the account of PostgreSQL could not reach it, and the data would be put on the usual disk after all.
  if (within !== undefined) chmodSync(dir, 0o711);
  const port = randomInt(...PORTS);
  const { postgres: first, urls } = await startDatabase({ dir, port, database: DATABASE });
  let running: RunningPostgres | null = first;
  return {
    dir,
    name: DATABASE,
    adminUrl: first.urlOf(DATABASE),
    migrateUrl: urls.migrate,
    apiUrl: urls.api,
    workerUrl: urls.worker,
    auditorUrl: urls.auditor,
    async kill() {
      const all = everyProcess(running);
      running = null;
      for (const pid of all) signal(pid, 'SIGKILL');
      await until('the end of the killed database', () => (all.some(runs) ? null : true));
    },
    freeze() {
      for (const pid of everyProcess(running)) signal(pid, 'SIGSTOP');
    },
    thaw() {
      for (const pid of everyProcess(running)) signal(pid, 'SIGCONT');
    },
    async start() {
      // It may have ended by itself, as it does when its disk is full.
      if (running && !runs(running.pid)) running = null;
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

function everyProcess(running: RunningPostgres | null): readonly number[] {
  return running ? [running.pid, ...childrenOf(running.pid)] : [];
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

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Ended by itself when the server did.
  }
}
