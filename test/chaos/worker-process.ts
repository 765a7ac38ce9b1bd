/** The real worker, as it is shipped, on the keys of a test deployment; to be killed without warning. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRootPin, toBase64Url } from '#crypto';
import type { TestDeployment } from '../../apps/worker/test/deployment.js';
import { Service } from '../support/service.js';

export interface WorkerProcess {
  readonly service: Service;
  readonly env: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

export function workerProcess(
  deployment: TestDeployment,
  allowed: readonly string[],
  more: Readonly<Record<string, string>> = {},
): WorkerProcess {
  const dir = mkdtempSync(join(tmpdir(), 'amparo-chaos-'));
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(dir, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const { pin, secrets } = deployment.world;
  const kind = 'amparo/secret/1';
  // Of a sealing key the secret is the seed; of a signing key the seed is its first half.
  const keys = secrets.dispatch.map(({ epoch, keys: pair }) => ({
    epoch,
    seed: toBase64Url(pair.secretKey),
  }));
  const indexKeys = secrets.index.map(({ epoch, key }) => ({ epoch, seed: toBase64Url(key) }));
  const seedOf = (secretKey: Uint8Array): string => toBase64Url(secretKey.slice(0, 32));
  const env = {
    DATABASE_URL: deployment.database.workerUrl,
    AMPARO_MODE: 'test',
    AMPARO_PIN_FILE: file('pin', encodeRootPin(pin)),
    AMPARO_DISPATCH_KEY_FILE: file('dispatch', JSON.stringify({ kind, use: 'dispatch', keys })),
    AMPARO_DISPATCH_SIGN_KEY_FILE: file(
      'dispatch-sign',
      JSON.stringify({ kind, use: 'dispatch-sign', seed: seedOf(secrets.dispatchSign.secretKey) }),
    ),
    AMPARO_WEBHOOK_KEY_FILE: file(
      'webhook',
      JSON.stringify({ kind, use: 'webhook', seed: seedOf(secrets.webhook.secretKey) }),
    ),
    AMPARO_INDEX_KEY_FILE: file('index', JSON.stringify({ kind, use: 'index', keys: indexKeys })),
    AMPARO_WEBHOOK_ALLOW: allowed.join(','),
    LOG_LEVEL: 'debug',
    ...more,
  };
  const service = new Service('worker', env);
  return {
    service,
    env,
    async end() {
      await service.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
