/** What a service of the api stands on: the api's own role, and the tables' owner, who sees what the service may not. */
import pg from 'pg';
import { cryptoReady } from '#crypto';
import { PrismaService } from '#platform';
import { freshDatabase, type TestDatabase } from './database.js';

export interface ApiDatabase {
  readonly database: TestDatabase;
  readonly db: PrismaService;
  readonly admin: pg.Client;
  end(): Promise<void>;
}

export async function apiDatabase(poolSize = 6): Promise<ApiDatabase> {
  await cryptoReady();
  const database = await freshDatabase();
  const db = new PrismaService(database.apiUrl, { applicationName: 'test-api', poolSize });
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  return {
    database,
    db,
    admin,
    async end() {
      await Promise.all([db.$disconnect(), admin.end()]);
      await database.drop();
    },
  };
}
