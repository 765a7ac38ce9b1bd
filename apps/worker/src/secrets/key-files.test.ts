import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, equalBytes, randomBytes, sealKeyPairFromSeed, toBase64Url } from '#crypto';
import { KeyFileError, readSecrets } from './key-files.js';

const kind = 'amparo/secret/1';
let dir: string;
beforeAll(async () => {
  await cryptoReady();
  dir = await mkdtemp(join(tmpdir(), 'amparo-keys-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const file = async (name: string, content: unknown): Promise<string> => {
  const path = join(dir, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
  return path;
};
const seed = (): string => toBase64Url(randomBytes(32));

async function goodFiles() {
  return {
    dispatch: await file('dispatch.json', { kind, use: 'dispatch', keys: [{ epoch: 1, seed: seed() }] }),
    dispatchSign: await file('sign.json', { kind, use: 'dispatch-sign', seed: seed() }),
    webhook: await file('webhook.json', { kind, use: 'webhook', seed: seed() }),
    index: await file('index.json', { kind, use: 'index', keys: [{ epoch: 1, seed: seed() }] }),
  };
}

const refusalOf = async (paths: Promise<Parameters<typeof readSecrets>[0]>): Promise<string> => {
  try {
    await readSecrets(await paths);
    return 'accepted';
  } catch (error) {
    return error instanceof KeyFileError ? error.message : `not a key file error: ${String(error)}`;
  }
};

describe('the worker’s key files', () => {
  it('hold every dispatch epoch, the newest first, because carried reports are days late', async () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    const keys = [
      { epoch: 1, seed: toBase64Url(older) },
      { epoch: 2, seed: toBase64Url(newer) },
    ];
    const dispatch = await file('two.json', { kind, use: 'dispatch', keys });
    const secrets = await readSecrets({ ...(await goodFiles()), dispatch });
    expect(secrets.dispatch.map((key) => key.epoch)).toEqual([2, 1]);
    expect(equalBytes(secrets.dispatch[0]!.keys.publicKey, sealKeyPairFromSeed(newer).publicKey)).toBe(true);
  });

  it('are refused for another use: who holds one key must not be able to do the other’s work', async () => {
    const accept = file('accept.json', { kind, use: 'accept', seed: seed() });
    const message = await refusalOf(accept.then(async (webhook) => ({ ...(await goodFiles()), webhook })));
    expect(message).toBe('AMPARO_WEBHOOK_KEY_FILE: the file holds a key for another use (accept)');
  });

  it.each([
    ['not there', () => Promise.resolve(join(dir, 'nowhere.json')), /cannot be read \(ENOENT\)/],
    ['not JSON', () => file('text.json', 'hello'), /not JSON/],
    ['a short seed', () => file('short.json', { kind, use: 'dispatch-sign', seed: 'c2VjcmV0' }), /at "seed"/],
    [
      'more fields',
      () => file('more.json', { kind, use: 'dispatch-sign', seed: seed(), note: 1 }),
      /not a key file/,
    ],
    [
      'a seed for a use',
      () => file('use.json', { kind, use: 'c2VjcmV0', seed: seed() }),
      /another use \(unknown\)/,
    ],
  ])('are refused when %s, without showing what they hold', async (_name, make, expected) => {
    const message = await refusalOf(
      make().then(async (dispatchSign) => ({ ...(await goodFiles()), dispatchSign })),
    );
    expect(message).toMatch(expected);
    expect(message).toContain('AMPARO_DISPATCH_SIGN_KEY_FILE');
    expect(message).not.toContain('c2VjcmV0');
  });

  it.each(['dispatch', 'index'] as const)('do not name an epoch twice: %s', async (use) => {
    const keys = [
      { epoch: 1, seed: seed() },
      { epoch: 1, seed: seed() },
    ];
    const twice = await file('twice.json', { kind, use, keys });
    expect(await refusalOf(goodFiles().then((good) => ({ ...good, [use]: twice })))).toMatch(/epoch twice/);
  });

  it('of the index hold derived keys only: the seed of a desk in its place is refused', async () => {
    const desk = file('desk.json', { kind, use: 'desk', seed: seed() });
    const message = await refusalOf(desk.then(async (index) => ({ ...(await goodFiles()), index })));
    expect(message).toBe('AMPARO_INDEX_KEY_FILE: the file holds a key for another use (desk)');
  });
});
