/** A real Redis for a test, on a free port, in a temporary folder, ended by the test. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../infra/local/ports.js';

export interface TestRedis {
  readonly url: string;
  /** Everything in it is gone, as after a crash without persistence. */
  empty(): Promise<void>;
  /** kill -9; what comes up again, on the same port, is empty. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** `npm test` installs redis-server where it may; a machine without it skips, and says so, but not in CI. */
export function redisIsHere(): boolean {
  const here = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;
  if (!here && process.env['CI'] === 'true')
    throw new Error('CI needs redis-server: this suite must not be skipped there');
  return here;
}

export async function startRedis(): Promise<TestRedis> {
  const port = await freePort(0);
  const dir = mkdtempSync(join(tmpdir(), 'amparo-redis-'));
  const settings = {
    bind: '127.0.0.1',
    port: String(port),
    dir,
    save: '',
    appendonly: 'no',
    daemonize: 'no',
  };
  const launch = (): ChildProcess =>
    spawn(
      'redis-server',
      Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
      { stdio: 'ignore' },
    );
  let server = launch();
  const url = `redis://127.0.0.1:${String(port)}`;
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  client.on('error', () => undefined);
  await client.ping();
  return {
    url,
    empty: async () => {
      await client.flushall();
    },
    kill: () => end(server, 'SIGKILL'),
    start: async () => {
      server = launch();
      await client.ping();
    },
    stop: async () => {
      client.disconnect();
      await end(server, 'SIGTERM');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await ended;
}
