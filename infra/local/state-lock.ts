/**
 * One `npm start` for each state folder: a second one would take the database from under the first. The lock is a file with
 * the number of its process; what a crash left behind is recognised, because that process is gone or is another program.
 */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './postmaster.js';

export interface StateLock {
  release(): void;
}

function holderOf(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8').trim()) || null;
  } catch {
    return null;
  }
}

function isOurs(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    // After a crash the number may belong to any program.
    return /start\.(js|mjs)/.test(readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8'));
  } catch {
    return true;
  }
}

/** The lock, or the process that holds it. */
export function lockState(dir: string): StateLock | { readonly heldBy: number } {
  const folder = join(dir, 'run');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  const draft = `${file}.${String(process.pid)}`;
  writeFileSync(draft, `${String(process.pid)}\n`);
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        // A link appears whole or not at all, and never over another.
        linkSync(draft, file);
        const release = (): void => {
          if (holderOf(file) === process.pid) rmSync(file, { force: true });
        };
        process.once('exit', release);
        return { release };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = holderOf(file);
      if (holder !== null && holder !== process.pid && isOurs(holder)) return { heldBy: holder };
      rmSync(file, { force: true });
    }
    throw new Error(`cannot take the lock ${file}`);
  } finally {
    rmSync(draft, { force: true });
  }
}
