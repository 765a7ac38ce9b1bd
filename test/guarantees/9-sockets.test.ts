/**
 * Guarantee 9, over WebSocket: frames and messages that no honest client sends, on real sockets. Each ends with a code of ours or
 * of the protocol, is told nothing but closed errors, and takes nothing from whoever listens beside it. A failure names its seed;
 * AMPARO_SEED replays the draws. Only 127.0.0.1 is spoken to.
 */
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { CLOSE_REASONS } from '../../apps/api/src/live/live-limits.js';
import { connectAs, QUEUE, watching } from '../api/live-client.js';
import { draft } from '../support/draft.js';
import { Chance, seedOfThisRun } from '../support/hostile/chance.js';
import { faultOf } from '../support/hostile/closed-answer.js';
import { hostileFrames, hostileMessage } from '../support/hostile/hostile-frames.js';
import { inParallel, residentMib } from '../support/hostile/process-memory.js';
import { committedSchema, documentOf, operationsOf } from '../support/hostile/schema-walk.js';
import { stolenToken } from '../support/stolen-token.js';
import { World } from '../support/world.js';

const TALKERS = 300;
const WIRES = 300;
const AT_ONCE = 20;
const MEMORY_MIB = 450;

/** Of the protocol itself: nothing said, cut off, broken frames, no UTF-8, too large. */
const PROTOCOL_CODES = [1000, 1002, 1005, 1006, 1007, 1009];
const CODES: readonly unknown[] = [...PROTOCOL_CODES, ...Object.keys(CLOSE_REASONS).map(Number)];
const KINDS: readonly unknown[] = ['connection_ack', 'next', 'error', 'complete', 'ping', 'pong'];

let world: World;
let port: number;
let tokens: readonly string[];
let listener: Awaited<ReturnType<typeof connectAs>>;
beforeAll(async () => {
  world = await World.begin();
  port = Number(new URL(world.origin).port);
  const taken: string[] = [];
  for (const handle of ['rosa', 'ines', 'luz', 'abel', 'mateo'])
    taken.push((await stolenToken(world, handle)).token);
  tokens = taken;
  listener = await connectAs(port, (await stolenToken(world, 'rosa')).token);
  await watching(listener, QUEUE);
});
afterAll(() => world.end());

const initOf = (token: string): object => ({
  type: 'connection_init',
  payload: { authorization: `Bearer ${token}` },
});

/** Right messages of every kind, for every operation of the schema, subscription or not: what the spoiled ones are made of. */
function samples(chance: Chance): readonly object[] {
  const queries = operationsOf(committedSchema()).map(documentOf);
  return [
    ...queries.map((query) => ({ id: String(chance.below(3)), type: 'subscribe', payload: { query } })),
    ...Array.from({ length: 6 }, () => ({ id: '1', type: 'subscribe', payload: { query: QUEUE } })),
    ...tokens.flatMap((token) => [initOf(token), initOf(token)]),
    initOf('A'.repeat(43)),
    { type: 'connection_init' },
    { id: String(chance.below(3)), type: 'complete' },
    { id: crypto.randomUUID(), type: 'complete' },
    { type: 'ping' },
    { type: 'pong', payload: {} },
    { id: '1', type: 'next', payload: { data: {} } },
    { type: 'connection_terminate' },
  ];
}

/** What is wrong with a message of the server, in words. */
function faultOfMessage(text: string): string | null {
  const { type, payload } = JSON.parse(text) as {
    type: unknown;
    payload?: { errors?: unknown[] } | unknown[];
  };
  if (!KINDS.includes(type)) return `a message of kind ${String(type)}`;
  const errors = Array.isArray(payload) ? payload : payload?.errors;
  return errors ? faultOf({ status: 200, text: JSON.stringify({ errors }) }) : null;
}

interface Ended {
  readonly code: number;
  readonly reason: string;
  readonly heard: readonly string[];
}

interface Talk {
  /** With it, the rest is said only after the server has let it in. */
  readonly token: string | null;
  readonly messages: readonly (string | Uint8Array)[];
  readonly leave: 'close' | 'terminate';
}

