import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { fileStorage } from './node-storage.js';
import { memoryStorage, type Storage } from './storage.js';

const folder = mkdtempSync(join(tmpdir(), 'amparo-storage-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const adapters: readonly (readonly [string, () => Storage])[] = [
  ['memory', memoryStorage],
  ['a folder', () => fileStorage(mkdtempSync(join(folder, 'one-')))],
];

describe.each(adapters)('storage in %s', (_, open) => {
  it('gives back what was put, and nothing after it is deleted', async () => {
    const storage = open();
    expect(await storage.get('seen/a')).toBeNull();
    await storage.put('seen/a', Uint8Array.of(1, 2, 3));
    await storage.put('seen/a', Uint8Array.of(4));
    expect(await storage.get('seen/a')).toEqual(Uint8Array.of(4));
    await storage.delete('seen/a');
    await storage.delete('seen/a');
    expect(await storage.get('seen/a')).toBeNull();
  });

  it('lists by prefix, sorted', async () => {
    const storage = open();
    for (const name of ['outbox/b', 'outbox/a', 'seen/x', 'pin.json'])
      await storage.put(name, Uint8Array.of(0));
    expect(await storage.list('outbox/')).toEqual(['outbox/a', 'outbox/b']);
    expect(await storage.list('')).toEqual(['outbox/a', 'outbox/b', 'pin.json', 'seen/x']);
  });

  it.each(['../escape', '/etc/passwd', 'a/../b', 'UPPER', '', '.hidden', 'a//b', 'a\0b'])(
    'refuses %j as a name',
    async (name) => {
      await expect(async () => open().put(name, Uint8Array.of(0))).rejects.toThrow('a name holds only');
    },
  );
});

describe('storage in a folder', () => {
  it('is readable by its owner only', async () => {
    const dir = mkdtempSync(join(folder, 'mode-'));
    await fileStorage(dir).put('outbox/a', Uint8Array.of(1));
    expect(statSync(join(dir, 'outbox/a')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dir, 'outbox')).mode & 0o777).toBe(0o700);
  });

  it('leaves no draft behind and shows none', async () => {
    const dir = mkdtempSync(join(folder, 'draft-'));
    const storage = fileStorage(dir);
    await storage.put('a', Uint8Array.of(1));
    writeFileSync(join(dir, '.half-written.new'), 'x');
    expect(await storage.list('')).toEqual(['a']);
    expect(readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual(['.half-written.new']);
  });
});
