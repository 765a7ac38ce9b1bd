import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cryptoReady, hash, utf8 } from '#crypto';
import { createLogger } from '#platform';
import { memoryStorage, type Storage } from '#sdk';
import { fileStorage } from '#sdk/node-storage';
import { MemoryFile } from './memory-file.js';
import { goesBack } from './remembered.js';

const one = () => hash(utf8('one'));
const two = () => hash(utf8('two'));
const file = 'worker.json';
beforeAll(() => cryptoReady());

function load(storage: Storage, said: string[] = [], deployment = 'amparo-test'): Promise<MemoryFile> {
  const stream = { write: (line: string) => void said.push(line) };
  return MemoryFile.load({ storage, file, deployment, log: createLogger({ name: 'worker', stream }) });
}

describe('what the worker remembers', () => {
  it('is still known after a restart, and never goes back', async () => {
    const storage = memoryStorage();
    const before = await load(storage);
    await before.remember('head', 2, two());
    await before.remember('head', 1, one());
    await before.remember('head', 2, one());
    const after = await load(storage);
    expect(after.seen('head')).toEqual({ version: 2, hash: two() });
    expect(after.seen('duty:triage')).toBeUndefined();
  });

  it('tells what is older, and what is another story under the same number', () => {
    const seen = { version: 2, hash: two() };
    expect(goesBack(undefined, 1, one())).toBeNull();
    expect(goesBack(seen, 3, one())).toBeNull();
    expect(goesBack(seen, 2, two())).toBeNull();
    expect(goesBack(seen, 2, one())).toBe('forked');
    expect(goesBack(seen, 1, two())).toBe('rolled-back');
  });

  it('is on the disk before anything is done with it, readable by nobody else', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'amparo-memory-'));
    try {
      const storage = fileStorage(join(dir, 'own'));
      await (await load(storage)).remember('head', 1, one());
      expect(statSync(join(dir, 'own', file)).mode & 0o777).toBe(0o600);
      expect((await load(storage)).seen('head')?.version).toBe(1);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('of many documents that come at once is written whole', async () => {
    const storage = memoryStorage();
    const memory = await load(storage);
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => memory.remember(`channels:${String(at)}`, at, one())),
    );
    const after = await load(storage);
    for (let at = 0; at < 50; at += 1) expect(after.seen(`channels:${String(at)}`)?.version).toBe(at);
  });

  it('of another worker that was given the same file is not forgotten', async () => {
    const storage = memoryStorage();
    const [ours, theirs] = [await load(storage), await load(storage)];
    await ours.remember('head', 3, one());
    await theirs.remember('duty:triage', 1, two());
    expect((await load(storage)).seen('head')?.version).toBe(3);
  });

  it('begins empty where there is no file, and that is said', async () => {
    const said: string[] = [];
    await load(memoryStorage(), said);
    expect(said.join('')).toContain('taken for a first start');
  });

  it.each([
    ['nothing', ''],
    ['half of itself', '{"deployment":"amparo-test","kind":"amparo/mem'],
    ['another kind', '{"deployment":"amparo-test","kind":"amparo/pin/1","seen":{}}'],
    [
      'a version that is no number',
      '{"deployment":"amparo-test","kind":"amparo/memory/1","seen":{"head":{}}}',
    ],
  ])('that is damaged (%s) is not guessed about: a sentence says what to do', async (_, text) => {
    const storage = memoryStorage();
    await storage.put(file, utf8(text));
    await expect(load(storage)).rejects.toThrow(
      /AMPARO_MEMORY_FILE: the file is damaged\..*remove the file, and start again/,
    );
  });

  it('of another deployment, or one that cannot be read, is refused too', async () => {
    const storage = memoryStorage();
    await (await load(storage)).remember('head', 1, one());
    await expect(load(storage, [], 'amparo-other')).rejects.toThrow(/memory of another deployment/);
    const dir = mkdtempSync(join(tmpdir(), 'amparo-memory-'));
    try {
      // A folder in the file's place: from whoever runs as root no right to read can be taken.
      mkdirSync(join(dir, file));
      await expect(load(fileStorage(dir))).rejects.toThrow(/cannot be read/);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('that the disk does not take holds while the process lives, is said, and is written once it can be', async () => {
    const storage = memoryStorage();
    const said: string[] = [];
    let isFull = true;
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const put: Storage['put'] = (name, value) => (isFull ? Promise.reject(full) : storage.put(name, value));
    const memory = await load({ ...storage, put }, said);
    await memory.remember('head', 4, one());
    expect([memory.seen('head')?.version, memory.isUnwritten]).toEqual([4, true]);
    expect(said.join('')).toContain('"code":"ENOSPC"');
    isFull = false;
    await memory.flush();
    expect(memory.isUnwritten).toBe(false);
    expect((await load(storage)).seen('head')?.version).toBe(4);
  });
});
