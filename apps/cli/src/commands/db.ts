/** `amparo db migrate`: tables, roles and grants. Addresses hold passwords, so they come from the environment only. */
import type { Command } from 'commander';
import { misuse, printJson, refuse, say } from '../terminal.js';

async function migrate(options: { readonly json?: boolean }): Promise<void> {
  const env = process.env;
  const ownerUrl = env['AMPARO_MIGRATE_URL'] ?? env['DATABASE_URL'];
  if (!ownerUrl) throw misuse('set AMPARO_MIGRATE_URL to the address of the owner role (amparo_migrate)');
  const adminUrl = env['AMPARO_ADMIN_URL'];
  const apiPassword = env['AMPARO_API_PASSWORD'];
  const workerPassword = env['AMPARO_WORKER_PASSWORD'];
  const auditorPassword = env['AMPARO_AUDITOR_PASSWORD'];
  const roles =
    apiPassword !== undefined && workerPassword !== undefined && auditorPassword !== undefined
      ? { apiPassword, workerPassword, auditorPassword }
      : null;
  if (roles === null && (apiPassword ?? workerPassword ?? auditorPassword) !== undefined) {
    throw misuse(
      'set AMPARO_API_PASSWORD, AMPARO_WORKER_PASSWORD and AMPARO_AUDITOR_PASSWORD together, or none of them',
    );
  }
  // Loaded here, so that no other command waits for the database's libraries.
  const { migrateDatabase } = await import('#platform');
  try {
    await migrateDatabase({
      ownerUrl,
      ...(adminUrl ? { adminUrl } : {}),
      ...(roles ? { roles } : {}),
      log: (line) => {
        if (!options.json) say(line);
      },
    });
  } catch (error) {
    // Driver messages may repeat the address, and with it the password.
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw refuse(
      'migration-failed',
      `The database was not migrated${code}. Check the address and the role's rights.`,
    );
  }
  if (options.json) printJson({ migrated: true });
}

export function addDbCommands(program: Command): void {
  program
    .command('db')
    .description('the database')
    .command('migrate')
    .description('bring the database to what this version needs; safe to run twice')
    .addHelpText(
      'after',
      `
Environment (never arguments, because they hold passwords)
  AMPARO_MIGRATE_URL       postgresql://amparo_migrate:…@host/amparo, the owner of the tables (or DATABASE_URL)
  AMPARO_ADMIN_URL         somebody who may make roles and databases; only needed the first time
  AMPARO_API_PASSWORD, AMPARO_WORKER_PASSWORD, AMPARO_AUDITOR_PASSWORD   set the passwords of the processes' roles
`,
    )
    .action(async (_: unknown, command: Command) => migrate(command.optsWithGlobals()));
}
