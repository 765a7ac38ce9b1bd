import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { record, text } from './shape.js';
import { createTransport, type Operation, type TransportOptions } from './transport.js';

const hello: Operation<{ word: string }> = {
  document: '{ hello { word } }',
  field: 'hello',
  decode: record({ word: text }),
};
const servers: Server[] = [];

async function serverThat(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

const callTo = (url: string, more: Partial<TransportOptions> = {}) =>
  createTransport({ url, ...more }).call(hello, {}, 'token');
const json = (body: unknown) => (_: IncomingMessage, response: ServerResponse) => {
  response.setHeader('content-type', 'application/json');
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('a call to the api', () => {
  it('sends the session and reads the answer', async () => {
    let seen: IncomingMessage['headers'] = {};
    const url = await serverThat((request, response) => {
      seen = request.headers;
      json({ data: { hello: { word: 'hola', extra: 1 } } })(request, response);
    });
    expect(await callTo(url)).toEqual({ ok: true, value: { word: 'hola' } });
    expect(seen.authorization).toBe('Bearer token');
    expect(seen['content-type']).toBe('application/json');
  });

  it.each([
    ['another shape', { data: { hello: { word: 7 } } }, { ok: false, reason: 'malformed' }],
    ['null where something must be', { data: { hello: null } }, { ok: false, reason: 'malformed' }],
    ['no JSON', '<html>', { ok: false, reason: 'malformed' }],
    ['JSON that is no answer', 'null', { ok: false, reason: 'malformed' }],
    [
      'a known error',
      { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
      { ok: false, reason: 'error', code: 'FORBIDDEN' },
    ],
    [
      'an unknown error',
      { errors: [{ message: 'x' }], data: { hello: { word: 'x' } } },
      { ok: false, reason: 'error', code: 'UNKNOWN' },
    ],
    ['errors that are no list', { errors: 'boo' }, { ok: false, reason: 'error', code: 'UNKNOWN' }],
  ])('ends in a closed outcome for %s', async (_, body, outcome) => {
    expect(await callTo(await serverThat(json(body)))).toEqual(outcome);
  });

  it('does not read an endless answer', async () => {
    const url = await serverThat((_, response) => {
      const more = () => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    });
    expect(await callTo(url, { maxResponseBytes: 100_000 })).toEqual({ ok: false, reason: 'too-large' });
  });

  it('does not wait for ever', async () => {
    const url = await serverThat(() => undefined);
    expect(await callTo(url, { timeoutMs: 50 })).toEqual({ ok: false, reason: 'timeout' });
  });

  it('does not follow a redirect with a session in its hand', async () => {
    let elsewhere = 0;
    const other = await serverThat((request, response) => {
      elsewhere += 1;
      json({ data: { hello: { word: 'x' } } })(request, response);
    });
    const url = await serverThat((_, response) => response.writeHead(307, { location: other }).end());
    expect(await callTo(url)).toEqual({ ok: false, reason: 'unreachable' });
    expect(elsewhere).toBe(0);
  });

  it('says that nobody answers', async () => {
    const url = await serverThat(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    expect(await callTo(url)).toEqual({ ok: false, reason: 'unreachable' });
  });
});
