/** Somebody outside who is told that all is well, and notices when they are not. A real HTTP server on this machine. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Beat {
  readonly method: string | undefined;
  readonly authorization: string | undefined;
  readonly headers: readonly string[];
  readonly body: string;
  readonly at: number;
}

export interface HeartbeatServer {
  readonly url: string;
  readonly address: string;
  readonly beats: readonly Beat[];
  /** How long nothing was heard. */
  silentMs(): number;
  close(): Promise<void>;
}

export async function startHeartbeatServer(
  status = 200,
  headers: Record<string, string> = {},
): Promise<HeartbeatServer> {
  const beats: Beat[] = [];
  const began = performance.now();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      beats.push({
        method: request.method,
        authorization: request.headers.authorization,
        headers: Object.keys(request.headers).sort(),
        body: Buffer.concat(chunks).toString(),
        at: performance.now(),
      });
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: `http://${address}/alive`,
    address,
    beats,
    silentMs: () => performance.now() - (beats.at(-1)?.at ?? began),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
