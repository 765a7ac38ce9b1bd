/** Every way in which a database can be gone, as Prisma and node-postgres say it: all of them mean "not now". */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { createDatabase } from './database.js';
import { isDatabaseAway } from './database-away.js';
import { StatementPool } from './statement-pool.js';

const outcomeOf = (work: PromiseLike<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => (isDatabaseAway(error) ? 'away' : 'our fault'),
  );

/** Each way that the processes have to a database, once. */
async function ask(url: string): Promise<Record<string, string>> {
  const db = createDatabase(url, { applicationName: 'test-away', poolSize: 4 });
  const pool = new StatementPool(url, { applicationName: 'test-away' });
  const [found, raw, changed, transaction, statement] = await Promise.all([
    outcomeOf(db.publication.findFirst({ select: { version: true } })),
    outcomeOf(db.$queryRaw`select 1`),
    outcomeOf(db.$executeRaw`select 1`),
    outcomeOf(db.$transaction((tx) => tx.$queryRaw`select 1`)),
    outcomeOf(pool.rows({ name: 'one', text: 'select 1' }, [])),
  ]);
  await Promise.all([db.$disconnect(), pool.close()]);
  return { found, raw, changed, transaction, statement };
}

const all = (outcome: string) =>
  Object.fromEntries(['found', 'raw', 'changed', 'transaction', 'statement'].map((way) => [way, outcome]));

interface Stranger {
  readonly port: number;
  leave(): void;
}

/** Somebody who listens where the database was. */
async function stranger(meet: (socket: Socket) => unknown): Promise<Stranger> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
    meet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    leave: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const STRANGERS: Readonly<Record<string, (socket: Socket) => unknown>> = {
  'hangs up': (socket) => socket.destroy(),
  'breaks off': (socket) => socket.once('data', () => socket.resetAndDestroy()),
  'is silent': () => undefined,
  'sends back what it gets': (socket) => socket.pipe(socket),
  'speaks HTTP': (socket) => socket.write('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
  'speaks PostgreSQL with a password of another kind': (socket) =>
    socket.write(Buffer.from('52000000170000000a4e4f4e452d4f462d4f5552530000', 'hex')),
};

describe('a database that is away', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  const changed = (change: (url: URL) => void): string => {
    const url = new URL(database.apiUrl);
    change(url);
    return url.href;
  };
  const elsewhere = (port: number) => changed((url) => (url.port = String(port)));

  it('answers, to begin with', async () => {
    expect(await ask(database.apiUrl)).toEqual(all('answered'));
  });

  it('is away when nobody listens, or nobody has the name', async () => {
    const gone = await stranger(() => undefined);
    gone.leave();
    expect(await ask(elsewhere(gone.port))).toEqual(all('away'));
    expect(await ask(changed((url) => (url.hostname = 'database.invalid')))).toEqual(all('away'));
  });

  it('is away when another server has its address, which knows neither the password nor the database', async () => {
    expect(await ask(changed((url) => (url.password = 'another')))).toEqual(all('away'));
    expect(await ask(changed((url) => (url.username = 'nobody')))).toEqual(all('away'));
    expect(await ask(changed((url) => (url.pathname = '/nowhere')))).toEqual(all('away'));
  });

  it('is away whatever the one who has its address now does', async () => {
    const outcomes = await Promise.all(
      Object.entries(STRANGERS).map(async ([what, meet]) => {
        const { port, leave } = await stranger(meet);
        const outcome = await ask(elsewhere(port));
        leave();
        return [what, outcome];
      }),
    );
    expect(Object.fromEntries(outcomes)).toEqual(
      Object.fromEntries(Object.keys(STRANGERS).map((what) => [what, all('away')])),
    );
    // Each waits for five seconds, side by side, as long as a caller would.
  }, 30_000);

  it('is not away when a statement of ours is wrong', async () => {
    const db = createDatabase(database.apiUrl, { applicationName: 'test-away' });
    const pool = new StatementPool(database.apiUrl, { applicationName: 'test-away' });
    const outcomes = await Promise.all([
      outcomeOf(db.$queryRaw`select * from audit_event`),
      outcomeOf(db.$queryRaw`select 1 from no_such_table`),
      outcomeOf(db.outbox.findFirst()),
      outcomeOf(pool.rows({ name: 'nothing', text: 'select 1/0' }, [])),
      outcomeOf(pool.rows({ name: 'values', text: 'select $1::int' }, [])),
    ]);
    expect(new Set(outcomes)).toEqual(new Set(['our fault']));
    await Promise.all([db.$disconnect(), pool.close()]);
  });
});
