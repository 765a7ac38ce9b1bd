/**
 * Passes pieces of sealed files on to the api, as they come: `/files` and nothing else of that name, the four methods that a sender
 * needs, and of its headers the few that tus and a channel need. Fetching and erasing are not for this address: they are a desk's.
 */
import {
  Agent as HttpAgent,
  request as requestHttp,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { HEADERS } from './headers.js';

export interface FilesPass {
  /** null for what it does not take; the promise ends with the answer. */
  take(request: IncomingMessage, response: ServerResponse): Promise<'done' | 'refused' | 'unavailable'>;
  close(): void;
}

const PATH = /^\/files(?:\/[0-9a-f]{32})?$/;
const METHODS = ['POST', 'HEAD', 'PATCH'];
const ON = [
  'tus-resumable',
  'upload-length',
  'upload-offset',
  'content-length',
  'content-type',
  'amparo-blob',
  'amparo-channel',
];
const BACK = [
  'tus-resumable',
  'upload-offset',
  'upload-length',
  'amparo-receipt',
  'retry-after',
  'content-type',
];
const MAX_SOCKETS = 64;
const MAX_ANSWER = 64 * 1024;
/** As long as the api gives one request: a thin line takes half a minute for its smallest piece. */
const TIMEOUT_MS = 125_000;

function chosen(from: IncomingMessage['headers'], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = from[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

async function collect(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER) throw new RangeError('no answer is that long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

export function createFilesPass(api: string): FilesPass {
  const secure = new URL(api).protocol === 'https:';
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: 8, timeout: TIMEOUT_MS };
  const agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
  const ask = secure ? requestHttps : requestHttp;
  let running = 0;

  const forward = (request: IncomingMessage, url: URL): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = chosen(request.headers, ON);
      const sent = ask(
        url,
        { agent, method: request.method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) },
        resolve,
      );
      sent.on('error', reject);
      // A line that breaks must break on the other side as well, or the api would wait for the rest with the file locked.
      request.on('close', () => {
        if (!request.complete) sent.destroy();
      });
      request.pipe(sent);
    });

  return {
    async take(request, response) {
      const { url = '', method = '' } = request;
      if (!PATH.test(url) || !METHODS.includes(method) || request.headers['transfer-encoding'] !== undefined)
        return 'refused';
      if (running >= MAX_SOCKETS) return 'unavailable';
      running += 1;
      try {
        const answer = await forward(request, new URL(url, api));
        const body = await collect(answer);
        response.writeHead(answer.statusCode ?? 502, {
          ...HEADERS,
          ...chosen(answer.headers, BACK),
          'content-length': body.length,
          'cache-control': 'no-store',
        });
        response.end(method === 'HEAD' ? undefined : body);
        return 'done';
      } catch {
        return 'unavailable';
      } finally {
        running -= 1;
      }
    },
    close: () => {
      agent.destroy();
    },
  };
}
