/**
 * `npm start`: the whole platform on one machine from npm alone, the demo's world, one report played through its whole way,
 * and then everything stays up until Ctrl-C. PostgreSQL, api and worker are processes of their own, each with its own role,
 * its own secrets and no others.
 *
 * `--once` plays the story and ends with one line of JSON; a story that cannot be finished ends with exit code 1 and a
 * sentence that says what did not happen and where the log is. Whatever happens, no process is left behind.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeDirectory } from '#crypto';
import { createTransport } from '#sdk';
import { readPublication } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { startDatabase } from './database.js';
import { removeDatabase } from './embedded-postgres.js';
import { lockState } from './state-lock.js';
import { makeDemoWorld, publishDemoWorld } from './demo.js';
import { printInvitation } from './invitation.js';
import { narrator, type Narrator } from './narrate.js';
import { freePort } from './ports.js';
import { openServerView } from './server-view.js';
import { startService, type Service } from './services.js';
import { parseStartOptions, START_HELP, type StartOptions } from './start-options.js';
import { playStory, StoryFailure, type StoryFigures } from './story.js';
import { startWebhookReceiver } from './webhook-receiver.js';

const PATIENCE_MS = 20_000;

/** What is running, newest first: ended in that order, so that nothing is ended under something that still uses it. */
class Running {
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

interface Platform {
  readonly api: Service;
  readonly worker: Service;
  readonly url: string;
  readonly postgres: { readonly pid: number; readonly port: number };
  readonly databaseUrl: string;
  readonly webhook: Awaited<ReturnType<typeof startWebhookReceiver>>;
  readonly world: Awaited<ReturnType<typeof makeDemoWorld>>;
  readonly transport: ReturnType<typeof createTransport>;
}

/** Only what a process needs, so that the api never sees the worker's secrets or our environment. */
function baseEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TZ, NODE_ENV, LOG_LEVEL } = process.env;
  const given = { PATH, HOME, LANG, TZ, NODE_ENV, LOG_LEVEL };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

async function bringUp(
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
  const publication = await readPublication(fileStorage(dir));
  const { servers } = decodeDirectory(publication.directory);
  const webhook = await startWebhookReceiver(servers.webhook);
  running.add(() => webhook.close());

  narrate.progress('Starting the api …');
  const port = await freePort(options.port);
  const origin = `http://127.0.0.1:${String(port)}`;
  const shared = {
    ...baseEnvironment(),
    AMPARO_MODE: 'demo',
    AMPARO_PIN_FILE: join(dir, 'public', 'pin.json'),
  };
  const api = await startService(
    'api',
    'apps/api/src/main.js',
    {
      ...shared,
      DATABASE_URL: database.urls.api,
      HOST: '127.0.0.1',
      PORT: String(port),
      AMPARO_ACCEPT_KEY_FILE: world.secretFile('accept'),
      AMPARO_ORIGIN: origin,
    },
    log('api'),
  );
  running.add(() => api.stop());
  const url = `${origin}/graphql`;
  const transport = createTransport({ url });
  await publishDemoWorld(world, transport, new Date());

  narrate.progress('Starting the worker …');
  const { REDIS_URL } = process.env;
  const worker = await startService(
    'worker',
    'apps/worker/src/main.js',
    {
      ...shared,
      ...(REDIS_URL ? { REDIS_URL } : {}),
      DATABASE_URL: database.urls.worker,
      AMPARO_DISPATCH_KEY_FILE: world.secretFile('dispatch'),
      AMPARO_DISPATCH_SIGN_KEY_FILE: world.secretFile('dispatch-sign'),
      AMPARO_WEBHOOK_KEY_FILE: world.secretFile('webhook'),
      AMPARO_WEBHOOK_ALLOW: webhook.address,
    },
    log('worker'),
  );
  running.add(() => worker.stop());

  // The command line finds the api here; removed when we end, so that it never calls somebody else's port.
  const note = join(dir, 'run', 'api.json');
  mkdirSync(join(dir, 'run'), { recursive: true });
  writeFileSync(note, `${JSON.stringify({ url })}\n`);
  running.add(() => {
    rmSync(note, { force: true });
    return Promise.resolve();
  });
  const { postgres } = database;
  return { api, worker, url, postgres, databaseUrl: database.urls.api, webhook, world, transport };
}

