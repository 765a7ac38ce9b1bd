/**
 * The wire between a telephone and the site, as whoever sits on it sees it: every request is written down, whoever in the browser made it,
 * and answers can be withheld, delayed or replaced.
 */
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Passed {
  readonly method: string;
  readonly path: string;
  /** Names and values, as they were sent. */
  readonly headers: string;
  readonly body: Buffer;
}

/** What happens to a request: it passes, nobody answers, nothing comes back although it arrived, or somebody else answers. */
export type Fate = 'pass' | 'cut' | 'hold' | ((passed: Passed) => Replacement | 'pass');
export interface Replacement {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

export interface Wire {
  readonly origin: string;
  readonly passed: readonly Passed[];
  /** From now on. */
  fate: Fate;
  /** The site behind it, from now on. */
  site: string;
  /** Breaks every line that is open. */
  drop(): void;
  close(): Promise<void>;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

function passOn(site: string, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const onward = ask(new URL(request.url ?? '/', site), {
    method: request.method ?? 'GET',
    headers: { ...request.headers, host: new URL(site).host },
  });
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
}

export async function startWire(site: string): Promise<Wire> {
  const passed: Passed[] = [];
  const wire = { fate: 'pass' as Fate, site };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (wire.fate === 'cut') {
      request.socket.destroy();
      return;
    }
    const body = await bodyOf(request);
    const seen: Passed = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.rawHeaders.join('\n'),
      body,
    };
    passed.push(seen);
    if (wire.fate === 'hold') return;
    const fate = wire.fate === 'pass' ? 'pass' : wire.fate(seen);
    if (fate === 'pass') passOn(wire.site, request, body, response);
    else response.writeHead(fate.status, { 'content-type': fate.type }).end(fate.body);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(wire, {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    passed,
    drop: () => {
      server.closeAllConnections();
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  });
}
