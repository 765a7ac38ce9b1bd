/** Reads postmaster.pid, the file in which a PostgreSQL server says who it is, and ends a server that outlived its starter. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

export function readPostmaster(data: string): Postmaster | null {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, and someone else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether `pid` is a server on `data`: after a crash the number may belong to any other program, which must not be killed. */
export function isPostmasterOf(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false;
  if (!existsSync('/proc/self/cmdline')) return readPostmaster(data)?.pid === pid;
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
      .split('\0')
      .includes(data);
  } catch {
    return false;
  }
}

/** Only for a caller who holds the state folder's lock: then nobody is using the server that is ended here. */
export async function stopLeftover(data: string): Promise<void> {
  const pid = readPostmaster(data)?.pid;
  if (pid === undefined) return;
  for (const [signal, patience] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isPostmasterOf(pid, data)) break;
    process.kill(pid, signal);
    for (const deadline = Date.now() + patience; Date.now() < deadline && isPostmasterOf(pid, data);) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  if (isPostmasterOf(pid, data))
    throw new Error(`an earlier PostgreSQL (process ${String(pid)}) does not stop`);
  // Left by a crash: the number in it may by now be another program's, and PostgreSQL would refuse to start.
  rmSync(join(data, 'postmaster.pid'), { force: true });
}
