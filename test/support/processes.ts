/** The processes of a test world: so many apis behind one address, so many workers, each with what it may know. */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { DemoWorld } from '#infra/demo';
import { freePort } from '#infra/ports';
import type { WebhookReceiver } from '#infra/webhook-receiver';
import { AMPLE_BUDGETS } from './ample-budgets.js';
import { startBalancer } from './balancer.js';
import type { TestDatabase } from './database.js';
import { Service } from './service.js';

export interface ProcessOptions {
  /** One of each when nothing is said. */
  readonly apis?: number;
  readonly workers?: number;
  readonly redisUrl?: string;
  /** Added to what every api, or every worker, is told. */
  readonly apiEnv?: Readonly<Record<string, string>>;
  readonly workerEnv?: Readonly<Record<string, string>>;
}

export interface Processes {
  readonly apis: readonly Service[];
  readonly workers: readonly Service[];
  readonly origin: string;
  originOf(api: number): string;
  /** After the processes have ended. */
  close(): Promise<void>;
}

interface Surroundings {
  readonly demo: DemoWorld;
  readonly database: TestDatabase;
  readonly receiver: WebhookReceiver;
}

/** Far from the ports that the system gives out by itself, and from those of another run that began at the same time. */
const firstPort = (): number => randomInt(20_000, 30_000);

export async function makeProcesses(around: Surroundings, options: ProcessOptions): Promise<Processes> {
  const { apis: apiCount = 1, workers: workerCount = 1 } = options;
  const ports: number[] = [];
  for (let at = 0; at < apiCount; at += 1) ports.push(await freePort((ports.at(-1) ?? firstPort()) + 1));
  const balancer = apiCount > 1 ? await startBalancer(() => ports) : null;
  const originOf = (api: number): string => `http://127.0.0.1:${String(ports[api])}`;
  const origin = balancer?.origin ?? originOf(0);
  const workerEnv = workerEnvironment(around, options);
  return {
    origin,
    originOf,
    apis: ports.map((port) => new Service('api', apiEnvironment(around, options, origin, port))),
    workers: Array.from({ length: workerCount }, () => new Service('worker', workerEnv)),
    close: async () => balancer?.close(),
  };
}

function apiEnvironment(
  { demo, database }: Surroundings,
  { apiEnv }: ProcessOptions,
  origin: string,
  port: number,
): Readonly<Record<string, string>> {
  return {
    AMPARO_MODE: 'test',
    DATABASE_URL: database.apiUrl,
    PORT: String(port),
    AMPARO_PIN_FILE: join(demo.dir, 'public', 'pin.json'),
    AMPARO_ACCEPT_KEY_FILE: demo.secretFile('accept'),
    AMPARO_ORIGIN: origin,
    LOG_LEVEL: 'debug',
    ...AMPLE_BUDGETS,
    ...apiEnv,
  };
}

function workerEnvironment(
  { demo, database, receiver }: Surroundings,
  { redisUrl, workerEnv }: ProcessOptions,
): Readonly<Record<string, string>> {
  return {
    AMPARO_MODE: 'test',
    DATABASE_URL: database.workerUrl,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    AMPARO_PIN_FILE: join(demo.dir, 'public', 'pin.json'),
    AMPARO_DISPATCH_KEY_FILE: demo.secretFile('dispatch'),
    AMPARO_DISPATCH_SIGN_KEY_FILE: demo.secretFile('dispatch-sign'),
    AMPARO_WEBHOOK_KEY_FILE: demo.secretFile('webhook'),
    AMPARO_INDEX_KEY_FILE: demo.secretFile('index'),
    AMPARO_WEBHOOK_ALLOW: receiver.address,
    LOG_LEVEL: 'debug',
    ...workerEnv,
  };
}
