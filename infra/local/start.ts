/**
 * `npm start`: the whole platform on one machine from npm alone, the demo's world, one report played through its whole way,
 * and then everything stays up until Ctrl-C. PostgreSQL, api, worker, auditor and web are processes of their own, each with its own role,
 * its own secrets and no others.
 *
 * `--reports N` sends a week of invented reports after the story.
 * `--once` plays the story and ends with one line of JSON; a story that cannot be finished ends with exit code 1 and a
 * sentence that says what did not happen and where the log is. Whatever happens, no process is left behind.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bringUp, Running, type Platform } from './bring-up.js';
import { removeDatabase } from './embedded-postgres.js';
import { printInvitation } from './invitation.js';
import { narrator, type Narrator } from './narrate.js';
import { StoryFailure, type Stage } from './play.js';
import { openServerView } from './server-view.js';
import { settleIn } from './settle-in.js';
import { parseStartOptions, START_HELP, type StartOptions } from './start-options.js';
import { lockState } from './state-lock.js';
import { playStory, type StoryFigures } from './story.js';
import { finishBacklog, playWeek, type WeekFigures } from './week/play-week.js';

const PATIENCE_MS = 20_000;

/** Rejects as soon as a process that everything needs has ended by itself. */
function firstFailure({ api, worker, auditor, web }: Platform): Promise<never> {
  const failure = new Promise<never>((_, reject) => {
    for (const service of [api, worker, auditor, web]) {
      service.onExit((why) => {
        reject(new StoryFailure(`The ${service.name} ${why}. Its log: ${service.log}`));
      });
    }
  });
  // Looked at only where something waits; until then it is nobody's error.
  failure.catch(() => undefined);
  return failure;
}

interface Figures extends StoryFigures {
  /** Only where a week of reports was asked for. */
  readonly week?: WeekFigures;
}

async function play(platform: Platform, narrate: Narrator, reports: number): Promise<Figures> {
  const { api, worker, world, transport, webhook, databaseUrl } = platform;
  const server = await openServerView(databaseUrl);
  const stage: Stage = {
    world,
    transport,
    server,
    receiver: webhook,
    narrator: narrate,
    failure: firstFailure(platform),
    logOf: (name) => (name === 'api' ? api.log : worker.log),
    patienceMs: PATIENCE_MS,
  };
  try {
    await finishBacklog(stage);
    narrate.progress(
      'Everybody who can be paged sets how they are rung, and the desks sign who is on call …',
    );
    await settleIn(world, transport, webhook.url);
    const story = await playStory(stage);
    return reports === 0 ? story : { ...story, week: await playWeek(stage, reports) };
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
  const figures = await play(platform, narrate, options.reports);
  const queueBackend = backendOf(platform);
  const { api, worker, auditor, web, postgres } = platform;
  if (options.once) {
    await running.stop();
    const pids = {
      postgres: postgres.pid,
      api: api.pid,
      worker: worker.pid,
      auditor: auditor.pid,
      web: web.pid,
    };
    process.stdout.write(`${JSON.stringify({ ...figures, queueBackend, pids })}\n`);
    return 0;
  }
  printInvitation(narrate, platform.world, {
    api: platform.url,
    page: platform.pageUrl,
    postgresPort: postgres.port,
    queueBackend,
    webhook: platform.webhook.url,
    logs: join(dir, 'log'),
  });
  return firstFailure(platform);
}

/** What belongs to a demo's state, by name: AMPARO_STATE may point into a folder that holds other things. */
const STATE = [
  'public',
  'publication',
  'people',
  'keyrings',
  'pages',
  'secrets',
  'home',
  'log',
  'memory',
  'possession.json',
];

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
