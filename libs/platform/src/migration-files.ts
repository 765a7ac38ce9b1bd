/** The migrations and the schema as they lie in prisma/, found from the sources as well as from the compiled program. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationList } from '@prisma/schema-engine-wasm';

function prismaFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'prisma');
    if (existsSync(join(candidate, 'migrations', 'migration_lock.toml'))) return candidate;
    if (folder === dirname(folder)) throw new Error('the folder prisma/migrations is missing');
  }
}

export function readSchema(): string {
  return readFileSync(join(prismaFolder(), 'schema.prisma'), 'utf8');
}

/** The tables that must exist once everything is applied. */
export function tablesOf(schema: string): readonly string[] {
  return [...schema.matchAll(/^\s*@@map\("([a-z_]+)"\)/gm)].map((match) => match[1] ?? '');
}

export function readMigrations(): MigrationList {
  const baseDir = join(prismaFolder(), 'migrations');
  const folders = readdirSync(baseDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir,
    lockfile: {
      path: 'migration_lock.toml',
      content: readFileSync(join(baseDir, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: folders.map((path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(baseDir, path, 'migration.sql'), 'utf8') },
      },
    })),
  };
}
