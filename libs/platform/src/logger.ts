/**
 * Structured logs, one JSON line each, field by field from a closed list: a field that is not on it does not leave the process.
 * There is no field for bodies, addresses, names, or ids of people; an error is its code (failure-code.ts).
 */
import pino, { type DestinationStream } from 'pino';
import { failureCode } from './failure-code.js';

export interface LogFields {
  /** What happened, in our own words: a constant of the program. */
  readonly event?: string;
  readonly backend?: 'postgres' | 'redis';
  readonly kind?: string;
  readonly reason?: string;
  readonly count?: number;
  readonly ms?: number;
  readonly port?: number;
  readonly pid?: number;
  readonly status?: number;
  readonly attempt?: number;
  readonly version?: number;
  readonly epoch?: number;
  /** Opaque ids of things, never of people. */
  readonly outbox?: string;
  readonly error?: unknown;
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

export interface Logger {
  fatal(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
}

export interface LoggerOptions {
  readonly name: string;
  readonly level?: LogLevel;
  readonly stream?: DestinationStream;
}

/** How long a reader of our output may stall before lines are dropped. */
const STALL_MS = 2_000;
const MAX_WAITING_BYTES = 1 << 20;

/**
 * Standard output, without ever waiting for whoever reads it: a full pipe must not stop alerts, nor keep a process from
 * ending. What does not fit is dropped; the trace that must not be lost is in the database.
 */
function standardOutput(): DestinationStream {
  let stalledSince: number | null = null;
  const destination = pino.destination({
    fd: 1,
    sync: false,
    maxLength: MAX_WAITING_BYTES,
    retryEAGAIN: () => {
      stalledSince ??= performance.now();
      if (performance.now() - stalledSince < STALL_MS) return true;
      stalledSince = null;
      return false;
    },
  });
  destination.on('write', () => {
    stalledSince = null;
  });
  // Given up on, or nobody is there to read: both are no reason to end.
  destination.on('error', () => undefined);
  // The line that says "ready" goes past the destination; where the disk of the log is full it must not end the process either.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return destination;
}

const numbers = ['count', 'ms', 'port', 'pid', 'status', 'attempt', 'version', 'epoch'] as const;
const codes = ['event', 'backend', 'kind', 'reason', 'outbox'] as const;
/** A code or an id: nothing with spaces, so no sentence of a person. */
const codeForm = /^[A-Za-z0-9._:-]{1,64}$/;

/** `message` is a constant of the program: values go into fields. */
export function createLogger({ name, level = 'info', stream }: LoggerOptions): Logger {
  const options = { name, level, base: { name }, timestamp: pino.stdTimeFunctions.isoTime };
  const sink = pino(options, stream ?? standardOutput());
  const at =
    (level: Exclude<LogLevel, 'silent'>) =>
    (message: string, fields: LogFields = {}): void => {
      sink[level](allowed(fields), message);
    };
  return { fatal: at('fatal'), error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

/** The types say what may be logged; this makes it so for whatever reaches it at run time. */
function allowed(fields: LogFields): Record<string, string | number> {
  const out: Record<string, string | number> = {};
  for (const field of numbers) {
    const value: unknown = fields[field];
    if (typeof value === 'number') out[field] = value;
  }
  for (const field of codes) {
    const value: unknown = fields[field];
    if (typeof value === 'string' && codeForm.test(value)) out[field] = value;
  }
  if (fields.error !== undefined) out['code'] = failureCode(fields.error);
  return out;
}
