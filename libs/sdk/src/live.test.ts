import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { cryptoReady } from '#crypto';
import { watch, type Watched } from './live.js';

type Said = { readonly type: string; readonly payload?: Record<string, unknown> };
/** What the server does with the n-th connection once it is subscribed. */
type Script = (socket: WebSocket, connection: number) => void;

const CHANGED = JSON.stringify({
  id: '1',
  type: 'next',
  payload: { data: { queueChanged: { lookAgain: true } } },
});

describe('watching', () => {
  let server: WebSocketServer | undefined;
  let stop = (): void => undefined;
  beforeAll(cryptoReady);
  afterEach(async () => {
    stop();
    for (const socket of server?.clients ?? []) socket.terminate();
    await new Promise((resolve) => server?.close(resolve));
  });

  async function serve(script: Script): Promise<{ readonly origin: string; readonly said: Said[] }> {
    const said: Said[] = [];
    let connections = 0;
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => {
      connections += 1;
      const connection = connections;
      socket.on('message', (data) => {
        const message = JSON.parse((data as Buffer).toString()) as Said;
        said.push(message);
        if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
        if (message.type === 'subscribe') script(socket, connection);
      });
    });
    await once(server, 'listening');
    return { origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, said };
  }

  /** Until it ended, or changed as often as asked for. */
  function watched(
    origin: string,
    changes: number,
    what: readonly Watched[] = ['queueChanged'],
  ): Promise<string> {
    return new Promise((resolve) => {
      let left = changes;
      stop = watch({
        origin,
        socket: WebSocket,
        token: 'TOKEN',
        what,
        firstWaitMs: 1,
        onChange: () => {
          left -= 1;
          if (left === 0) resolve('changed');
        },
        onEnd: resolve,
      });
    });
  }

  it('gives the token in the first message and in no address, and asks for one thing', async () => {
    const { origin, said } = await serve((socket) => {
      socket.send(CHANGED);
    });
    expect(await watched(origin, 1)).toBe('changed');
    expect(said[0]).toEqual({ type: 'connection_init', payload: { authorization: 'Bearer TOKEN' } });
    expect(said[1]).toMatchObject({
      type: 'subscribe',
      payload: { query: expect.stringContaining('queueChanged') },
    });
  });

  it('hears of several things over one socket', async () => {
    const { origin, said } = await serve((socket) => {
      socket.send(CHANGED);
    });
    expect(await watched(origin, 2, ['queueChanged', 'attentionChanged'])).toBe('changed');
    expect(said.filter(({ type }) => type === 'subscribe')).toMatchObject([
      { id: '1', payload: { query: expect.stringContaining('queueChanged') } },
      { id: '2', payload: { query: expect.stringContaining('attentionChanged') } },
    ]);
  });

  it('comes back after a connection that was lost, as often as it takes', async () => {
    const { origin } = await serve((socket, connection) => {
      if (connection < 4) socket.terminate();
      else socket.send(CHANGED);
    });
    expect(await watched(origin, 1)).toBe('changed');
  });

  it('comes back when the server cannot answer just now, and from nonsense', async () => {
    const unavailable = JSON.stringify({
      id: '1',
      type: 'error',
      payload: [{ extensions: { code: 'UNAVAILABLE' } }],
    });
    const { origin } = await serve((socket, connection) => {
      socket.send([unavailable, 'nonsense', '{"id":"1","type":"complete"}'][connection - 1] ?? CHANGED);
    });
    expect(await watched(origin, 1)).toBe('changed');
  });

  it('ends when the session has ended, or was never allowed this', async () => {
    const signedOut = await serve((socket) => {
      socket.close(4401);
    });
    expect(await watched(signedOut.origin, 1)).toBe('signed-out');
    await new Promise((resolve) => server?.close(resolve));
    const forbidden = JSON.stringify({
      id: '1',
      type: 'next',
      payload: { data: null, errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    });
    const refused = await serve((socket) => {
      socket.send(forbidden);
    });
    expect(await watched(refused.origin, 1)).toBe('refused');
  });

  it('gives up when nobody answers, after a bounded number of attempts', async () => {
    class Nobody {
      static attempts = 0;
      constructor() {
        Nobody.attempts += 1;
      }
      send(): void {
        throw new Error('not open');
      }
      close(): undefined {
        return undefined;
      }
      addEventListener(type: string, listener: (event: object) => void): void {
        if (type === 'close') setTimeout(listener, 0, { code: 1006 });
      }
    }
    const why = await new Promise<string>((resolve) => {
      watch({
        origin: 'http://127.0.0.1:1',
        socket: Nobody,
        token: 'TOKEN',
        what: ['alertsChanged'],
        // So small that twenty doublings stay short.
        firstWaitMs: 0.0001,
        onChange: () => undefined,
        onEnd: resolve,
      });
    });
    expect(why).toBe('lost');
    expect(Nobody.attempts).toBe(21);
  });
});
