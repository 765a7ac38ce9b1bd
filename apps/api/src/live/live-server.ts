/**
 * GraphQL over WebSocket (the graphql-transport-ws protocol of graphql-ws) beside HTTP, on the same port and path, for
 * subscriptions alone. Wired here and not by the framework, because nothing that stands before HTTP stands before a socket by
 * itself: who may connect, how much may be said, what an error may tell, and when it ends.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Context, makeServer, type Server as ProtocolServer } from 'graphql-ws';
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { type WebSocket, WebSocketServer } from 'ws';
import { ApiError } from '#graphql';
import type { PublicationService, RequestContext, SessionService } from '#people';
import type { EventHub } from '#platform';
import { closedError } from '../error.filter.js';
import { formatErrorWith } from '../format-error.js';
import { rawAnswer } from '../http.js';
import { LIVE_LIMITS } from './live-limits.js';
import { LiveSocket } from './live-socket.js';
import { subscriptionReader } from './read-subscription.js';
import { SocketSessions } from './socket-sessions.js';

export interface LiveParts {
  readonly schema: GraphQLSchema;
  readonly sessions: SessionService;
  readonly publications: PublicationService;
  readonly hub: EventHub;
  readonly development: boolean;
  readonly reportInternal: (error: unknown) => void;
}

const PROTOCOL = 'graphql-transport-ws';

interface Init extends Record<string, unknown> {
  authorization?: unknown;
}
type LiveContext = Context<Init, LiveSocket>;

/** The token comes in the first message, never in the address, which lies in every proxy's log. */
function authorizationOf({ connectionParams }: LiveContext): string | undefined {
  const given = connectionParams?.authorization;
  return typeof given === 'string' ? given : undefined;
}

/**
 * A word that only servers say would be thrown further by graphql-ws as a fault of ours: an alarm in the operator's log that any
 * stranger could ring at will. Refused while it is read, as every other malformed message.
 */
function refuseServersWords(key: string, value: unknown): unknown {
  const type =
    key === '' && typeof value === 'object' && value !== null && 'type' in value ? value.type : null;
  if (type === 'connection_ack' || type === 'next' || type === 'error')
    throw new SyntaxError('not for a client to say');
  return value;
}

export class LiveServer {
  readonly #sockets = new Set<LiveSocket>();
  readonly #waiting = new Set<LiveSocket>();
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: LIVE_LIMITS.payload,
    // A few bytes of compressed nothing must not become megabytes here.
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: () => PROTOCOL,
  });
  readonly #sessions: SocketSessions;
  readonly #protocol: ProtocolServer<LiveSocket>;
  readonly #timers: readonly NodeJS.Timeout[];
  #closing = false;

  constructor(private readonly parts: LiveParts) {
    this.#sessions = new SocketSessions(parts.sessions, parts.publications);
    this.#protocol = this.#makeProtocol(parts);
    parts.hub.on(({ ids, lookAgain }) => {
      const published = lookAgain || ids.p.length > 0;
      if (published || ids.s.length > 0) void this.#sessions.recheck(published);
    });
    this.#timers = [
      setInterval(() => {
        for (const socket of this.#sockets) socket.beat();
      }, LIVE_LIMITS.pingMs),
      setInterval(() => void this.#sessions.recheck(), LIVE_LIMITS.recheckMs),
    ];
  }

  attach(http: Server): void {
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Without a listener, a caller who hangs up in the middle would end the process.
      socket.on('error', () => socket.destroy());
      const status = this.#refusal(request);
      if (status !== null) {
        socket.end(rawAnswer(closedError(status === 503 ? 'UNAVAILABLE' : 'BAD_REQUEST', status)));
        return;
      }
      this.#server.handleUpgrade(request, socket, head, (opened) => {
        this.#open(opened);
      });
    });
    this.#server.on('wsClientError', (_: Error, socket: Duplex) => {
      socket.end(rawAnswer(closedError('BAD_REQUEST')));
    });
  }

  /** Says goodbye to everybody and waits a moment for them to go. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const timer of this.#timers) clearInterval(timer);
    const gone = [...this.#sockets].map(
      ({ socket }) =>
        new Promise<void>((resolve) =>
          socket.once('close', () => {
            resolve();
          }),
        ),
    );
    for (const socket of this.#sockets) socket.end(1001);
    await Promise.all(gone);
    this.#server.close();
  }

  #refusal({ url, headers }: IncomingMessage): number | null {
    if (url !== '/graphql') return 404;
    const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (headers.upgrade?.toLowerCase() !== 'websocket' || !offered.includes(PROTOCOL)) return 400;
    return this.#closing || this.#sockets.size >= LIVE_LIMITS.sockets ? 503 : null;
  }

  #open(opened: WebSocket): void {
    const live = new LiveSocket(opened);
    const [oldest] = this.#waiting;
    if (this.#waiting.size >= LIVE_LIMITS.waiting) oldest?.socket.terminate();
    this.#sockets.add(live);
    this.#waiting.add(live);
    const closed = this.#protocol.opened(
      {
        protocol: opened.protocol,
        send: (text) => live.send(text),
        close: (code) => {
          live.end(code ?? 4400);
        },
        onMessage: (hear) => {
          live.onText(hear, this.parts.reportInternal);
        },
      },
      live,
    );
    opened.once('close', (code) => {
      this.#sockets.delete(live);
      this.#waiting.delete(live);
      this.#sessions.leave(live);
      void closed(code).catch(this.parts.reportInternal);
    });
  }

  #makeProtocol({ schema, development, reportInternal }: LiveParts): ProtocolServer<LiveSocket> {
    const read = subscriptionReader(schema, { introspection: development });
    const format = formatErrorWith(reportInternal);
    const formatted = (errors: readonly GraphQLError[]): GraphQLFormattedError[] =>
      errors.map((error) => format(error.toJSON(), error));
    return makeServer<Init, LiveSocket>({
      connectionInitWaitTimeout: LIVE_LIMITS.initMs,
      jsonMessageReviver: refuseServersWords,
      onConnect: async (context) => {
        const live = context.extra;
        const refused = await this.#sessions.admit(live, authorizationOf(context));
        this.#waiting.delete(live);
        if (refused !== null) live.end(refused);
        // It left while we asked: its place in the session must not stay taken.
        else if (!this.#sockets.has(live)) this.#sessions.leave(live);
        return refused === null;
      },
      onSubscribe: ({ subscriptions }, _id, asked) =>
        Object.keys(subscriptions).length > LIVE_LIMITS.operations
          ? [new ApiError('TOO_COMPLEX')]
          : read(asked),
      context: (context): RequestContext => ({ authorization: authorizationOf(context) }),
      onError: (_context, _id, _asked, errors) => formatted(errors),
      onNext: (_context, _id, _asked, _args, { data, errors }) =>
        errors ? { ...(data === undefined ? {} : { data }), errors: formatted(errors) } : undefined,
    });
  }
}
