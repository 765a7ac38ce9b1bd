/**
 * One keep-alive connection that posts ready-made bytes and reads the answer. The client shares two cores with the server it
 * measures, so it does as little as HTTP allows: no parsing beyond the length, one write for each request.
 */
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

const PATIENCE_MS = 30_000;

export class SocketClient {
  #socket: Socket | null = null;

  constructor(private readonly port: number) {}

  post(request: Buffer): Promise<Answer> {
    const socket = (this.#socket ??= this.#open());
    return new Promise((resolve, reject) => {
      let text = '';
      const over = (): void => {
        socket.off('data', onData).off('error', onError).off('close', onClose).off('timeout', onTimeout);
      };
      const fail = (why: string): void => {
        over();
        socket.destroy();
        this.#socket = null;
        reject(new Error(why));
      };
      const onError = (error: Error): void => {
        fail(error.message);
      };
      const onClose = (): void => {
        fail('the connection was closed without an answer');
      };
      const onTimeout = (): void => {
        fail('no answer in time');
      };
      const onData = (chunk: Buffer): void => {
        text += chunk.toString('latin1');
        const answer = read(text);
        if (!answer) return;
        over();
        // The server ends a connection after so many requests; the next one needs another.
        if (/^connection: close/im.test(answer.head)) {
          socket.destroy();
          this.#socket = null;
        }
        resolve({ status: answer.status, body: answer.body });
      };
      socket.on('data', onData).on('error', onError).on('close', onClose).on('timeout', onTimeout);
      socket.write(request);
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #open(): Socket {
    const socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    socket.setTimeout(PATIENCE_MS);
    return socket;
  }
}

function read(text: string): { status: number; head: string; body: string } | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = text.slice(0, end);
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  if (length === undefined) throw new Error('an answer without a length');
  const body = text.slice(end + 4);
  return body.length < Number(length) ? null : { status: Number(head.slice(9, 12)), head, body };
}

export function postRequest(body: string, authorization?: string): Buffer {
  const head = [
    'POST /graphql HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    'accept: application/json',
    ...(authorization === undefined ? [] : [`authorization: ${authorization}`]),
    `content-length: ${String(Buffer.byteLength(body))}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
