/** A real Chromium, headless, that talks to one host only: the page's own server on 127.0.0.1. */
import { accessSync, constants, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Whatever the browser itself would look up ends here.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];
/** How a browser under test is started. Without a user namespace Chromium has no sandbox for root; an ordinary user keeps it. */
export const launchOptions = (executablePath: string) => ({
  executablePath,
  headless: true,
  args: [...FLAGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});

const PATIENCE_MS = 120_000;
const MAX_REPORT = 16 * 1024 * 1024;

/** What the pages for people will be served with: nothing from elsewhere, no evaluated text, WebAssembly for libsodium. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/** From CHROMIUM, else from PATH; null where there is none. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = [
    ...(named ? [named] : []),
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
  ];
  return places.find(mayRun) ?? null;
}

/** A folder on the path may be somebody else's and closed to us. */
function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function whole(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_REPORT) request.destroy();
      else chunks.push(chunk);
    });
    request.on('end', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    request.on('error', reject);
  });
}

interface Page {
  readonly script: string;
  /** What `fetch('/given')` answers. */
  readonly given: object;
}

/** Serves one page with its script; `reported` is what the page posts when it is done. */
async function serve({
  script,
  given,
}: Page): Promise<{ server: Server; url: string; reported: Promise<unknown> }> {
  let report: (value: unknown) => void = () => undefined;
  const reported = new Promise<unknown>((resolve) => (report = resolve));
  const answers: Readonly<Record<string, readonly [string, string]>> = {
    '/': [
      'text/html',
      '<!doctype html><meta charset="utf-8"><title>t</title><script type="module" src="/page.js"></script>',
    ],
    '/page.js': ['text/javascript', script],
    '/given': ['application/json', JSON.stringify(given)],
  };
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
    if (request.method === 'POST' && request.url === '/report') {
      void whole(request).then((body) => {
        response.end();
        report(JSON.parse(body));
      });
      return;
    }
    const [type, body] = answers[request.url ?? ''] ?? [];
    response
      .writeHead(type ? 200 : 404, { 'content-type': `${type ?? 'text/plain'}; charset=utf-8` })
      .end(body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, reported };
}

export interface Visit<T> {
  readonly reported: T;
  /** Origins of all requests that the page made. */
  readonly origins: readonly string[];
  readonly own: string;
  /** What the browser complained of: errors, and what the policy refused. */
  readonly complaints: readonly string[];
}

/** Opens the page and waits for its report. */
export async function visit<T>(executablePath: string, page: Page): Promise<Visit<T>> {
  const browser = await chromium.launch(launchOptions(executablePath));
  const { server, url, reported } = await serve(page);
  try {
    const opened = await browser.newPage();
    const origins = new Set<string>();
    const complaints: string[] = [];
    opened.on('request', (request) => origins.add(new URL(request.url()).origin));
    opened.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    const failed = new Promise<never>((_, reject) => {
      opened.on('pageerror', (error) => {
        complaints.push(error.message);
        reject(error);
      });
      setTimeout(() => {
        reject(new Error(`the page reported nothing: ${complaints.join('\n')}`));
      }, PATIENCE_MS).unref();
    });
    await opened.goto(url);
    return {
      reported: (await Promise.race([reported, failed])) as T,
      origins: [...origins],
      own: url,
      complaints,
    };
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
