/**
 * Guarantee 9, below GraphQL: bytes, headers and connections that no honest client sends. Whatever comes, the answer is a
 * closed one or the end of the connection; nothing is inflated, nothing is waited for without end, and who asks honestly at
 * the same time is served. Only 127.0.0.1 is spoken to.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { draft } from '../support/draft.js';
import { Chance, seedOfThisRun } from '../support/hostile/chance.js';
import { faultOf } from '../support/hostile/closed-answer.js';
import { hostileBytes } from '../support/hostile/hostile-bytes.js';
import { inParallel, residentMib } from '../support/hostile/process-memory.js';
import { World } from '../support/world.js';

/** Headers within ten seconds, bodies at a phone's pace after eight, and a busy machine's delay. */
const SLOW_END_S = 25;
const SOCKETS = 2_000;
const MEMORY_MIB = 450;

let world: World;
beforeAll(async () => {
  world = await World.begin({ withoutWorker: true });
});
afterAll(() => world.end());

const portOf = (): number => Number(new URL(world.origin).port);

/** Sends the parts, one after another, and gives what came back until the connection ended or `ms` had passed. */
function exchange(
  parts: readonly (string | Uint8Array)[],
  { ms = 8_000, half = false } = {},
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port: portOf(), host: '127.0.0.1', allowHalfOpen: true });
    let text = '';
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(end, ms);
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('end', end);
    socket.on('error', end);
    for (const part of parts) socket.write(part);
    if (half) socket.end();
  });
}

/** The status lines and bodies of what came back; a body must be closed whatever its status. */
function expectClosed(text: string): void {
  if (text === '') return;
  expect(text).toMatch(/^HTTP\/1\.1 [1-4]\d\d /);
  expect(text).not.toMatch(/node_modules|\.js:\d|stack|CANARY/i);
}

const question = '{"query":"{ directory { version } }"}';
const head = (more: string, body = question): string =>
  `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}Content-Length: ${String(body.length)}\r\n\r\n`;
const whole = `${head('Connection: close\r\n')}${question}`;

async function honest(): Promise<number> {
  const began = performance.now();
  const { status, text } = await world.post(question);
  expect([status, text.startsWith('{"data"')]).toEqual([200, true]);
  return performance.now() - began;
}

