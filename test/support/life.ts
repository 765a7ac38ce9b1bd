/** One life of a process of ours, as it is shipped: what it says first, what it writes, and how it ends. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { HEAP } from '#infra/heap';
import { shiftedBy } from './clocks.js';

export interface Ready {
  readonly port?: number;
  readonly backend?: string;
}

export interface Life {
  readonly child: ChildProcess;
  /** Fails when it ends before it is ready, and ends it when it never is. */
  readonly ready: Promise<Ready>;
  /** Its code, once all that it wrote is here; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  output(): Buffer;
}

export type Environment = Readonly<Record<string, string>>;

const READY_MS = 60_000;
export type ProcessName = 'api' | 'worker' | 'auditor' | 'web';

/** `log`: a file that takes its output, instead of us. */
export function begin(name: ProcessName, env: Environment, log: number | 'pipe' = 'pipe'): Life {
  const child = fork(join(process.cwd(), 'dist', 'processes', `${name}.js`), [], {
    // Its own environment and nothing of ours: a variable that happens to be set must not make a test pass.
    env: { PATH: process.env['PATH'], ...env },
    execArgv: [...HEAP, ...shiftedBy(env)],
    stdio: ['ignore', log, log, 'ipc'],
  });
  const chunks: Buffer[] = [];
  const streams = [child.stdout, child.stderr].flatMap((stream) => stream ?? []);
  for (const stream of streams) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const output = (): Buffer => Buffer.concat(chunks);
  // Not 'close': Node does not send it when it was we who disconnected.
  const ended = Promise.all([once(child, 'exit'), ...streams.map((stream) => once(stream, 'end'))]).then(
    ([[code]]) => code as number | null,
  );
  const ready = firstWord(child, ended, (code) => {
    throw new Error(`the ${name} ended with ${String(code)} before it was ready:\n${output().toString()}`);
  });
  // Some tests are about processes that never become ready, and wait for their end alone.
  ready.catch(() => undefined);
  return { child, ready, ended, output };
}

async function firstWord(
  child: ChildProcess,
  ended: Promise<number | null>,
  tooEarly: (code: number | null) => never,
): Promise<Ready> {
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_MS);
  const said = once(child, 'message').then(([message]) => message as Ready);
  try {
    return await Promise.race([said, ended.then(tooEarly)]);
  } finally {
    clearTimeout(timer);
  }
}
