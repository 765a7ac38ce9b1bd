/**
 * Brings a database to what this version of the program needs: roles, tables, the queue's own schema, and who may do what.
 * Safe to run twice, and by two machines at once. Works from npm packages alone (see schema-engine.ts), with the same folders
 * and the same `_prisma_migrations` table as the ordinary tool.
 */
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { readMigrations, readSchema, tablesOf } from './migration-files.js';
import { withSchemaEngine } from './schema-engine.js';
import { scramVerifier } from './scram.js';

export interface MigrateOptions {
  /** The owner of the tables, as `postgresql://amparo_migrate:…@host:port/database`. */
  readonly ownerUrl: string;
  /** Someone who may make roles and databases. Without it both must exist already, as on a managed server. */
  readonly adminUrl?: string;
  /** Passwords to set for the processes' roles; needs `adminUrl`. */
  readonly roles?: {
    readonly apiPassword: string;
    readonly workerPassword: string;
    readonly auditorPassword: string;
  };
  readonly log?: (line: string) => void;
}

export interface MigrateResult {
  readonly applied: readonly string[];
  readonly tables: readonly string[];
}

const API_ROLE = 'amparo_api';
const WORKER_ROLE = 'amparo_worker';
const AUDITOR_ROLE = 'amparo_auditor';
/** Of the processes; each may do what it needs and no more. */
const ROLES = [API_ROLE, WORKER_ROLE, AUDITOR_ROLE] as const;
const OWNER_ROLE = 'amparo_migrate';
const noFilters = { externalTables: [], externalEnums: [] };

export async function migrateDatabase(options: MigrateOptions): Promise<MigrateResult> {
  const log = options.log ?? (() => undefined);
  if (options.adminUrl !== undefined) await prepareServer(options.adminUrl, options);
  return withLock(options.ownerUrl, async (client) => {
    await requireRoles(client);
    const applied = await applyMigrations(options.ownerUrl);
    for (const name of applied) log(`applied ${name}`);
    await runMigrations(client, 'bullmq');
    await grantDatabase(client);
    await grantQueue(client);
    const tables = tablesOf(readSchema());
    await requireTables(client, tables);
    log(
      applied.length === 0
        ? 'the database was up to date'
        : `the database has ${String(tables.length)} tables`,
    );
    return { applied, tables };
  });
}

/** Null when schema.prisma and the migrations that made this database say the same; else the difference in words. */
export async function checkDrift(url: string): Promise<string | null> {
  const schema = readSchema();
  const files = [{ path: 'schema.prisma', content: schema }];
  return withSchemaEngine(url, schema, async (engine) => {
    const result = await engine.diff({
      // The database that the engine is connected to, whatever the schema's text says of it.
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: noFilters,
    });
    return result.exitCode === 0 ? null : (result.stdout ?? 'they differ');
  });
}

function applyMigrations(url: string): Promise<readonly string[]> {
  return withSchemaEngine(url, undefined, async (engine) => {
    const input = { migrationsList: readMigrations(), filters: noFilters };
    return (await engine.applyMigrations(input)).appliedMigrationNames;
  });
}

/** Two deployments that start together migrate one after the other; the second finds nothing to do. */
async function withLock<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'amparo-migrate',
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    await client.query(`set lock_timeout = '120s'`);
    await client.query(`select pg_advisory_lock(hashtext('amparo migrate'))`);
    await client.query(`set lock_timeout = '10s'`);
    return await work(client);
  } finally {
    // Ends the session and with it the lock.
    await client.end();
  }
}

async function prepareServer(adminUrl: string, options: MigrateOptions): Promise<void> {
  const owner = new URL(options.ownerUrl);
  const database = quote(decodeURIComponent(owner.pathname.slice(1)));
  if (decodeURIComponent(owner.username) !== OWNER_ROLE)
    throw new Error(`the owner's role must be ${OWNER_ROLE}`);
  await withLock(adminUrl, async (client) => {
    await ensureRole(client, OWNER_ROLE, decodeURIComponent(owner.password));
    await ensureRole(client, API_ROLE, options.roles?.apiPassword);
    await ensureRole(client, WORKER_ROLE, options.roles?.workerPassword);
    await ensureRole(client, AUDITOR_ROLE, options.roles?.auditorPassword);
    // A statement that hangs must not hold a connection, and with it a person's report, for ever.
    for (const role of ROLES) {
      await client.query(`alter role ${role} set statement_timeout = '30s'`);
      // Nor must the locks of a process that stands still between two statements: whoever watches it writes to the same tables.
      await client.query(`alter role ${role} set idle_in_transaction_session_timeout = '10s'`);
    }
    const found = await client.query(`select from pg_database where datname = $1`, [database.slice(1, -1)]);
    if (found.rowCount === 0) await client.query(`create database ${database} owner ${OWNER_ROLE}`);
  });
}

async function ensureRole(client: pg.Client, role: string, password: string | undefined): Promise<void> {
  const found = await client.query(`select from pg_roles where rolname = $1`, [role]);
  if (found.rowCount === 0) {
    await client.query(
      `create role ${role} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls`,
    );
  }
  if (password !== undefined) await client.query(`alter role ${role} password '${scramVerifier(password)}'`);
}

async function requireRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>(
    `select rolname from pg_roles where rolname = any($1)`,
    [ROLES],
  );
  const missing = ROLES.filter((role) => !rows.some((row) => row.rolname === role));
  if (missing.length > 0) throw new Error(`the database server has no role ${missing.join(' and no role ')}`);
}

/** Temporary tables: the queue gathers a batch in one. */
async function grantDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`select quote_ident(current_database()) as name`);
  const name = rows[0]?.name ?? '';
  await client.query(`
    revoke all on database ${name} from public;
    grant connect on database ${name} to ${ROLES.join(', ')};
    grant temporary on database ${name} to ${WORKER_ROLE};
  `);
}

/** The queue's tables say what is being worked on: only the worker may see or touch them. */
async function grantQueue(client: pg.Client): Promise<void> {
  await client.query(`
    revoke all on schema bullmq from public;
    revoke all on all functions in schema bullmq from public;
    -- Create: the queue makes a sequence for each queue's name at first use.
    grant usage, create on schema bullmq to ${WORKER_ROLE};
    grant select, insert, update, delete on all tables in schema bullmq to ${WORKER_ROLE};
    grant execute on all functions in schema bullmq to ${WORKER_ROLE};
  `);
  // One by one: sequences that the worker made are its own, and nobody else may grant them.
  const { rows } = await client.query<{ name: string }>(`
    select oid::regclass::text as name from pg_class
    where relnamespace = 'bullmq'::regnamespace and relkind = 'S' and relowner = current_user::regrole`);
  for (const { name } of rows)
    await client.query(`grant usage, select, update on sequence ${name} to ${WORKER_ROLE}`);
}

/** An engine that answers "done" and made nothing has been seen: believe the tables, not the answer. */
async function requireTables(client: pg.Client, tables: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select name from unnest($1::text[]) as name where to_regclass('public.' || quote_ident(name)) is null`,
    [tables],
  );
  if (rows.length > 0)
    throw new Error(`after migrating, these tables are missing: ${rows.map((row) => row.name).join(', ')}`);
}

function quote(name: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name))
    throw new Error('the database name must be lower-case letters, digits and _');
  return `"${name}"`;
}