describe('guarantee: bad input harms nothing that listens', () => {
  const seed = seedOfThisRun();

  it('positive control: the same bytes, unspoiled, are answered', async () => {
    expect(await exchange([whole])).toContain('"version":1');
  });

  it('meets spoiled requests, as bytes on the connection, with a closed answer or its end', async () => {
    const chance = new Chance(seed, 'wire');
    const samples = [
      whole,
      head('Transfer-Encoding: chunked\r\n'),
      'GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ];
    const inputs = Array.from({ length: 240 }, () =>
      hostileBytes(
        chance,
        samples.map((text) => Buffer.from(text)),
      ),
    );
    const faults: string[] = [];
    await inParallel(inputs.length, 48, async (at) => {
      const input = inputs[at]!;
      const text = await exchange([input], { ms: 800, half: chance.oneIn(2) });
      if (/^HTTP\/1\.1 5/.test(text) || (text !== '' && !text.startsWith('HTTP/1.1 ')))
        faults.push(
          `AMPARO_SEED=${String(seed)} ${Buffer.from(input).toString('latin1').slice(0, 300)} → ${text.slice(0, 100)}`,
        );
    });
    expect(faults).toEqual([]);
  });

  it.each<[string, string]>([
    ['two lengths', `${head('Content-Length: 5\r\n')}${question}`],
    ['a length and chunks', `${head('Transfer-Encoding: chunked\r\n')}${question}`],
    [
      'a negative length',
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n',
    ],
    [
      'a chunk of endless size',
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n',
    ],
    ['a NUL in a header', whole.replace('Host: x', 'Host: x\r\nX-CANARY: a\0b')],
    ['a folded header', whole.replace('Host: x', 'Host: x\r\nX-A: b\r\n CANARY')],
    ['no host', 'POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n'],
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a header of 100 KB', whole.replace('Host: x', `Host: x\r\nX-CANARY: ${'a'.repeat(100_000)}`)],
    [
      '5,000 headers',
      whole.replace(
        'Host: x',
        `Host: x\r\n${Array.from({ length: 5_000 }, (_, at) => `X-${String(at)}: CANARY`).join('\r\n')}`,
      ),
    ],
    ['an address of 100 KB', `GET /${'CANARY'.repeat(17_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['a CONNECT', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a TRACE', 'TRACE / HTTP/1.1\r\nHost: x\r\nX-CANARY: 1\r\nConnection: close\r\n\r\n'],
    ['a whole address', whole.replace('/graphql', 'http://169.254.169.254/graphql')],
    [
      'an upgrade to nothing known',
      whole.replace('Connection: close', 'Connection: upgrade\r\nUpgrade: CANARY'),
    ],
  ])('with %s is answered with a closed answer, or its connection ends', async (_, bytes) => {
    expectClosed(await exchange([bytes], { ms: 3_000 }));
    await honest();
  });

  it.each<[string, Uint8Array]>([
    ['gzip', gzipSync(Buffer.alloc(50_000_000, 0x20))],
    ['deflate', deflateSync(Buffer.alloc(50_000_000, 0x20))],
    ['br', brotliCompressSync(Buffer.alloc(20_000_000, 0x20))],
  ])('refuses a body in %s without inflating it', async (encoding, bomb) => {
    const before = residentMib(world.api.pid);
    const answer = await world.post(new Uint8Array(bomb), { 'content-encoding': encoding });
    expect([answer.status, faultOf(answer)]).toEqual([415, null]);
    // Honest JSON in this dress is refused as well: there is no decoder to be attacked.
    const small =
      encoding === 'br'
        ? brotliCompressSync(question)
        : encoding === 'gzip'
          ? gzipSync(question)
          : deflateSync(question);
    expect((await world.post(new Uint8Array(small), { 'content-encoding': encoding })).status).toBe(415);
    expect(residentMib(world.api.pid) - before).toBeLessThan(40);
  });

  it('refuses what calls itself compressed and is not, because two readers would read two requests', async () => {
    expect((await world.post(question, { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('answers requests that come before their turn, each once and in order', async () => {
    const text = await exchange([`${head('')}${question}`.repeat(20) + whole]);
    expect(text.match(/HTTP\/1\.1 200/g)?.length).toBe(21);
    // Who closes their half early is answered or not; nobody else notices.
    expectClosed(await exchange([whole], { half: true }));
    await honest();
  });

  it('ends whoever sends a byte a second, and serves the others meanwhile', async () => {
    const ended: number[] = [];
    const began = performance.now();
    const drips: (() => void)[] = [];
    const slow = (prefix: string): Promise<void> =>
      new Promise((resolve) => {
        const socket: Socket = connect(portOf(), '127.0.0.1', () => socket.write(prefix));
        const drip = setInterval(() => socket.write('a'), 1_000);
        drips.push(() => socket.destroy());
        socket.on('error', () => undefined);
        socket.on('close', () => {
          clearInterval(drip);
          ended.push((performance.now() - began) / 1000);
          resolve();
        });
      });
    const headers = Array.from({ length: 50 }, () => slow('POST /graphql HTTP/1.1\r\nX-A: '));
    const bodies = Array.from({ length: 50 }, () => slow(head('', 'a'.repeat(5_000))));
    const late = setTimeout(() => {
      for (const stop of drips) stop();
    }, 40_000);
    for (let at = 0; at < 8; at += 1) {
      expect(await honest()).toBeLessThan(5_000);
      await pause(500);
    }
    await Promise.all([...headers, ...bodies]);
    clearTimeout(late);
    expect(ended.length).toBe(100);
    expect(Math.max(...ended)).toBeLessThan(SLOW_END_S);
    await honest();
  });

  it(`serves the honest beside ${String(SOCKETS)} connections that say nothing`, async () => {
    const sockets = Array.from({ length: SOCKETS }, () =>
      connect(portOf(), '127.0.0.1').on('error', () => undefined),
    );
    await Promise.all(
      sockets.map(
        (socket) => new Promise((resolve) => socket.once('connect', resolve).once('close', resolve)),
      ),
    );
    expect(await honest()).toBeLessThan(5_000);
    await world.submit(draft());
    expect(residentMib(world.api.pid)).toBeLessThan(MEMORY_MIB);
    for (const socket of sockets) socket.destroy();
    await honest();
  });

  it('is the same process afterwards, and its log holds no word of anybody', () => {
    expect(() => process.kill(world.api.pid, 0)).not.toThrow();
    expect(world.api.output().toString()).not.toMatch(/CANARY|127\.0\.0\.1|"event":"internal"|^\s+at /m);
  });
});
