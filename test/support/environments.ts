/** What an api or a worker under test is told, whoever wrote its key files (README.md, "Processes"). */
import { AMPLE_BUDGETS } from './ample-budgets.js';
import type { Environment } from './life.js';

export interface ApiSettings {
  readonly databaseUrl: string;
  readonly origin: string;
  /** 0 for any. */
  readonly port: number;
  readonly pinFile: string;
  readonly acceptFile: string;
  /** Where sealed files are kept; none are taken without it. */
  readonly filesDir?: string;
}

export const apiEnvironment = (of: ApiSettings): Environment => ({
  AMPARO_MODE: 'test',
  DATABASE_URL: of.databaseUrl,
  PORT: String(of.port),
  AMPARO_PIN_FILE: of.pinFile,
  AMPARO_ACCEPT_KEY_FILE: of.acceptFile,
  AMPARO_ORIGIN: of.origin,
  ...(of.filesDir === undefined ? {} : { AMPARO_FILES_DIR: of.filesDir, AMPARO_FILES_KEEP_FREE_MIB: '64' }),
  ...AMPLE_BUDGETS,
});

export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly pinFile: string;
  secretFile(use: 'dispatch' | 'dispatch-sign' | 'webhook' | 'index'): string;
  /** Made by the worker. */
  readonly memoryFile: string;
  /** `host:port` of webhooks on this machine. */
  readonly allowed: readonly string[];
}

export const workerEnvironment = (of: WorkerSettings): Environment => ({
  AMPARO_MODE: 'test',
  DATABASE_URL: of.databaseUrl,
  AMPARO_PIN_FILE: of.pinFile,
  AMPARO_DISPATCH_KEY_FILE: of.secretFile('dispatch'),
  AMPARO_DISPATCH_SIGN_KEY_FILE: of.secretFile('dispatch-sign'),
  AMPARO_WEBHOOK_KEY_FILE: of.secretFile('webhook'),
  AMPARO_INDEX_KEY_FILE: of.secretFile('index'),
  AMPARO_MEMORY_FILE: of.memoryFile,
  AMPARO_WEBHOOK_ALLOW: of.allowed.join(','),
});
