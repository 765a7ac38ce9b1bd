/** A migrated database on our own PostgreSQL, with one password per role, made once and kept in the state folder. */
import { migrateDatabase } from '../../libs/platform/src/migrate.js';
import { type PostgresOptions, type RunningPostgres, startPostgres } from './embedded-postgres.js';
import { secret } from './secrets.js';

export interface DatabaseUrls {
  /** Owner of the tables: migrations only. */
  readonly migrate: string;
  readonly api: string;
  readonly worker: string;
  readonly auditor: string;
}

export interface RunningDatabase {
  readonly postgres: RunningPostgres;
  readonly urls: DatabaseUrls;
  stop(): Promise<void>;
}

export interface DatabaseOptions extends PostgresOptions {
  readonly database?: string;
  readonly log?: (line: string) => void;
}

export async function startDatabase(options: DatabaseOptions): Promise<RunningDatabase> {
  const postgres = await startPostgres(options);
  try {
    const urls = urlsOf(options.dir, postgres.port, options.database ?? 'amparo');
    await migrateDatabase({
      adminUrl: postgres.url,
      ownerUrl: urls.migrate,
      roles: {
        apiPassword: secret(options.dir, 'postgres-api'),
        workerPassword: secret(options.dir, 'postgres-worker'),
        auditorPassword: secret(options.dir, 'postgres-auditor'),
      },
      ...(options.log ? { log: options.log } : {}),
    });
    return { postgres, urls, stop: postgres.stop };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** For tests that make further databases on the same server. */
export function urlsOf(dir: string, port: number, database: string): DatabaseUrls {
  const url = (role: string): string =>
    `postgresql://amparo_${role}:${secret(dir, `postgres-${role}`)}@127.0.0.1:${String(port)}/${database}`;
  return { migrate: url('migrate'), api: url('api'), worker: url('worker'), auditor: url('auditor') };
}
