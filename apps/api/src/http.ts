/**
 * HTTP as it is served: closed limits in size and time, one content type, no answer that is not of our own shape, and no log
 * line about a caller. Fastify's logger stays off: it writes addresses and paths.
 */
import { STATUS_CODES } from 'node:http';
import type { Readable } from 'node:stream';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { closedError, type ClosedError } from './error.filter.js';
import { BodyReader, MAX_PUBLICATION_BODY } from './request-body.js';

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
/** GraphiQL, in development only, is a page that loads scripts. */
const NO_PAGE = { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" };
export const JSON_TYPE = 'application/json; charset=utf-8';

interface Reply {
  code(status: number): Reply;
  headers(values: Record<string, string>): Reply;
  type(contentType: string): Reply;
  send(body: string): unknown;
}

export interface HttpSettings {
  readonly development: boolean;
}

export function createHttpAdapter({ development }: HttpSettings): FastifyAdapter {
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: MAX_PUBLICATION_BODY,
    // A large envelope takes a phone on 2G more than a minute. Who is slower than any phone is ended sooner (request-body.ts).
    requestTimeout: 120_000,
    // Without the second line Node looks only every 30 seconds who is late.
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
    connectionTimeout: 60_000,
    keepAliveTimeout: 10_000,
    maxRequestsPerSocket: 1000,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    // Addresses are never read, so there is no header to believe either.
    trustProxy: false,
    frameworkErrors: (_error: unknown, _request: unknown, reply: unknown) => {
      const { status, body } = closedError('BAD_REQUEST');
      (reply as Reply).code(status).headers(HEADERS).type(JSON_TYPE).send(JSON.stringify(body));
    },
    clientErrorHandler: (error, socket) => {
      if (error.code !== 'ECONNRESET' && socket.writable) socket.write(rawAnswer(closedError('BAD_REQUEST')));
      socket.destroy();
    },
  });
  const fastify = adapter.getInstance();
  const bodies = new BodyReader();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    async (request: { headers: Record<string, string | string[] | undefined> }, payload: Readable) => {
      const declared = request.headers['content-length'];
      return bodies.read(payload, typeof declared === 'string' ? Number(declared) : undefined);
    },
  );
  // Pieces of files go to their folder as they come; nothing collects them here.
  fastify.addContentTypeParser(
    'application/offset+octet-stream',
    (_request: unknown, _payload: unknown, done: (error: null) => void) => {
      done(null);
    },
  );
  const headers = development ? HEADERS : { ...HEADERS, ...NO_PAGE };
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.headers(headers);
    // A query in a URL lies in every proxy's log: ids, and the addresses of mailboxes and keyrings.
    if (!development && request.method !== 'POST' && request.url.startsWith('/graphql')) {
      const { status, body } = closedError('BAD_REQUEST', 405);
      return reply.code(status).header('allow', 'POST').type(JSON_TYPE).send(JSON.stringify(body));
    }
    // Nothing is inflated here; and a body that a proxy would inflate is another body there than here.
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
      const { status, body } = closedError('BAD_REQUEST', 415);
      return reply.code(status).type(JSON_TYPE).send(JSON.stringify(body));
    }
    return undefined;
  });
  return adapter;
}

/** For what is not HTTP at all, or never ended. */
export function rawAnswer(closed: ClosedError): string {
  const text = JSON.stringify(closed.body);
  return `HTTP/1.1 ${closed.status} ${STATUS_CODES[closed.status] ?? 'Refused'}\r\ncontent-type: ${JSON_TYPE}\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`;
}
