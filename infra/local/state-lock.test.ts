import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { lockState } from './state-lock.js';

const root = mkdtempSync(join(tmpdir(), 'amparo-lock-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A folder whose lock says that this process holds it. */
function lockedBy(pid: number | string): string {
  const dir = mkdtempSync(join(root, 'state-'));
  mkdirSync(join(dir, 'run'));
  writeFileSync(join(dir, 'run', 'lock'), `${pid}\n`);
  return dir;
}

describe('one npm start for each state folder', () => {
  it('takes the lock, and gives it back', () => {
    const dir = mkdtempSync(join(root, 'state-'));
    const lock = lockState(dir);
    expect(readFileSync(join(dir, 'run', 'lock'), 'utf8').trim()).toBe(String(process.pid));
    if (!('release' in lock)) throw new Error('held');
    lock.release();
    expect(existsSync(join(dir, 'run', 'lock'))).toBe(false);
  });

  it.each([
    ['a process that is gone', 2 ** 22 + 1],
    ['another program, which has the number now', 1],
    ['nobody that can be read', 'garbage'],
  ])('takes over from %s', (_, pid) => {
    const lock = lockState(lockedBy(pid));
    expect(lock).toHaveProperty('release');
  });

  it('does not release what another process holds by now', () => {
    const dir = mkdtempSync(join(root, 'state-'));
    const lock = lockState(dir);
    writeFileSync(join(dir, 'run', 'lock'), '1\n');
    if ('release' in lock) lock.release();
    expect(existsSync(join(dir, 'run', 'lock'))).toBe(true);
  });
});
