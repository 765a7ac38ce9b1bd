/**
 * One GraphQL call over a given fetch: bounded in time and in size, with closed outcomes. It never tries again by itself:
 * only the outbox repeats a call, because only a submission is safe to repeat without thought.
 */
import { concat } from '#crypto';
import { ShapeError, type Decode } from './shape.js';

export type Fetch = typeof globalThis.fetch;

const SERVER_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_REQUEST',
  'TOO_LARGE',
  'TOO_COMPLEX',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'INTERNAL',
] as const;
export type ServerCode = (typeof SERVER_CODES)[number];

/** Why there is no answer. `unreachable` and `timeout` may have reached the server all the same. */
export type CallFailure =
  | { readonly ok: false; readonly reason: 'unreachable' | 'timeout' | 'too-large' | 'malformed' }
  | {
      readonly ok: false;
      readonly reason: 'error';
      readonly code: ServerCode | 'UNKNOWN';
      /** With `RATE_LIMITED`: when to come back. */
      readonly retryAfterSeconds?: number;
    };
export type CallOutcome<T> = { readonly ok: true; readonly value: T } | CallFailure;

export interface Operation<T> {
  readonly document: string;
  readonly field: string;
  readonly decode: Decode<T>;
}

export interface Transport {
  readonly origin: string;
  /** For what is not GraphQL: sealed files. */
  readonly fetch: Fetch;
  call<T>(operation: Operation<T>, variables: object, token?: string): Promise<CallOutcome<T>>;
}

export interface TransportOptions {
  /** The GraphQL address, such as `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  readonly fetch?: Fetch;
  readonly timeoutMs?: number;
  readonly maxResponseBytes?: number;
}

const TIMEOUT_MS = 20_000;
/** Added to it: what a phone on 2G needs to send the body at 16 kbit/s. A limit that fits a short report would stop every long one. */
const MS_PER_BYTE = 0.5;
const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

class TooLarge extends Error {}

/** Null where there are more than `limit` bytes: a hostile server must not fill a phone's memory. */
export async function readAtMost(response: Response, limit: number): Promise<Uint8Array | null> {
  if (!response.body) return new Uint8Array(0);
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(...chunks);
    size += value.length;
    if (size > limit) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
}

async function readText(response: Response, limit: number): Promise<string> {
  const bytes = await readAtMost(response, limit);
  if (!bytes) throw new TooLarge();
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

const LONGEST_WAIT_SECONDS = 3600;

/** A server must not be able to silence a client for a day by saying so. */
export function waitSeconds(value: unknown): number {
  if (typeof value !== 'number' || !(value >= 1)) return 1;
  return Math.min(Math.ceil(value), LONGEST_WAIT_SECONDS);
}

function serverError(errors: unknown): CallFailure {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const told = (first as { extensions?: { code?: unknown; retryAfterSeconds?: unknown } } | null | undefined)
    ?.extensions;
  const code = SERVER_CODES.find((known) => known === told?.code) ?? 'UNKNOWN';
  if (code !== 'RATE_LIMITED') return { ok: false, reason: 'error', code };
  return { ok: false, reason: 'error', code, retryAfterSeconds: waitSeconds(told?.retryAfterSeconds) };
}

function understand<T>(body: string, operation: Operation<T>): CallOutcome<T> {
  try {
    const answer = JSON.parse(body) as { data?: Record<string, unknown> | null; errors?: unknown } | null;
    if (typeof answer !== 'object' || answer === null) return { ok: false, reason: 'malformed' };
    if (answer.errors !== undefined) return serverError(answer.errors);
    return { ok: true, value: operation.decode(answer.data?.[operation.field]) };
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError)
      return { ok: false, reason: 'malformed' };
    throw error;
  }
}

export function createTransport(options: TransportOptions): Transport {
  const call = options.fetch ?? globalThis.fetch;
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const limit = options.maxResponseBytes ?? MAX_RESPONSE_BYTES;
  return {
    origin: new URL(options.url).origin,
    fetch: call,
    async call(operation, variables, token) {
      const question = JSON.stringify({ query: operation.document, variables });
      const signal = AbortSignal.timeout(timeoutMs + Math.ceil(question.length * MS_PER_BYTE));
      let body: string;
      try {
        const response = await call(options.url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          },
          body: question,
          // A redirect would carry a session token, or a report, to an address nobody chose.
          redirect: 'error',
          signal,
        });
        body = await readText(response, limit);
      } catch (error) {
        if (error instanceof TooLarge) return { ok: false, reason: 'too-large' };
        return { ok: false, reason: signal.aborted ? 'timeout' : 'unreachable' };
      }
      return understand(body, operation);
    },
  };
}
