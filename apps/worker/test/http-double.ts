/** A stranger's HTTP server: keeps what it is sent, byte for byte, and answers as the test tells it, or never. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Arrival {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export class HttpDouble {
  readonly arrivals: Arrival[] = [];
  answer: { readonly status: number; readonly headers?: Record<string, string> } | 'hang' = { status: 201 };

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async listen(): Promise<HttpDouble> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const double = new HttpDouble(server, `127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { url = '', headers } = request;
        double.arrivals.push({ url, headers, body: Buffer.concat(parts) });
        if (double.answer !== 'hang') response.writeHead(double.answer.status, double.answer.headers).end();
      });
    });
    return double;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
