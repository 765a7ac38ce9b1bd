/**
 * Lines to standard output, never waited for: neither a reader that has stopped reading nor a disk without space may stop
 * alerts, or keep a process from ending. What cannot be written is dropped; the trace that must not be lost is in the database.
 * (The usual destination of pino tries for ever, with the whole process standing still, when a full disk meets its last flush.)
 */
import { write, writeSync } from 'node:fs';

/** How long a reader may stall before lines are dropped. */
const STALL_MS = 2_000;
const AGAIN_MS = 20;
const MAX_WAITING = 1 << 20;

export class StandardOutput {
  private waiting = '';
  private busy = false;
  private stalledSince: number | null = null;

  constructor(private readonly fd = 1) {
    process.once('exit', () => {
      this.flushSync();
    });
    // The line that says "ready" goes past us.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  }

  write(line: string): void {
    if (this.waiting.length + line.length > MAX_WAITING) return;
    this.waiting += line;
    this.next();
  }

  /** Before the process ends, and for what is fatal: one try, which fails or not. */
  flushSync(): void {
    const lines = this.waiting;
    this.waiting = '';
    try {
      if (lines !== '') writeSync(this.fd, lines);
    } catch {
      // Nobody is there to read it.
    }
  }

  private next(): void {
    if (this.busy || this.waiting === '') return;
    const bytes = Buffer.from(this.waiting, 'utf8');
    this.waiting = '';
    this.busy = true;
    this.put(bytes);
  }

  private put(bytes: Buffer): void {
    write(this.fd, bytes, (error, written) => {
      const rest = error ? bytes : bytes.subarray(written);
      if (!error) this.stalledSince = null;
      if (rest.length > 0 && (!error || this.mayTryAgain(error))) {
        setTimeout(
          () => {
            this.put(rest);
          },
          error ? AGAIN_MS : 0,
        ).unref();
        return;
      }
      this.busy = false;
      this.next();
    });
  }

  private mayTryAgain({ code }: NodeJS.ErrnoException): boolean {
    if (code !== 'EAGAIN' && code !== 'EBUSY') return false;
    this.stalledSince ??= performance.now();
    if (performance.now() - this.stalledSince < STALL_MS) return true;
    this.stalledSince = null;
    return false;
  }
}
