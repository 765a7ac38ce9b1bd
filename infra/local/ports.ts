/** Ports on 127.0.0.1: the usual one when it is free, so that a printed address stays the same from start to start. */
import { createServer } from 'node:net';

function bind(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(null);
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(address !== null && typeof address === 'object' ? address.port : null);
      });
    });
  });
}

/** `wish`, or one of the next fifty, or any. */
export async function freePort(wish: number): Promise<number> {
  for (let port = wish; port > 0 && port < Math.min(wish + 50, 65_536); port++) {
    if ((await bind(port)) !== null) return port;
  }
  const any = await bind(0);
  if (any === null) throw new Error('found no free port on 127.0.0.1');
  return any;
}
