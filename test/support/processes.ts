/** The processes of a test world: so many apis behind one address, so many workers, so many auditors, each with what it may know. */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { DemoWorld } from '#infra/demo';
import { freePort } from '#infra/ports';
import type { WebhookReceiver } from '#infra/webhook-receiver';
import { startBalancer } from './balancer.js';
import type { Clocks } from './clocks.js';
import type { TestDatabase } from './database.js';
import { apiEnvironment, workerEnvironment } from './environments.js';
import type { Environment } from './life.js';
import { Service } from './service.js';

export interface ProcessOptions {
  /** One of each when nothing is said. */
  readonly apis?: number;
  readonly workers?: number;
  /** None when nothing is said. */
  readonly auditors?: number;
  readonly redisUrl?: string;
  /** Added to what every api, or every worker, is told. */
  readonly apiEnv?: Environment;
  readonly workerEnv?: Environment;
  readonly auditorEnv?: Environment;
  /** For processes whose clocks the test sets, each by its name: `api-0`, `worker-1`. */
  readonly clocks?: Clocks;
}

export interface Processes {
  readonly apis: readonly Service[];
  readonly workers: readonly Service[];
  readonly auditors: readonly Service[];
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

export async function makeProcesses(
  { demo, database, receiver }: Surroundings,
  options: ProcessOptions,
): Promise<Processes> {
  const { apis: apiCount = 1, workers: workerCount = 1 } = options;
  const ports: number[] = [];
  for (let at = 0; at < apiCount; at += 1) ports.push(await freePort((ports.at(-1) ?? firstPort()) + 1));
  const balancer = apiCount > 1 ? await startBalancer(() => ports) : null;
  const originOf = (api: number): string => `http://127.0.0.1:${String(ports[api])}`;
  const origin = balancer?.origin ?? originOf(0);
  const pinFile = join(demo.dir, 'public', 'pin.json');
  const { secretFile } = demo;
  const api = {
    databaseUrl: database.apiUrl,
    origin,
    pinFile,
    acceptFile: secretFile('accept'),
    filesDir: join(demo.dir, 'files'),
  };
  const worker = { databaseUrl: database.workerUrl, pinFile, secretFile, allowed: [receiver.address] };
  const memoryFile = (at: number): string => join(demo.dir, 'memory', `worker-${String(at)}.json`);
  const clockOf = (name: string, at: number): Environment =>
    options.clocks?.environmentOf(`${name}-${String(at)}`) ?? {};
  const apiEnv = (port: number, at: number): Environment => ({
    ...apiEnvironment({ ...api, port }),
    ...clockOf('api', at),
    LOG_LEVEL: 'debug',
    ...options.apiEnv,
  });
  const workerEnv = (at: number): Environment => ({
    ...workerEnvironment({ ...worker, memoryFile: memoryFile(at) }),
    ...clockOf('worker', at),
    ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
    LOG_LEVEL: 'debug',
    ...options.workerEnv,
  });
  const auditorEnv = (at: number): Environment => ({
    DATABASE_URL: database.auditorUrl,
    ...clockOf('auditor', at),
    LOG_LEVEL: 'debug',
    ...options.auditorEnv,
  });
  return {
    origin,
    originOf,
    apis: ports.map((port, at) => new Service('api', apiEnv(port, at))),
    workers: Array.from({ length: workerCount }, (_, at) => new Service('worker', workerEnv(at))),
    auditors: Array.from(
      { length: options.auditors ?? 0 },
      (_, at) => new Service('auditor', auditorEnv(at)),
    ),
    close: async () => balancer?.close(),
  };
}
