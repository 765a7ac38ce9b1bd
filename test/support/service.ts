/** One real process of ours under test: started, watched, killed without warning, started again on the same settings. */
import { begin, type Environment, type Life, type ProcessName, type Ready } from './life.js';

const STOP_MS = 15_000;

export class Service {
  private life: Life | null = null;
  private readonly lives: Life[] = [];

  constructor(
    readonly name: ProcessName,
    private readonly env: Environment,
  ) {}

  get pid(): number {
    const pid = this.life?.child.pid;
    if (pid === undefined) throw new Error(`the ${this.name} is not running`);
    return pid;
  }

  /** Everything it ever wrote to its output, over all its lives. */
  output(): Buffer {
    return Buffer.concat(this.lives.map((life) => life.output()));
  }

  start(): Promise<Ready> {
    this.life = begin(this.name, this.env);
    this.lives.push(this.life);
    return this.life.ready;
  }

  /** kill -9: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const life = this.life;
    this.life = null;
    if (!life) return;
    life.child.kill(signal);
    const timer = setTimeout(() => life.child.kill('SIGKILL'), STOP_MS);
    await life.ended;
    clearTimeout(timer);
  }
}
