/** What a test process is told of the database server that runs beside it. */
export interface TestServer {
  /** The run's own folder; gone when the run is over. */
  readonly dir: string;
  /** A superuser, to look behind the roles' backs. No process of ours ever has this. */
  readonly adminUrl: string;
  readonly migrateUrl: string;
  readonly apiUrl: string;
  readonly workerUrl: string;
  readonly auditorUrl: string;
}

export const TEMPLATE = 'template_amparo';

export function testServer(): TestServer {
  const text = process.env['AMPARO_TEST_SERVER'];
  if (text === undefined)
    throw new Error('this test needs PostgreSQL: name it *.db-test.ts, or put it under test/');
  return JSON.parse(text) as TestServer;
}
