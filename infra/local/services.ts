/** Starts a built process, waits until it says that it is ready, keeps its output in a log, and ends it. */
import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HEAP } from './heap.js';

export interface Service {
  readonly name: string;
  readonly pid: number;
  readonly ready: Readonly<Record<string, unknown>>;
  readonly log: string;
  onExit(listener: (why: string) => void): void;
  stop(): Promise<void>;
}

const READY_MS = 60_000;
/** Then it is killed: what a worker leaves half-done is found again by the next one. */
const STOP_MS = 8_000;

export async function startService(
  name: 'api' | 'worker' | 'auditor' | 'web',
  env: NodeJS.ProcessEnv,
  log: string,
): Promise<Service> {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a', 0o600);
  const child = fork(fileURLToPath(new URL(`../../processes/${name}.js`, import.meta.url)), [], {
    env,
    execArgv: [...HEAP],
    // Its own group: Ctrl-C reaches us, and we end it before the database. If we are killed, it sees the channel close.
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  let ended: string | null = null;
  let stopping = false;
  const listeners: ((why: string) => void)[] = [];
  const exit = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = signal ? `was stopped by ${signal}` : `ended with code ${String(code)}`;
      if (!stopping) for (const listener of listeners) listener(ended);
      resolve();
    });
  });
  const ready = await new Promise<Record<string, unknown>>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the ${name} was not ready in time; see ${log}`));
    }, READY_MS);
    child.once('message', (message) => {
      clearTimeout(timer);
      resolve(message as Record<string, unknown>);
    });
    child.once('error', reject);
    void exit.then(() => {
      clearTimeout(timer);
      reject(new Error(`the ${name} did not start: it ${ended ?? 'ended'}; see ${log}`));
    });
  });
  return {
    name,
    pid: child.pid ?? 0,
    ready,
    log,
    onExit: (listener) => {
      if (ended !== null) listener(ended);
      else listeners.push(listener);
    },
    async stop() {
      stopping = true;
      if (ended !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exit;
      clearTimeout(timer);
    },
  };
}
