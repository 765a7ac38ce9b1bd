/**
 * Passes one question on to the api and its answer back. What goes on is the body and its type: no address, no cookie, no header that a
 * browser or a proxy added, so that the api could not tell one reporter from another if it wanted to.
 */
import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

export interface UpstreamAnswer {
  readonly status: number;
  readonly type: string;
  readonly retryAfter: string | null;
  readonly body: Buffer;
}

export interface Upstream {
  /** Null when the api did not answer, not in time, or with more than an answer can be. */
  graphql(body: Buffer): Promise<UpstreamAnswer | null>;
  close(): void;
}

/** As long as the page waits (libs/sdk/src/transport.ts); an api that is slower than that answers nobody. */
const TIMEOUT_MS = 20_000;
const MAX_ANSWER = 4 * 1024 * 1024;
const MAX_SOCKETS = 64;

async function collect(response: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

export function createUpstream(api: string): Upstream {
  const secure = new URL(api).protocol === 'https:';
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: 8, timeout: 5_000 };
  const agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
  const ask = secure ? requestHttps : requestHttp;
  const graphql = new URL('/graphql', api);

  return {
    graphql: (body) =>
      new Promise((resolve) => {
        const sent = ask(
          graphql,
          {
            agent,
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              'content-length': body.length,
              accept: 'application/json',
            },
            signal: AbortSignal.timeout(TIMEOUT_MS),
          },
          (response) => {
            collect(response).then(
              (answer) => {
                if (answer === null) sent.destroy();
                const { 'content-type': type, 'retry-after': retryAfter } = response.headers;
                resolve(
                  answer && {
                    status: response.statusCode ?? 502,
                    type: type ?? 'application/json',
                    retryAfter: retryAfter ?? null,
                    body: answer,
                  },
                );
              },
              () => {
                resolve(null);
              },
            );
          },
        );
        sent.on('error', () => {
          resolve(null);
        });
        sent.end(body);
      }),
    close: () => {
      agent.destroy();
    },
  };
}
