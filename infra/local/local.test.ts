import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from './ports.js';
import { isPostmasterOf, readPostmaster, stopLeftover } from './postmaster.js';
import { secret } from './secrets.js';
import { canReach } from './unprivileged.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'amparo-local-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

describe('a start on a machine that others use', () => {
  it('takes another port when the usual one is taken', async () => {
    const wish = await freePort(0);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(wish, '127.0.0.1', resolve));
    expect(await freePort(wish)).not.toBe(wish);
    await new Promise((resolve) => other.close(resolve));
    expect(await freePort(wish)).toBe(wish);
  });

  it('never kills a program that happens to have the number of a server that crashed', async () => {
    writeFileSync(
      join(dir, 'postmaster.pid'),
      `${String(process.pid)}\n${dir}\n0\n54320\n\n127.0.0.1\n\nready   \n`,
    );
    expect(readPostmaster(dir)).toEqual({ pid: process.pid, port: 54_320, status: 'ready' });
    expect(isPostmasterOf(process.pid, dir)).toBe(false);
    await stopLeftover(dir);
    expect(readPostmaster(dir)).toBeNull();
  });

  it('makes a password once, for its owner only', () => {
    const first = secret(dir, 'postgres-api');
    expect(first).toMatch(/^[0-9a-f]{48}$/);
    expect(secret(dir, 'postgres-api')).toBe(first);
    expect(secret(dir, 'postgres-worker')).not.toBe(first);
    expect(statSync(join(dir, 'secrets', 'postgres-api')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dir, 'secrets')).mode & 0o777).toBe(0o700);
  });

  it('sees that an account cannot pass through a private folder', () => {
    const stranger = { uid: 65_534, gid: 65_534 };
    const home = join(dir, 'home');
    mkdirSync(join(home, 'checkout'), { recursive: true });
    for (const [path, mode] of [
      [dir, 0o755],
      [home, 0o755],
    ] as const)
      chmodSync(path, mode);
    expect(canReach(stranger, join(home, 'checkout'))).toBe(true);
    chmodSync(home, 0o700);
    expect(canReach(stranger, join(home, 'checkout'))).toBe(false);
  });
});
