/** What a stranger can get from the process that faces every reporter, and what it lets through to the api. */
import { connect } from 'node:net';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { API_ERRORS } from '#graphql';
import { DIRECTORY_DOCUMENT } from '#sdk/directory-document';
import { closedError } from '../../api/src/error.filter.js';
import { CLOSED_ERRORS, closedBody, type ClosedCode } from './closed-errors.js';
import { codingFor, pageAnswers } from './page-answers.js';
import { createWebServer } from './server.js';
import { createFilesPass } from './files-pass.js';
import { createUpstream, type Upstream } from './upstream.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const FILES = new Map([
  ['index.html', utf8('<!doctype html><title>t</title>')],
  ['main-AAAAAAAA.js', utf8('export {};'.repeat(100))],
  ['deployment.json', utf8('{}')],
]);

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    });
  });
const shut = (server: Server): void => {
  server.closeAllConnections();
  server.close();
};

interface Asked {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('the web process', () => {
  let web: Server;
  let api: Server;
  let upstream: Upstream;
  let origin: string;
  let asked: Asked[];
  let answer: { status: number; body: string; headers?: Record<string, string> };

  beforeAll(async () => {
    api = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push({ url: request.url ?? '', headers: request.headers, body });
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
        response.end(answer.body);
      });
    });
    const apiOrigin = await listen(api);
    upstream = createUpstream(apiOrigin);
    web = createWebServer({ pages: await pageAnswers(FILES), upstream, files: createFilesPass(apiOrigin) });
    origin = await listen(web);
  });
  beforeEach(() => {
    asked = [];
    answer = { status: 200, body: '{"data":{}}' };
  });
  afterAll(() => {
    upstream.close();
    shut(web);
    shut(api);
  });

  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  it('serves the page under its exact paths, and nothing else', async () => {
    expect(await (await fetch(origin)).text()).toContain('<!doctype html>');
    for (const path of [
      '/index.html',
      '/main',
      '/main-AAAAAAAA.js/',
      '/../package.json',
      '/%2e%2e/package.json',
      '//',
    ])
      expect([path, (await fetch(origin + path)).status]).toEqual([path, 404]);
    expect((await fetch(`${origin}/?fbclid=who-sent-it`)).status).toBe(200);
    expect((await fetch(`${origin}/deployment.json?x`)).status).toBe(404);
    expect((await fetch(origin, { method: 'POST' })).status).toBe(405);
  });

  it('passes pieces of sealed files on, with the headers that they need and without anybody who sent them', async () => {
    const blob = 'ab'.repeat(16);
    answer = { status: 200, body: '', headers: { 'upload-offset': '7', 'access-control-allow-origin': '*' } };
    const headers = {
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
      'x-forwarded-for': '203.0.113.7',
      cookie: 'who=ana',
      'upload-metadata': 'name QW5h',
    };
    const told = await fetch(`${origin}/files/${blob}`, { method: 'PATCH', headers, body: 'sealed' });
    expect(told.headers.get('upload-offset')).toBe('7');
    expect(told.headers.get('access-control-allow-origin')).toBeNull();
    const [one] = asked;
    expect(one).toMatchObject({ url: `/files/${blob}`, body: 'sealed' });
    for (const name of ['x-forwarded-for', 'cookie', 'upload-metadata', 'user-agent'])
      expect(one?.headers[name]).toBeUndefined();
  });

  it('lets nobody fetch or erase a file, or reach another path of the api', async () => {
    const blob = 'ab'.repeat(16);
    for (const [method, path] of [
      ['GET', `/files/${blob}`],
      ['DELETE', `/files/${blob}`],
      ['OPTIONS', '/files'],
      ['PATCH', `/files/${blob}?x`],
      ['POST', '/files/'],
      ['HEAD', '/files/..%2fgraphql'],
    ] as const)
      expect([method, path, (await fetch(origin + path, { method })).status]).toEqual([method, path, 404]);
    expect(asked).toEqual([]);
  });

  it('tells every browser to load nothing from elsewhere, to turn no text into a script, and to say nowhere where it was', async () => {
    for (const path of ['/', '/?a', '/deployment.json', '/nothing']) {
      const { headers } = await fetch(origin + path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/);
      expect(policy).toContain("require-trusted-types-for 'script'; trusted-types amparo");
      expect(policy).toContain("connect-src 'self'");
      expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:|\*/);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('permissions-policy')).toContain('microphone=(self), camera=(self)');
      expect(headers.get('permissions-policy')).toContain('geolocation=()');
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('server')).toBeNull();
    }
  });

  it('says no more than a word with a script or a style, which are under the policy of the page: on 2G words are seconds', async () => {
    const { headers } = await fetch(`${origin}/main-AAAAAAAA.js`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect([...headers].join('').length).toBeLessThan(450);
  });

  it('sends the smallest form that the browser takes, and a file whose name holds its hash once in a lifetime', async () => {
    const script = await fetch(`${origin}/main-AAAAAAAA.js`, { headers: { 'accept-encoding': 'br' } });
    expect(script.headers.get('content-encoding')).toBe('br');
    expect(Number(script.headers.get('content-length'))).toBeLessThan(100);
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const page = await fetch(origin);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const again = await fetch(origin, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    const packed = (await pageAnswers(FILES)).get('/main-AAAAAAAA.js')?.bodies.br ?? Buffer.alloc(0);
    expect(brotliDecompressSync(packed).toString()).toBe('export {};'.repeat(100));
    expect([codingFor('gzip, br;q=0'), codingFor(undefined), codingFor('br')]).toEqual([
      'gzip',
      'identity',
      'br',
    ]);
  });

  it('passes on the question, and nothing of who asked it', async () => {
    const question = '{"query":"{a}"}';
    const got = await post(question, {
      cookie: 'who=me',
      authorization: 'Bearer x',
      'user-agent': 'a very rare telephone',
      'accept-language': 'ay-BO',
      'x-forwarded-for': '10.1.2.3',
      'x-request-id': 'the same for an hour',
    });
    expect([got.status, await got.text()]).toEqual([200, '{"data":{}}']);
    expect(asked).toHaveLength(1);
    const [{ headers, body, url }] = asked as [Asked];
    expect([url, body]).toEqual(['/graphql', question]);
    expect(Object.keys(headers).sort()).toEqual([
      'accept',
      'connection',
      'content-length',
      'content-type',
      'host',
    ]);
  });

  it("packs the one answer that is the same for everybody, and never one to somebody's own words", async () => {
    const said = JSON.stringify({ data: { directory: { directory: 'QUFB'.repeat(2_000) } } });
    answer = { status: 200, body: said };
    const asking = JSON.stringify({ query: DIRECTORY_DOCUMENT, variables: {} });
    for (const coding of ['br', 'gzip'] as const)
      for (const time of ['first', 'again']) {
        const got = await post(asking, { 'accept-encoding': coding });
        expect([time, got.headers.get('content-encoding')]).toEqual([time, coding]);
        expect(Number(got.headers.get('content-length'))).toBeLessThan(said.length / 2);
        expect(await got.text()).toBe(said);
      }
    const changed = said.replace('QUFB', 'QUFC');
    answer = { status: 200, body: changed };
    expect(await (await post(asking, { 'accept-encoding': 'br' })).text()).toBe(changed);
    for (const question of [
      JSON.stringify({ query: DIRECTORY_DOCUMENT, variables: { guess: 'x' } }),
      `${asking} `,
      JSON.stringify({ query: 'mutation{submitReport}', variables: {} }),
    ]) {
      const got = await post(question, { 'accept-encoding': 'br' });
      expect([got.headers.get('content-encoding'), got.headers.get('content-length')]).toEqual([
        null,
        String(changed.length),
      ]);
    }
  });

  it('gives back what the api said, and when to come back', async () => {
    answer = {
      status: 429,
      body: closedBody('UNAVAILABLE'),
      headers: { 'retry-after': '7', 'set-cookie': 'a=b' },
    };
    const got = await post('{}');
    expect([got.status, got.headers.get('retry-after'), got.headers.get('set-cookie')]).toEqual([
      429,
      '7',
      null,
    ]);
    expect(got.headers.get('cache-control')).toBe('no-store');
  });

  it('refuses what no api would take, without asking it', async () => {
    expect((await post('x'.repeat(512 * 1024 + 1))).status).toBe(413);
    expect((await post('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('{}', { 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await fetch(`${origin}/graphql`)).status).toBe(405);
    expect((await fetch(`${origin}/graphql?query={a}`)).status).toBe(405);
    expect(asked).toEqual([]);
  });

  it('answers what is no HTTP with four words, and goes on', async () => {
    const { port } = new URL(origin);
    const told = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NOT HTTP AT ALL\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('close', () => {
        resolve(text);
      });
    });
    expect(told).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect((await fetch(origin)).status).toBe(200);
  });

  it('is told by nobody for longer than a minute or two, and by no more than it can hold', () => {
    expect(web.requestTimeout).toBe(120_000);
    expect(web.headersTimeout).toBe(10_000);
    expect(web.maxConnections).toBe(1024);
  });
});

describe('an api that is away', () => {
  let web: Server | undefined;
  let upstream: Upstream | undefined;
  afterEach(() => {
    upstream?.close();
    if (web) shut(web);
  });

  it('is told as UNAVAILABLE, in the shape that makes the page keep its report', async () => {
    // Port 9 of this machine: nobody listens.
    upstream = createUpstream('http://127.0.0.1:9');
    web = createWebServer({ pages: new Map(), upstream, files: createFilesPass('http://127.0.0.1:9') });
    const got = await fetch(`${await listen(web)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(got.status).toBe(502);
    expect(await got.json()).toEqual(closedError('UNAVAILABLE').body);
  });

  it('is spoken of in the words of the one catalogue', () => {
    for (const [code, message] of Object.entries(CLOSED_ERRORS)) {
      expect(message).toBe(API_ERRORS[code as ClosedCode].message);
      expect(JSON.parse(closedBody(code as ClosedCode))).toEqual(closedError(code as ClosedCode).body);
    }
  });
});