/** Rejects as soon as a process that everything needs has ended by itself. */
function firstFailure({ api, worker }: Platform): Promise<never> {
  const failure = new Promise<never>((_, reject) => {
    for (const service of [api, worker]) {
      service.onExit((why) => {
        reject(new StoryFailure(`The ${service.name} ${why}. Its log: ${service.log}`));
      });
    }
  });
  // Looked at only where something waits; until then it is nobody's error.
  failure.catch(() => undefined);
  return failure;
}

async function play(platform: Platform, narrate: Narrator): Promise<StoryFigures> {
  const { api, worker, world, transport, webhook, databaseUrl } = platform;
  const server = await openServerView(databaseUrl);
  try {
    return await playStory({
      world,
      transport,
      server,
      receiver: webhook,
      narrator: narrate,
      failure: firstFailure(platform),
      logOf: (name) => (name === 'api' ? api.log : worker.log),
      patienceMs: PATIENCE_MS,
    });
  } finally {
    await server.close();
  }
}

function backendOf({ worker }: Platform): 'postgres' | 'redis' {
  return worker.ready['backend'] === 'redis' ? 'redis' : 'postgres';
}

class Interrupted extends Error {}

/** From the first moment on: Ctrl-C in the middle of the story must leave nothing behind either. */
function untilAsked(): Promise<never> {
  const asked = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        reject(new Interrupted());
      });
    }
  });
  asked.catch(() => undefined);
  return asked;
}

async function run(options: StartOptions, dir: string, running: Running, narrate: Narrator): Promise<number> {
  narrate.title('Amparo', 'demo: never for a real report');
  const platform = await bringUp(dir, options, running, narrate);
  const figures = await play(platform, narrate);
  const queueBackend = backendOf(platform);
  const { api, worker, postgres } = platform;
  if (options.once) {
    await running.stop();
    const pids = { postgres: postgres.pid, api: api.pid, worker: worker.pid };
    process.stdout.write(`${JSON.stringify({ ...figures, queueBackend, pids })}\n`);
    return 0;
  }
  printInvitation(narrate, platform.world, {
    api: platform.url,
    postgresPort: postgres.port,
    queueBackend,
    webhook: platform.webhook.url,
    logs: join(dir, 'log'),
  });
  return firstFailure(platform);
}

/** What belongs to a demo's state, by name: AMPARO_STATE may point into a folder that holds other things. */
const STATE = ['public', 'publication', 'people', 'keyrings', 'secrets', 'home', 'log', 'possession.json'];

async function reset(dir: string): Promise<void> {
  await removeDatabase(dir);
  for (const name of STATE) rmSync(join(dir, name), { recursive: true, force: true });
}

export async function main(args: readonly string[], dir: string): Promise<number> {
  const parsed = parseStartOptions(args);
  if (!parsed.ok) {
    process.stderr.write(`${parsed.message}\n\n${START_HELP}`);
    return 2;
  }
  if (parsed.options.help) {
    process.stdout.write(START_HELP);
    return 0;
  }
  const lock = lockState(dir);
  if ('heldBy' in lock) {
    process.stderr.write(
      `Amparo runs already with this state folder (${dir}), as process ${String(lock.heldBy)}.\n` +
        'Stop it with Ctrl-C first, or give another folder in AMPARO_STATE.\n',
    );
    return 1;
  }
  const running = new Running();
  const asked = untilAsked();
  let interrupted = false;
  const { isTTY } = process.stdout;
  // A story that is being stopped goes on for a moment; nobody needs to read it.
  const write = (text: string): boolean => interrupted || process.stdout.write(text);
  const narrate = narrator({ write, isTTY }, process.env);
  try {
    if (parsed.options.reset) await reset(dir);
    return await Promise.race([run(parsed.options, dir, running, narrate), asked]);
  } catch (error) {
    if (error instanceof Interrupted) {
      interrupted = true;
      process.stdout.write('\n  Stopping …\n');
      // A story that was cut short is not a story that was told.
      return parsed.options.once ? 130 : 0;
    }
    process.stderr.write(`\n${error instanceof Error ? error.message : 'something unexpected happened'}\n`);
    return 1;
  } finally {
    await running.stop();
    lock.release();
  }
}

const state = process.env['AMPARO_STATE'] ?? join(process.cwd(), '.amparo');
// Whatever must end well has ended in main; nothing else may keep us here.
process.exit(await main(process.argv.slice(2), state));
