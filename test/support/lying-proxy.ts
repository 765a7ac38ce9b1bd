/**
 * Stands between a real client and the real api, as somebody would who runs the servers or broke the connection: it passes
 * everything on and changes what the client is told.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = Record<string, unknown>;
/** What the client is told instead, for each field of an answer. */
export type Lie = (field: string, answer: Answer) => Answer;

export interface LyingProxy {
  /** For a client that believes that it speaks to the api itself. */
  readonly fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

export async function startLyingProxy(api: string, lie: Lie): Promise<LyingProxy> {
  async function pass(request: IncomingMessage): Promise<{ status: number; body: string }> {
    const { authorization } = request.headers;
    const response = await fetch(`${api}${request.url ?? ''}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: new Uint8Array(await bodyOf(request)),
    });
    const answer = (await response.json()) as { data?: Record<string, Answer | null> | null };
    for (const [field, value] of Object.entries(answer.data ?? {}))
      if (value && answer.data) answer.data[field] = lie(field, value);
    return { status: response.status, body: JSON.stringify(answer) };
  }
  const server = createServer((request, response) => {
    pass(request).then(
      ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    fetch: (input, init) => fetch((input as string).replace(api, proxy), init),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
