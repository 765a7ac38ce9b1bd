/** Processes of the benchmark's own, run from their sources: the bare server and the clients that make the load. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LoadJob, LoadResult } from './load-client.js';

export interface Child {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

const sourceOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export async function startChild(file: string, env: Readonly<Record<string, string>> = {}): Promise<Child> {
  const child = fork(sourceOf(file), [], {
    env: { PATH: process.env['PATH'], ...env },
    execArgv: ['--import', sourceOf('../support/typescript.mjs')],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  const first = await Promise.race([once(child, 'message'), gone.then(() => null)]);
  if (first === null) throw new Error(`${file} ended before it was ready`);
  return {
    process: child,
    async stop() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

/** Two clients, so that the load does not end where one client's core ends. */
const CLIENTS = 2;
const CONNECTIONS = 32;

export async function startClients(): Promise<readonly Child[]> {
  return Promise.all(Array.from({ length: CLIENTS }, () => startChild('load-client.ts')));
}

export interface Load extends LoadResult {
  readonly perSecond: number;
}

export async function load(clients: readonly Child[], job: Omit<LoadJob, 'connections'>): Promise<Load> {
  const share = clients.length;
  const results = await Promise.all(
    clients.map(async ({ process: client }) => {
      const answer = once(client, 'message') as Promise<[LoadResult]>;
      client.send({
        ...job,
        connections: CONNECTIONS / share,
        rate: job.rate === null ? null : job.rate / share,
      } satisfies LoadJob);
      return (await answer)[0];
    }),
  );
  const accepted = results.reduce((sum, result) => sum + result.accepted, 0);
  const ms = Math.max(...results.map((result) => result.ms));
  return {
    accepted,
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
    ms,
    latencies: results.flatMap(({ latencies }) => latencies),
    perSecond: (accepted * 1000) / ms,
  };
}

/** Resident memory in MiB, as the system counts it. */
function memoryOf(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  if (kib === undefined) throw new Error('the system does not tell how much memory a process has');
  return Number(kib) / 1024;
}

/** Seconds of processor time so far. Linux counts in hundredths, whatever the machine. */
export function cpuOf(pid: number): number {
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The same of all children of a process that live now, as a PostgreSQL server's backends are. */
export function cpuOfChildren(parent: number): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.reduce((sum, pid) => {
    try {
      return parentOf(Number(pid)) === parent ? sum + cpuOf(Number(pid)) : sum;
    } catch {
      // It ended while we were counting.
      return sum;
    }
  }, 0);
}

export const parentOf = (pid: number): number =>
  Number(
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ')[1],
  );

/** The most that a process holds while something runs. */
export async function peakMemory<T>(pid: number, work: Promise<T>): Promise<{ result: T; mib: number }> {
  let mib = memoryOf(pid);
  const timer = setInterval(() => {
    mib = Math.max(mib, memoryOf(pid));
  }, 200);
  try {
    return { result: await work, mib };
  } finally {
    clearInterval(timer);
  }
}
