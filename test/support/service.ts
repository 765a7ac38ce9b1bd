/** One real process of ours under test: started, watched, killed without warning, started again on the same settings. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Ready {
  readonly port?: number;
  readonly backend?: string;
}

const READY_MS = 60_000;
const ENTRY = { api: 'apps/api/src/main.js', worker: 'apps/worker/src/main.js' } as const;

export class Service {
  private child: ChildProcess | null = null;
  private readonly chunks: Buffer[] = [];

  constructor(
    readonly name: keyof typeof ENTRY,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error(`the ${this.name} is not running`);
    return this.child.pid;
  }

  /** Everything it ever wrote to its output, over all its lives. */
  output(): Buffer {
    return Buffer.concat(this.chunks);
  }

  async start(): Promise<Ready> {
    const entry = join(process.cwd(), 'dist', ENTRY[this.name]);
    const child = fork(entry, [], {
      // Its own environment and nothing of ours: a variable that happens to be set must not make a test pass.
      env: { PATH: process.env['PATH'], ...this.env },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), READY_MS);
    try {
      return await new Promise<Ready>((resolve, reject) => {
        child.once('message', (message) => {
          resolve(message as Ready);
        });
        child.once('exit', (code) => {
          reject(
            new Error(
              `the ${this.name} ended with ${String(code)} before it was ready:\n${this.output().toString()}`,
            ),
          );
        });
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** kill -9: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(timer);
  }
}
