/** How every pool of ours waits: a name that pg_stat_activity shows, a bound on its connections, a limit on every wait. */
import type pg from 'pg';

export interface DatabaseOptions {
  readonly applicationName: string;
  /** Connections at most; each kind of pool has its usual number. */
  readonly poolSize?: number;
}

export const poolOptions = (
  url: string,
  { applicationName, poolSize }: Required<DatabaseOptions>,
): pg.PoolConfig => ({
  connectionString: url,
  application_name: applicationName,
  max: poolSize,
  connectionTimeoutMillis: 5_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 15_000,
  // When the network goes away nobody is left to end the statement for us.
  query_timeout: 20_000,
  keepAlive: true,
});
