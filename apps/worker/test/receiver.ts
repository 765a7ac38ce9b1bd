/** An ally's server, which keeps what it is sent and answers as the test tells it, at once or when told. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Ring {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
}

export class Receiver {
  readonly rings: Ring[] = [];
  answer: { status: number; headers?: Record<string, string> } | 'hang' = { status: 204 };
  private readonly hanging: ServerResponse[] = [];
  private arrived: () => void = () => undefined;

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async listen(): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const receiver = new Receiver(server, `127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      const header = (name: string): string => String(request.headers[name]);
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        receiver.take(
          {
            id: header('webhook-id'),
            timestamp: header('webhook-timestamp'),
            signature: header('webhook-signature'),
            body: Buffer.concat(parts).toString(),
          },
          response,
        );
      });
    });
    return receiver;
  }

  /** Resolves when so many calls have arrived. */
  async rung(times = 1): Promise<void> {
    while (this.rings.length < times) await new Promise<void>((resolve) => (this.arrived = resolve));
  }

  /** To those who were left hanging. */
  answerNow(status: number): void {
    for (const response of this.hanging.splice(0)) response.writeHead(status).end();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(ring: Ring, response: ServerResponse): void {
    this.rings.push(ring);
    if (this.answer === 'hang') this.hanging.push(response);
    else response.writeHead(this.answer.status, this.answer.headers).end();
    this.arrived();
  }
}
