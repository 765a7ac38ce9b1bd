/**
 * Serves the page and passes reports on. It knows nothing: it opens nothing, stores nothing, logs nobody, and believes no header about
 * who is calling. Everything that a stranger can make it hold is bounded: sockets, headers, bodies, the time of each.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { collectBody } from '#kernel';
import { closedBody, type ClosedCode } from './closed-errors.js';
import type { FilesPass } from './files-pass.js';
import { HEADERS, headersFor } from './headers.js';
import { codingFor, type Coding, type PageAnswer } from './page-answers.js';
import { createPublicAnswers } from './public-answers.js';
import type { Upstream } from './upstream.js';

/** Holds the largest envelope, as the api's own limit does. */
const MAX_BODY = 512 * 1024;
/** Together at most 32 MiB of bodies. */
const MAX_QUESTIONS = 64;
const MAX_CONNECTIONS = 1024;
const STATUS: Readonly<Record<ClosedCode, number>> = { BAD_REQUEST: 400, TOO_LARGE: 413, UNAVAILABLE: 503 };

export interface WebParts {
  readonly pages: ReadonlyMap<string, PageAnswer>;
  readonly upstream: Upstream;
  readonly files: FilesPass;
}

function refuse(response: ServerResponse, code: ClosedCode, status = STATUS[code]): void {
  const body = closedBody(code);
  response.writeHead(status, {
    ...HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    // Whatever else it was sending is not read.
    ...(code === 'TOO_LARGE' ? { connection: 'close' } : {}),
  });
  response.end(body);
}

function codingOf({ headers }: IncomingMessage): Coding {
  const accepted = headers['accept-encoding'];
  return codingFor(typeof accepted === 'string' ? accepted : undefined);
}

function answerPage(request: IncomingMessage, response: ServerResponse, page: PageAnswer): void {
  const headers = headersFor((request.url ?? '/').split('?', 1)[0] ?? '/');
  const shared = { ...headers, etag: page.etag, 'cache-control': page.cache, vary: 'accept-encoding' };
  if (request.headers['if-none-match'] === page.etag) {
    response.writeHead(304, shared).end();
    return;
  }
  const coding = codingOf(request);
  const body = page.bodies[coding];
  response.writeHead(200, {
    ...shared,
    'content-type': page.type,
    'content-length': body.length,
    ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function createWebServer({ pages, upstream, files }: WebParts): Server {
  let questions = 0;

  const answers = createPublicAnswers();

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await collectBody(request, MAX_BODY);
    if (!body.ok) {
      refuse(response, body.reason === 'too-large' ? 'TOO_LARGE' : 'BAD_REQUEST');
      return;
    }
    const answer = await upstream.graphql(body.bytes);
    if (!answer) {
      refuse(response, 'UNAVAILABLE', 502);
      return;
    }
    const coding = codingOf(request);
    const packed = answer.status === 200 ? await answers.pack(body.bytes, answer.body, coding) : null;
    const content = packed ?? answer.body;
    response.writeHead(answer.status, {
      ...HEADERS,
      'content-type': answer.type,
      'content-length': content.length,
      ...(packed ? { 'content-encoding': coding } : {}),
      'cache-control': 'no-store',
      ...(answer.retryAfter === null ? {} : { 'retry-after': answer.retryAfter }),
    });
    response.end(content);
  }

  async function question(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { 'content-type': type = '', 'content-encoding': coding = 'identity' } = request.headers;
    if (request.method !== 'POST') {
      refuse(response, 'BAD_REQUEST', 405);
      return;
    }
    if (!/^application\/json(;|$)/i.test(type) || coding !== 'identity') {
      refuse(response, 'BAD_REQUEST', 415);
      return;
    }
    if (questions >= MAX_QUESTIONS) {
      refuse(response, 'UNAVAILABLE');
      return;
    }
    questions += 1;
    try {
      await pass(request, response);
    } finally {
      questions -= 1;
    }
  }

  async function piece(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const taken = await files.take(request, response);
    if (response.headersSent) return;
    if (taken === 'refused') refuse(response, 'BAD_REQUEST', 404);
    else refuse(response, 'UNAVAILABLE', 502);
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    // A link that somebody passed on may carry what a messenger appended; it is neither read nor kept.
    const [path = '/', query] = (request.url ?? '/').split('?', 2);
    if (path === '/graphql') {
      question(request, response).catch(() => response.destroy());
      return;
    }
    if (path === '/files' || path.startsWith('/files/')) {
      piece(request, response).catch(() => response.destroy());
      return;
    }
    const page = query === undefined || path === '/' ? pages.get(path) : undefined;
    if (page && (request.method === 'GET' || request.method === 'HEAD')) answerPage(request, response, page);
    else if (path === '/healthz') response.writeHead(204, HEADERS).end();
    else refuse(response, 'BAD_REQUEST', page ? 405 : 404);
  }

  const server = createServer(
    {
      // A large envelope takes a phone on 2G more than a minute.
      requestTimeout: 120_000,
      headersTimeout: 10_000,
      connectionsCheckingInterval: 2_000,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 8 * 1024,
    },
    handle,
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.maxRequestsPerSocket = 1000;
  // Neither the address of who sent it nor what it was is written down.
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code !== 'ECONNRESET' && socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else socket.destroy();
  });
  return server;
}
