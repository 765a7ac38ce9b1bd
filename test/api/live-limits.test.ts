/** Sockets give a stranger no way around what HTTP refuses, and nobody the memory of the process. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from './api-process.js';
import { ALERTS, connectAs, type LiveClient, openSocket, QUEUE, watching } from './live-client.js';

describe('a socket', () => {
  let api: TestApi;
  let token: string;
  let guardian: string;
  let deaf: LiveClient;
  let alive: LiveClient;
  beforeAll(async () => {
    api = await startApi();
    await api.publish();
    token = await api.signIn('ana');
    // At first, so that the time which they need passes during the other tests.
    guardian = await api.signIn('sara');
    deaf = await connectAs(api.port, guardian, { answersPings: false });
    alive = await connectAs(api.port, guardian);
    await watching(deaf, QUEUE);
  });
  afterAll(async () => {
    expect(api.output()).not.toMatch(/ at .*\(|Internal error/);
    await api.stop();
  });

  async function refusal(query: string, as = token): Promise<unknown> {
    const client = await connectAs(api.port, as);
    client.say({ id: '1', type: 'subscribe', payload: { query } });
    const { payload } = await client.next(({ type }) => type === 'error' || type === 'next');
    client.socket.close();
    await client.closed;
    const errors = Array.isArray(payload) ? payload : (payload as { errors: unknown[] }).errors;
    const [{ extensions, ...rest }] = errors as [{ extensions: { code: string }; message: string }];
    expect(Object.keys(extensions)).toEqual(['code']);
    expect(Object.keys(rest).filter((key) => !['message', 'path', 'locations'].includes(key))).toEqual([]);
    return extensions.code;
  }

  it.each([
    ['a query', '{ me { id } }', 'BAD_REQUEST'],
    ['a mutation', 'mutation { signOut }', 'BAD_REQUEST'],
    ['two operations', `${QUEUE} query Q { me { id } }`, 'BAD_REQUEST'],
    ['no GraphQL', 'subscription {', 'BAD_REQUEST'],
    ['an unknown field', 'subscription { queueChange { x } }', 'BAD_REQUEST'],
    ['the schema', 'subscription { __schema { types { name } } }', 'BAD_REQUEST'],
    [
      'two fields at once',
      'subscription { queueChanged { lookAgain } alertsChanged { lookAgain } }',
      'BAD_REQUEST',
    ],
    [
      'too many aliases',
      `subscription { queueChanged { ${[1, 2, 3, 4, 5].map((n) => `a${String(n)}: lookAgain`).join(' ')} } }`,
      'TOO_COMPLEX',
    ],
    [
      'too many words',
      `subscription { queueChanged { ${'lookAgain '.repeat(390)} } }`.slice(0, 3900),
      'BAD_REQUEST',
    ],
    ['too many tokens', `subscription { queueChanged { ${'a '.repeat(1200)} } }`, 'TOO_COMPLEX'],
    [
      'fragments that double',
      `subscription { queueChanged { ...F0 } } ${Array.from({ length: 40 }, (_, n) => `fragment F${String(n)} on QueueChanged { ...F${String(n + 1)} ...F${String(n + 1)} }`).join(' ')} fragment F40 on QueueChanged { lookAgain }`,
      'TOO_COMPLEX',
    ],
  ])('refuses %s', async (_, query, code) => {
    expect(await refusal(query)).toBe(code);
  });

  it('gives the queue to desks alone', async () => {
    expect(await refusal(QUEUE, await api.signIn('alia'))).toBe('FORBIDDEN');
  });

  it('is closed for whoever has no session, says nothing, or speaks before they said who they are', async () => {
    const stranger = await openSocket(api.port);
    stranger.say({ type: 'connection_init', payload: { authorization: `Bearer ${'A'.repeat(43)}` } });
    expect(await stranger.closed).toBe(4403);
    const hasty = await openSocket(api.port);
    hasty.say({ id: '1', type: 'subscribe', payload: { query: QUEUE } });
    // graphql-ws: nobody may subscribe before the acknowledgement.
    expect(await hasty.closed).toBe(4401);
    const silent = await openSocket(api.port);
    expect(await silent.closed).toBe(4408);
  });

  it.each([
    ['not our protocol', 'hello', 4400],
    ['of no known kind', JSON.stringify({ type: 'more' }), 4400],
    [
      'larger than any subscription',
      JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(5000) } }),
      1009,
    ],
  ])('is closed after a message that is %s', async (_, text, code) => {
    const client = await connectAs(api.port, token);
    client.say(text);
    // A frame that is too large ends the connection at once; a client may see only that it is gone.
    expect([code, code === 1009 ? 1006 : code]).toContain(await client.closed);
  });

  it('is closed after binary, after the same id twice, and after a flood of messages', async () => {
    const binary = await connectAs(api.port, token);
    binary.socket.send(Buffer.from('{"type":"ping"}'));
    expect(await binary.closed).toBe(1003);
    const twice = await connectAs(api.port, token);
    await watching(twice, QUEUE, 'x'.repeat(500));
    twice.say({ id: 'x'.repeat(500), type: 'subscribe', payload: { query: QUEUE } });
    expect(await twice.closed).toBe(4409);
    const flood = await connectAs(api.port, token);
    for (let n = 0; n < 100; n += 1) flood.say({ type: 'ping' });
    expect(await flood.closed).toBe(4429);
  });

  it('carries four operations, and a session four sockets, which others may take when they are left', async () => {
    const mine = await api.signIn('bruno');
    const sockets = [];
    for (let n = 0; n < 4; n += 1) sockets.push(await connectAs(api.port, mine));
    const [first] = sockets;
    for (const id of ['1', '2', '3', '4']) await watching(first!, id === '4' ? ALERTS : QUEUE, id);
    first!.say({ id: '5', type: 'subscribe', payload: { query: QUEUE } });
    expect((await first!.next(({ type }) => type === 'error')).payload).toMatchObject([
      { extensions: { code: 'TOO_COMPLEX' } },
    ]);
    const fifth = await openSocket(api.port);
    fifth.say({ type: 'connection_init', payload: { authorization: `Bearer ${mine}` } });
    expect(await fifth.closed).toBe(4429);
    first!.socket.close();
    await first!.closed;
    (await connectAs(api.port, mine)).socket.close();
    for (const one of sockets.slice(1)) one.socket.close();
  });

  const upgrade = (path: string, headers: Record<string, string> = {}): Promise<string> =>
    new Promise((resolve, reject) => {
      const outgoing = request({
        host: '127.0.0.1',
        port: api.port,
        path,
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          'sec-websocket-protocol': 'graphql-transport-ws',
          ...headers,
        },
      });
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve(`${String(response.statusCode)} ${Buffer.concat(chunks).toString()}`);
        });
      });
      outgoing.on('upgrade', (_, socket) => {
        socket.destroy();
        resolve('upgraded');
      });
      outgoing.on('error', reject);
      outgoing.end();
    });

  it('exists at one address without a token in it, and every other answer has the one closed shape', async () => {
    expect(await upgrade('/graphql')).toBe('upgraded');
    for (const path of ['/', '/graphql/', '/healthz', `/graphql?token=${token}`])
      expect(await upgrade(path)).toMatch(
        /^404 \{"errors":\[\{"message":"[^"]+","extensions":\{"code":"BAD_REQUEST"\}\}\]\}$/,
      );
    for (const headers of [
      { 'sec-websocket-protocol': 'graphql-ws' },
      { upgrade: 'h2c' },
      { 'sec-websocket-key': 'short' },
      { 'sec-websocket-version': '1' },
    ])
      expect(await upgrade('/graphql', headers)).toMatch(/^400 \{"errors"/);
  });

  it('that answers no ping is cut off and leaves its place; one that only listens is not', async () => {
    // Without a goodbye: nobody is there to hear it.
    expect(await deaf.closed).toBe(1006);
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
    const others = [];
    for (let n = 0; n < 3; n += 1) others.push(await connectAs(api.port, guardian));
    for (const { socket } of others) socket.close();
    alive.socket.close();
  }, 40_000);
});
