/** A folder that holds what one process may read, and nothing else; and what that process is told. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRootPin, toBase64Url } from '#crypto';
import type { TestDeployment as WorkerDeployment } from '../../apps/worker/test/deployment.js';
import type { TestDeployment } from './deployment.js';
import { apiEnvironment, workerEnvironment } from './environments.js';
import type { Environment } from './life.js';

const ORIGIN = 'http://127.0.0.1:4000';

export interface ProcessFiles {
  readonly folder: string;
  readonly env: Environment;
  file(name: string, content: string | Uint8Array): string;
  remove(): void;
}

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-process-'));
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const secret = (use: string, held: object): string =>
    file(`${use}.json`, JSON.stringify({ kind: 'amparo/secret/1', use, ...held }));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  return { secret, files: { folder, file, remove } };
}

export function apiFiles(deployment: TestDeployment, databaseUrl: string): ProcessFiles {
  const { files, secret } = newFolder();
  const env = apiEnvironment({
    databaseUrl,
    origin: ORIGIN,
    port: 0,
    pinFile: files.file('pin.json', encodeRootPin(deployment.pin)),
    acceptFile: secret('accept', { seed: toBase64Url(deployment.acceptSeed) }),
  });
  return { ...files, env };
}

/** Of a sealing key the secret is the seed; of a signing key the seed is its first half. */
export function workerFiles(
  { database, world: { pin, secrets } }: WorkerDeployment,
  more: { readonly allowed?: readonly string[]; readonly env?: Environment } = {},
): ProcessFiles {
  const { files, secret } = newFolder();
  const seedOf = (secretKey: Uint8Array): string => toBase64Url(secretKey.slice(0, 32));
  const held = {
    dispatch: {
      keys: secrets.dispatch.map(({ epoch, keys }) => ({ epoch, seed: toBase64Url(keys.secretKey) })),
    },
    'dispatch-sign': { seed: seedOf(secrets.dispatchSign.secretKey) },
    webhook: { seed: seedOf(secrets.webhook.secretKey) },
    index: { keys: secrets.index.map(({ epoch, key }) => ({ epoch, seed: toBase64Url(key) })) },
  };
  const env = {
    ...workerEnvironment({
      databaseUrl: database.workerUrl,
      pinFile: files.file('pin.json', encodeRootPin(pin)),
      secretFile: (use) => secret(use, held[use]),
      memoryFile: join(files.folder, 'memory.json'),
      allowed: more.allowed ?? [],
    }),
    LOG_LEVEL: 'debug',
    ...more.env,
  };
  return { ...files, env };
}
