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
  /** Of the site's own answer, once it has passed whole. */
  answer: { readonly bytes: number; readonly ms: number } | null;
}

/** What happens to a request: it passes, nobody answers, nothing comes back although it arrived, or somebody else answers. */
export type Fate = Plain | ((passed: Passed) => Replacement | Plain);
type Plain = 'pass' | 'cut' | 'hold';
export interface Replacement {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
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

function passOn(site: string, request: IncomingMessage, passed: Passed, response: ServerResponse): void {
  const began = performance.now();
  let bytes = 0;
  const onward = ask(new URL(request.url ?? '/', site), {
    method: request.method ?? 'GET',
    headers: { ...request.headers, host: new URL(site).host },
  });
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('data', (part: Buffer) => (bytes += part.length));
    answer.on('end', () => (passed.answer = { bytes, ms: performance.now() - began }));
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(passed.body);
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
      answer: null,
    };
    passed.push(seen);
    const fate = typeof wire.fate === 'function' ? wire.fate(seen) : wire.fate;
    if (fate === 'hold') return;
    if (fate === 'cut') request.socket.destroy();
    else if (fate === 'pass') passOn(wire.site, request, seen, response);
    else response.writeHead(fate.status, { 'content-type': fate.type, ...fate.headers }).end(fate.body);
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
