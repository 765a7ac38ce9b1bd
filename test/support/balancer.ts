/**
 * What stands in front of several apis wherever there are several: one address, connections given out in turn, one that is
 * down passed over. It looks into nothing, so that whatever HTTP or WebSocket carries arrives as it was sent.
 */
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Balancer {
  readonly origin: string;
  close(): Promise<void>;
}

export async function startBalancer(ports: () => readonly number[]): Promise<Balancer> {
  const open = new Set<Socket>();
  let turn = 0;

  /** The first backend that takes the connection, beginning with the next in turn; null when none does. */
  async function reach(): Promise<Socket | null> {
    const backends = ports();
    const from = turn;
    turn += 1;
    for (let tried = 0; tried < backends.length; tried += 1) {
      const port = backends[(from + tried) % backends.length];
      if (port === undefined) continue;
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      const there = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => {
          resolve(true);
        });
        socket.once('error', () => {
          resolve(false);
        });
      });
      if (there) return socket;
      socket.destroy();
    }
    return null;
  }

  function join(client: Socket, backend: Socket): void {
    for (const [one, other] of [
      [client, backend],
      [backend, client],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    client.pipe(backend).pipe(client);
  }

  const server = createServer({ noDelay: true, pauseOnConnect: true }, (client) => {
    client.on('error', () => client.destroy());
    void reach().then((backend) => {
      if (!backend || client.destroyed) {
        backend?.destroy();
        client.destroy();
        return;
      }
      join(client, backend);
      client.resume();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of open) socket.destroy();
      }),
  };
}
