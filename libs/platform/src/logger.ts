/**
 * Structured logs, one JSON line each, field by field from a closed list: a field that is not on it does not leave the process.
 * There is no field for bodies, addresses, names, or ids of people; an error is its code (failure-code.ts).
 */
import pino, { type DestinationStream } from 'pino';
import { failureCode } from './failure-code.js';
import { StandardOutput } from './standard-output.js';

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

let standard: StandardOutput | undefined;

const numbers = ['count', 'ms', 'port', 'pid', 'status', 'attempt', 'version', 'epoch'] as const;
const codes = ['event', 'backend', 'kind', 'reason', 'outbox'] as const;
/** A code or an id: nothing with spaces, so no sentence of a person. */
const codeForm = /^[A-Za-z0-9._:-]{1,64}$/;

/** `message` is a constant of the program: values go into fields. */
export function createLogger({ name, level = 'info', stream }: LoggerOptions): Logger {
  const options = { name, level, base: { name }, timestamp: pino.stdTimeFunctions.isoTime };
  const sink = pino(options, stream ?? (standard ??= new StandardOutput()));
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
