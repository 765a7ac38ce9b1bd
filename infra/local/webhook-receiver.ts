/**
 * An ally's own small web server, as the ally would run it: receives Standard Webhooks 1.0 calls, verifies the Ed25519
 * signature (`v1a`) over id, timestamp and the exact bytes of the body, and refuses what is old, unsigned or too large.
 * It listens on 127.0.0.1 only.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook } from '#crypto';

export interface Received {
  readonly id: string;
  readonly body: string;
  readonly at: number;
}

export interface WebhookReceiver {
  readonly url: string;
  /** host:port, as the worker's allow-list names it. */
  readonly address: string;
  /** The first verified call whose body names this. */
  received(text: string): Received | null;
  /** Every message once, however often it was sent. */
  all(): readonly Received[];
  readonly refused: () => number;
  close(): Promise<void>;
}

const MAX_BODY = 64 * 1024;
const MAX_KEPT = 10_000;
/** Standard Webhooks: a call that is older is a replay. */
const TOLERANCE_S = 300;

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

function authentic(request: IncomingMessage, body: string, keys: readonly Uint8Array[]): boolean {
  const id = header(request, 'webhook-id');
  const timestamp = header(request, 'webhook-timestamp');
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_S) return false;
  return verifyWebhook(id, Number(timestamp), body, header(request, 'webhook-signature'), keys);
}

export async function startWebhookReceiver(webhookKeys: readonly Uint8Array[]): Promise<WebhookReceiver> {
  const received = new Map<string, Received>();
  let refused = 0;

  async function handle(request: IncomingMessage): Promise<number> {
    if (request.method !== 'POST') return 405;
    const body = await bodyOf(request);
    if (body === null) return 413;
    if (!authentic(request, body, webhookKeys)) {
      refused += 1;
      return 401;
    }
    const id = header(request, 'webhook-id');
    // The same id is the same message, sent again because our answer was lost.
    if (!received.has(id) && received.size < MAX_KEPT) received.set(id, { id, body, at: performance.now() });
    return 204;
  }

  const server = createServer((request, response) => {
    handle(request).then(
      (status) => response.writeHead(status).end(),
      () => response.destroy(),
    );
  });
  server.requestTimeout = 15_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  return {
    url: `http://${address}/amparo`,
    address,
    refused: () => refused,
    all: () => [...received.values()],
    received: (text) => [...received.values()].find((call) => call.body.includes(text)) ?? null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
