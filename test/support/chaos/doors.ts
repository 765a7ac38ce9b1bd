/**
 * What people are rung at: for each a door of their own, a real server that takes calls, lets them wait, hangs up, throttles,
 * breaks, or says that it is gone. Whatever arrives with the deployment's signature is written down, also where the answer is
 * a refusal: it was heard.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook } from '#crypto';
import type { Mood } from './chaos-plan.js';

/** A call as its receiver knows it. */
export interface Ring {
  readonly door: string;
  readonly id: string;
  readonly notice: string;
  /** By this process's stopwatch: no clock that is set changes it. */
  readonly at: number;
}

export interface Doors {
  /** host:port, as the worker's allow-list names it. */
  readonly address: string;
  readonly rings: readonly Ring[];
  /** Calls that nobody of this deployment signed. */
  readonly strangers: () => number;
  urlOf(door: string): string;
  be(door: string, mood: Mood): void;
  close(): Promise<void>;
}

const ANSWERS = { takes: 204, throttles: 429, breaks: 500, gone: 410 } as const;
const MAX_BODY = 64 * 1024;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) throw new Error('a call that no doorbell makes');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const header = (request: IncomingMessage, name: string): string => String(request.headers[name] ?? '');

export async function openDoors(webhookKeys: readonly Uint8Array[]): Promise<Doors> {
  const rings: Ring[] = [];
  const moods = new Map<string, Mood>();
  let strangers = 0;

  async function hear(request: IncomingMessage): Promise<Mood> {
    const at = performance.now();
    const door = (request.url ?? '').slice(1);
    const body = await bodyOf(request);
    const [id, time, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
      header(request, name),
    ) as [string, string, string];
    if (!verifyWebhook(id, Number(time), body, signature, webhookKeys)) strangers += 1;
    else rings.push({ door, id, notice: (JSON.parse(body) as { data: { notice: string } }).data.notice, at });
    return moods.get(door) ?? 'takes';
  }

  function answer(mood: Mood, response: ServerResponse): void {
    if (mood === 'hangs-up') response.destroy();
    else if (mood !== 'stalls') response.writeHead(ANSWERS[mood]).end();
  }

  const server = createServer((request, response) => {
    hear(request).then(
      (mood) => {
        answer(mood, response);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    address,
    rings,
    strangers: () => strangers,
    urlOf: (door) => `http://${address}/${door}`,
    be: (door, mood) => {
      moods.set(door, mood);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
