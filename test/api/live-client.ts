/** A client of the sockets that keeps to no rule unless told to: what the server must bear. */
import WebSocket from 'ws';

export interface LiveMessage {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

export interface LiveClient {
  readonly socket: WebSocket;
  readonly messages: LiveMessage[];
  /** The code with which it was closed. */
  readonly closed: Promise<number>;
  say(message: object | string): void;
  /** The next message that fits, also one that came already; never the same twice. */
  next(fits?: (message: LiveMessage) => boolean): Promise<LiveMessage>;
}

const PATIENCE_MS = 20_000;

/** `answersPings`: false for one whose network has died, or that has hung. */
export async function openSocket(port: number, { answersPings = true } = {}): Promise<LiveClient> {
  const url = `ws://127.0.0.1:${String(port)}/graphql`;
  const socket = new WebSocket(url, 'graphql-transport-ws', { autoPong: answersPings });
  const messages: LiveMessage[] = [];
  const taken = new Set<LiveMessage>();
  let wake = (): void => undefined;
  socket.on('message', (data) => {
    messages.push(JSON.parse((data as Buffer).toString()) as LiveMessage);
    wake();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  void closed.then(() => {
    wake();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    messages,
    closed,
    say: (message) => {
      socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    },
    async next(fits = () => true) {
      const deadline = performance.now() + PATIENCE_MS;
      for (;;) {
        const found = messages.find((message) => !taken.has(message) && fits(message));
        if (found) {
          taken.add(found);
          return found;
        }
        if (socket.readyState !== socket.OPEN || performance.now() > deadline)
          throw new Error(`no such message came; there were ${JSON.stringify(messages)}`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 500);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
  };
}

/** As a member's client does: signed in, acknowledged. */
export async function connectAs(
  port: number,
  token: string,
  options: { readonly answersPings?: boolean } = {},
): Promise<LiveClient> {
  const client = await openSocket(port, options);
  client.say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  await client.next(({ type }) => type === 'connection_ack');
  return client;
}

export const QUEUE = 'subscription { queueChanged { reportIds lookAgain } }';
export const ALERTS = 'subscription { alertsChanged { noticeIds lookAgain } }';

/** Subscribed, and past the first message, which says to look. */
export async function watching(client: LiveClient, query: string, id = '1'): Promise<void> {
  client.say({ id, type: 'subscribe', payload: { query } });
  await client.next((message) => message.id === id && message.type === 'next');
}
