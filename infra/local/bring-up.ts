/** PostgreSQL, the demo's world, api, worker, auditor and the reporter's page: brought up in order, ended in the opposite one. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeDirectory } from '#crypto';
import { createTransport, type Transport } from '#sdk';
import { readPublication } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { readPageFolder } from '#sdk/page-folder';
import { startDatabase } from './database.js';
import { makeDemoWorld, publishDemoWorld, type DemoWorld } from './demo.js';
import type { Narrator } from './narrate.js';
import { makeDemoPages } from './demo-pages.js';
import { freePort } from './ports.js';
import { startService, type Service } from './services.js';
import type { StartOptions } from './start-options.js';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.js';

/** What is running, newest first: ended in that order, so that nothing is ended under something that still uses it. */
export class Running {
  private readonly endings: (() => Promise<void>)[] = [];
  private ending: Promise<void> | null = null;

  add(end: () => Promise<void>): void {
    // Started while we were asked to stop: it must not stay behind.
    if (this.ending) void end().catch(() => undefined);
    else this.endings.unshift(end);
  }

  stop(): Promise<void> {
    this.ending ??= this.endOneByOne();
    return this.ending;
  }

  private async endOneByOne(): Promise<void> {
    for (const end of this.endings) await end().catch(() => undefined);
  }
}

/** Part of `npm run build`; `npm start` has made it before it comes here. */
const BUILT_PAGE = join('dist', 'apps', 'intake', 'page');

export interface Platform {
  readonly api: Service;
  readonly worker: Service;
  readonly auditor: Service;
  readonly web: Service;
  readonly url: string;
  readonly pageUrl: string;
  readonly postgres: { readonly pid: number; readonly port: number };
  readonly databaseUrl: string;
  readonly webhook: WebhookReceiver;
  readonly world: DemoWorld;
  readonly transport: Transport;
}

/** Only what a process needs, so that the api never sees the worker's secrets or our environment. */
function baseEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TZ, NODE_ENV, LOG_LEVEL } = process.env;
  const given = { PATH, HOME, LANG, TZ, NODE_ENV, LOG_LEVEL };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** One machine here sends what a region's telephones would, and one person looks at all of it: the usual budgets are for one each. */
const WHOLE_REGION = {
  AMPARO_CHANNEL_PER_MINUTE: '100000',
  AMPARO_SESSION_PER_MINUTE: '100000',
  AMPARO_DESK_PER_MINUTE: '100000',
};

interface Listening {
  readonly service: Service;
  readonly origin: string;
}

/** Somebody may take the port between our look and the process's bind: then the next one. */
async function startListening(
  name: 'api' | 'web',
  wish: number,
  log: string,
  envAt: (origin: string) => NodeJS.ProcessEnv,
): Promise<Listening> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(wish);
    const origin = `http://127.0.0.1:${String(port)}`;
    try {
      const own = { ...envAt(origin), HOST: '127.0.0.1', PORT: String(port) };
      return { service: await startService(name, own, log), origin };
    } catch (error) {
      if (attempt === 5 || (await freePort(port)) === port) throw error;
    }
  }
}

export async function bringUp(
  dir: string,
  options: StartOptions,
  running: Running,
  narrate: Narrator,
): Promise<Platform> {
  const log = (name: string): string => join(dir, 'log', `${name}.log`);
  narrate.progress('Starting PostgreSQL …');
  const database = await startDatabase({
    dir,
    log: (line) => {
      narrate.progress(`  ${line}`);
    },
  });
  running.add(() => database.stop());

  const world = await makeDemoWorld(dir, {
    log: (line) => {
      narrate.progress(`  ${line}`);
    },
  });
  const pages = await makeDemoPages(dir, await readPageFolder(BUILT_PAGE));
  const publication = await readPublication(fileStorage(dir));
  const { servers } = decodeDirectory(publication.directory);
  const webhook = await startWebhookReceiver(servers.webhook);
  running.add(() => webhook.close());

  narrate.progress('Starting the api …');
  const shared = {
    ...baseEnvironment(),
    AMPARO_MODE: 'demo',
    AMPARO_PIN_FILE: join(dir, 'public', 'pin.json'),
  };
  const { service: api, origin } = await startListening('api', options.port, log('api'), (own) => ({
    ...shared,
    DATABASE_URL: database.urls.api,
    AMPARO_ORIGIN: own,
    AMPARO_ACCEPT_KEY_FILE: world.secretFile('accept'),
    AMPARO_FILES_DIR: join(dir, 'files'),
    ...(options.reports > 0 ? WHOLE_REGION : {}),
  }));
  running.add(() => api.stop());
  const url = `${origin}/graphql`;
  const transport = createTransport({ url });
  await publishDemoWorld(world, transport, new Date());

  narrate.progress('Starting the worker …');
  const { REDIS_URL } = process.env;
  const worker = await startService(
    'worker',
    {
      ...shared,
      ...(REDIS_URL ? { REDIS_URL } : {}),
      DATABASE_URL: database.urls.worker,
      AMPARO_DISPATCH_KEY_FILE: world.secretFile('dispatch'),
      AMPARO_DISPATCH_SIGN_KEY_FILE: world.secretFile('dispatch-sign'),
      AMPARO_WEBHOOK_KEY_FILE: world.secretFile('webhook'),
      AMPARO_INDEX_KEY_FILE: world.secretFile('index'),
      AMPARO_MEMORY_FILE: join(dir, 'memory', 'worker.json'),
      AMPARO_WEBHOOK_ALLOW: webhook.address,
    },
    log('worker'),
  );
  running.add(() => worker.stop());

  narrate.progress('Starting the auditor …');
  const auditor = await startService(
    'auditor',
    { ...baseEnvironment(), DATABASE_URL: database.urls.auditor },
    log('auditor'),
  );
  running.add(() => auditor.stop());

  narrate.progress('Starting the reporter’s page …');
  const { service: web, origin: pageOrigin } = await startListening(
    'web',
    options.port + 1,
    log('web'),
    () => ({
      ...baseEnvironment(),
      AMPARO_PAGES: pages.folder,
      AMPARO_API_URL: origin,
    }),
  );
  running.add(() => web.stop());

  // The command line finds the api here; removed when we end, so that it never calls somebody else's port.
  const note = join(dir, 'run', 'api.json');
  mkdirSync(join(dir, 'run'), { recursive: true });
  writeFileSync(note, `${JSON.stringify({ url })}\n`);
  running.add(() => {
    rmSync(note, { force: true });
    return Promise.resolve();
  });
  const { postgres } = database;
  return {
    api,
    worker,
    auditor,
    web,
    url,
    pageUrl: `${pageOrigin}/`,
    postgres,
    databaseUrl: database.urls.api,
    webhook,
    world,
    transport,
  };
}