/** Speaks, listens for a moment, and goes: in order, or without a word. */
function talk({ token, messages, leave }: Talk): Promise<Ended> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/graphql`, 'graphql-transport-ws');
    const heard: string[] = [];
    const speak = (): void => {
      for (const message of messages) socket.send(message);
      setTimeout(() => {
        socket[leave]();
      }, 200);
    };
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      if (heard.push((data as Buffer).toString()) === 1 && token !== null) speak();
    });
    socket.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString(), heard });
    });
    socket.on('open', () => {
      if (token === null) speak();
      else socket.send(JSON.stringify(initOf(token)));
    });
  });
}

function upgraded(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol': 'graphql-transport-ws',
    };
    const outgoing = request({ host: '127.0.0.1', port, path: '/graphql', headers });
    outgoing.on('upgrade', (_, socket) => {
      resolve(socket);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** Puts bytes on the wire; some leave their own half open, or close it and go on listening. */
async function write(bytes: Uint8Array, half: boolean): Promise<void> {
  const socket = await upgraded();
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(bytes);
  if (half) socket.end();
  await pause(150);
  socket.destroy();
}

describe('guarantee: bad input harms nothing that listens on a socket', () => {
  const seed = seedOfThisRun();

  it('meets spoiled messages with closed answers and codes, whoever says them', async () => {
    const chance = new Chance(seed, 'messages');
    const from = samples(chance);
    const drawn = Array.from({ length: TALKERS }, (_, at): Talk => {
      const count = chance.oneIn(15) ? 60 : 1 + chance.below(6);
      return {
        // One person after another, so that mostly each finds one of the four places of their session.
        token: chance.oneIn(4) ? null : (tokens[at % tokens.length] ?? null),
        messages: Array.from({ length: count }, () =>
          chance.oneIn(25) ? chance.bytes(chance.below(100)) : hostileMessage(chance, from),
        ),
        leave: chance.oneIn(2) ? 'close' : 'terminate',
      };
    });
    const faults: string[] = [];
    const seen = new Map<string, number>();
    await inParallel(drawn.length, AT_ONCE, async (at) => {
      const asked = drawn[at]!;
      const { code, reason, heard } = await talk(asked);
      const wrong = heard.map(faultOfMessage).find((fault) => fault !== null) ?? null;
      const closed = CODES.includes(code) && (reason === '' || reason === CLOSE_REASONS[code]);
      if (wrong !== null || !closed)
        faults.push(
          `AMPARO_SEED=${String(seed)} ${wrong ?? `closed ${String(code)} ${reason}`} after ${String(asked.messages).slice(0, 500)}`,
        );
      for (const what of [String(code), ...heard.map((text) => (JSON.parse(text) as { type: string }).type)])
        seen.set(what, (seen.get(what) ?? 0) + 1);
    });
    expect(faults.slice(0, 5)).toEqual([]);
    // The rooms behind the first door were reached as well: sessions, subscriptions, errors, and the codes of ours.
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining(['connection_ack', 'next', 'error', '4400', '1003', '4409', '4429']),
    );
  });

  it('meets broken frames and half-closed connections with the end of that connection alone', async () => {
    const chance = new Chance(seed, 'frames');
    const from = samples(chance);
    const drawn = Array.from({ length: WIRES }, () => ({
      bytes: hostileFrames(chance, from),
      half: chance.oneIn(2),
    }));
    await inParallel(drawn.length, AT_ONCE, async (at) => write(drawn[at]!.bytes, drawn[at]!.half));
    expect(listener.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('still tells the honest listener of a new report, on the socket that it had before', async () => {
    const already = listener.messages.length;
    const { reportId } = await world.submit(draft());
    await listener.next(({ payload }) => JSON.stringify(payload ?? null).includes(reportId));
    expect(listener.messages.length).toBeGreaterThan(already);
    // Every session has its places again: none of the dead sockets kept one.
    const again = await Promise.all(tokens.map((token) => connectAs(port, token)));
    for (const one of again) one.socket.close();
  });

  it('is the same process, no larger than before, and has nothing to say about anybody', () => {
    expect(() => process.kill(world.api.pid, 0)).not.toThrow();
    expect(residentMib(world.api.pid)).toBeLessThan(MEMORY_MIB);
    expect(world.api.output().toString()).not.toMatch(/127\.0\.0\.1|"event":"internal"|^\s+at /m);
  });
});
