/**
 * One POST to one checked address (Standard Webhooks 1.0). Promises: an end after at most 15 seconds, no redirect
 * followed, no second name lookup, no proxy, no more than 64 KiB of the answer read, and an outcome from a closed set.
 */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { CheckedTarget } from './checked-target.js';

export const POST_TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** An answer, or why there was none. */
export type HttpResult =
  | { readonly kind: 'response'; readonly status: number; readonly retryAfter: string | null }
  | {
      readonly kind: 'no-response';
      readonly because: 'timeout' | 'connection' | 'name' | 'tls' | 'address-refused';
    };

export interface OutgoingMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export async function postTo(
  target: CheckedTarget,
  message: OutgoingMessage,
  timeoutMs: number = POST_TIMEOUT_MS,
): Promise<HttpResult> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await send(target, message, signal);
    discard(answer);
    return {
      kind: 'response',
      status: answer.statusCode ?? 0,
      retryAfter: answer.headers['retry-after'] ?? null,
    };
  } catch (error) {
    return { kind: 'no-response', because: signal.aborted ? 'timeout' : reasonOf(error) };
  }
}

function send(
  target: CheckedTarget,
  message: OutgoingMessage,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      ...message.headers,
      'content-length': message.body.length,
    },
    // A pooled connection could have been opened to an address that today's check would refuse.
    agent: false,
    lookup: onlyTo(target),
    signal,
  };
  const request = target.url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(target.url, options, resolve).on('error', reject).end(message.body);
  });
}

/** The name server may answer something else a moment later: the connection goes where the check looked, and nowhere else. */
function onlyTo({ address, family }: CheckedTarget): LookupFunction {
  return (_hostname, options, done) => {
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

/** The status is all we want. An endless body must cost us neither memory nor time. */
function discard(answer: IncomingMessage): void {
  let read = 0;
  answer.on('error', () => answer.destroy());
  answer.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > MAX_ANSWER_BYTES) answer.destroy();
  });
}

function reasonOf(error: unknown): 'connection' | 'tls' {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  return /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/.test(code)
    ? 'tls'
    : 'connection';
}
