import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CheckedTarget } from './checked-target.js';
import { postTo } from './post-to.js';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(handler: RequestListener): Promise<number> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
const target = (port: number, host = '127.0.0.1'): CheckedTarget => ({
  url: new URL(`http://${host}:${String(port)}/hook`),
  address: '127.0.0.1',
  family: 4,
});
const message = {
  headers: { 'webhook-id': 'msg_1' },
  body: new TextEncoder().encode('{"type":"notice.created"}'),
};

describe('one POST of a webhook', () => {
  it('sends the body and the headers, and reports the status', async () => {
    const seen: { method?: string | undefined; id?: unknown; body: string }[] = [];
    const port = await listen((request: IncomingMessage, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ method: request.method, id: request.headers['webhook-id'], body });
        response.writeHead(204).end();
      });
    });
    expect(await postTo(target(port), message)).toEqual({
      kind: 'response',
      status: 204,
      retryAfter: null,
    });
    expect(seen).toEqual([{ method: 'POST', id: 'msg_1', body: '{"type":"notice.created"}' }]);
  });

  it('connects where the check looked, whatever the name says by now', async () => {
    let called = 0;
    const port = await listen((_request, response) => {
      called += 1;
      response.writeHead(200).end();
    });
    // A name that no resolver knows: only the checked address can have been used.
    expect(await postTo(target(port, 'rebound.invalid'), message)).toMatchObject({ status: 200 });
    expect(called).toBe(1);
  });

  it('does not follow a redirect', async () => {
    let followed = 0;
    const elsewhere = await listen((_request, response) => {
      followed += 1;
      response.writeHead(200).end();
    });
    const port = await listen((_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${String(elsewhere)}/` }).end();
    });
    expect(await postTo(target(port), message)).toMatchObject({ kind: 'response', status: 307 });
    expect(followed).toBe(0);
  });

  it('gives up on a receiver that never answers', async () => {
    const port = await listen(() => undefined);
    expect(await postTo(target(port), message, 100)).toEqual({
      kind: 'no-response',
      because: 'timeout',
    });
  });

  it('reads no endless answer', async () => {
    let closed: () => void;
    const ended = new Promise<void>((resolve) => (closed = resolve));
    const port = await listen((_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (response.write(Buffer.alloc(16 * 1024)));
      };
      response.on('drain', more).on('close', () => {
        closed();
      });
      more();
    });
    expect(await postTo(target(port), message)).toMatchObject({ status: 200 });
    // Resolves only because we hung up: the receiver would have gone on for ever.
    await ended;
  });

  it('says connection where nobody listens, and tls where the other side speaks none', async () => {
    const port = await listen((_request, response) => response.end());
    const secure = { ...target(port), url: new URL(`https://127.0.0.1:${String(port)}/`) };
    expect(await postTo(secure, message)).toEqual({ kind: 'no-response', because: 'tls' });
    const server = servers.pop();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    expect(await postTo(target(port), message)).toEqual({ kind: 'no-response', because: 'connection' });
  });

  it('hands on how long the receiver wants to be left alone', async () => {
    const port = await listen((_request, response) =>
      response.writeHead(429, { 'retry-after': '120' }).end(),
    );
    expect(await postTo(target(port), message)).toEqual({
      kind: 'response',
      status: 429,
      retryAfter: '120',
    });
  });
});
