import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PrismaService } from '#platform';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { codeOf } from './format-error.js';

describe('what a caller is told of the database', () => {
  let database: TestDatabase;
  let db: PrismaService;
  let admin: pg.Client;
  beforeAll(async () => {
    database = await freshDatabase();
    db = new PrismaService(database.apiUrl, { applicationName: 'test-api', poolSize: 2 });
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await Promise.all([db.$disconnect(), admin.end()]);
    await database.drop();
  });

  const codeAfter = (work: Promise<unknown>) =>
    work.then(
      () => 'no error',
      (error: unknown) => codeOf(error),
    );
  /** Ends the connection that is in pg_sleep, once it is. */
  async function terminate(): Promise<void> {
    for (let tries = 0; tries < 1000; tries += 1) {
      const { rowCount } = await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'amparo_api' and wait_event = 'PgSleep'`,
        [database.name],
      );
      if (rowCount === 1) return;
    }
    throw new Error('nothing slept');
  }

  it('is "try again" when it went away or took too long', async () => {
    const sleeping = codeAfter(db.$queryRaw`select pg_sleep(20)::text`);
    await terminate();
    expect(await sleeping).toBe('UNAVAILABLE');
    const inTransaction = codeAfter(db.$transaction((tx) => tx.$queryRaw`select pg_sleep(20)::text`));
    await terminate();
    expect(await inTransaction).toBe('UNAVAILABLE');
    const slow = db.$transaction(async (tx) => {
      await tx.$executeRaw`set local statement_timeout = 20`;
      await tx.$queryRaw`select pg_sleep(20)::text`;
    });
    expect(await codeAfter(slow)).toBe('UNAVAILABLE');
  });

  it('is "our fault" when we asked for what we may not have, or wrongly', async () => {
    expect(await codeAfter(db.$queryRaw`select * from audit_event`)).toBe('INTERNAL');
    expect(await codeAfter(db.outbox.findFirst())).toBe('INTERNAL');
    expect(await codeAfter(db.$queryRaw`select 1 from no_such_table`)).toBe('INTERNAL');
  });
});
