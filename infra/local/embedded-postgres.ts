/**
 * One PostgreSQL server of our own, from npm alone: no Docker, no root, no system service. It listens on 127.0.0.1 only, asks
 * for a password (SCRAM), keeps every durable setting on, and dies with the process that started it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './ports.js';
import { type PostgresBinaries, preparePostgres } from './postgres-binaries.js';
import { isPostmasterOf, readPostmaster, stopLeftover } from './postmaster.js';
import { secret } from './secrets.js';
import { type Account, accountForPostgres, canReach, giveTo } from './unprivileged.js';

export interface PostgresOptions {
  /** The state folder: holds postgres/ (or the note where it lies), secrets/ and log/. */
  readonly dir: string;
  /** The port wished for; when it is taken, another one. */
  readonly port?: number;
  /** Tests that throw the data away may do without waiting for the disk. */
  readonly durable?: boolean;
  /** At once; 100 where nothing is said, as PostgreSQL itself has it. */
  readonly connections?: number;
}

export interface RunningPostgres {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where the data files lie. */
  readonly data: string;
  /** True when the database was made just now. */
  readonly fresh: boolean;
  urlOf(database: string): string;
  /** Fires when the server ended without being asked to. */
  onExit(listener: (code: number | null) => void): void;
  stop(): Promise<void>;
}

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const account = accountForPostgres();
  const binaries = preparePostgres(account);
  mkdirSync(join(options.dir, 'log'), { recursive: true });
  const password = secret(options.dir, 'postgres-admin');
  const data = dataFolder(options.dir, account);
  await stopLeftover(data);
  const fresh = !existsSync(join(data, 'PG_VERSION'));
  if (fresh) initialise(binaries, account, data, password);

  let port = await freePort(options.port ?? 54320);
  for (let attempt = 1; ; attempt++) {
    const child = launch(binaries, account, data, port, options);
    if (await ready(child, data)) return running(child, { data, port, fresh, password });
    if (attempt === 5)
      throw new Error(`PostgreSQL did not start; see ${join(options.dir, 'log', 'postgres.log')}`);
    // Somebody took the port between our look and the server's bind.
    port = await freePort(port + 1);
  }
}

/**
 * Under the state folder where that can be, else in a folder that the unprivileged account reaches; a note says where, so that
 * the next start finds the same data.
 */
function dataFolder(dir: string, account: Account | null): string {
  const usual = join(dir, 'postgres');
  const note = join(dir, 'postgres-is-at');
  if (existsSync(note)) {
    const noted = readFileSync(note, 'utf8').trim();
    if (existsSync(noted)) return noted;
    throw new Error(`the database folder noted in ${note} is gone; begin anew with --reset`);
  }
  if (!account || existsSync(usual) || canReach(account, dir)) return usual;
  const elsewhere = ['/var/tmp', tmpdir()].find((folder) => existsSync(folder) && canReach(account, folder));
  if (elsewhere === undefined)
    throw new Error('found no folder that PostgreSQL may reach when started by root');
  const home = mkdtempSync(join(elsewhere, 'amparo-data-'));
  giveTo(account, home);
  writeFileSync(note, `${join(home, 'postgres')}\n`);
  mkdirSync(join(home, 'postgres'), { mode: 0o700 });
  giveTo(account, join(home, 'postgres'));
  return join(home, 'postgres');
}

/** Removes the database and everything it kept elsewhere. The server must not run. */
export async function removeDatabase(dir: string): Promise<void> {
  const note = join(dir, 'postgres-is-at');
  const noted = existsSync(note) ? readFileSync(note, 'utf8').trim() : null;
  for (const data of [join(dir, 'postgres'), noted]) if (data !== null) await stopLeftover(data);
  // Only a folder that this file made: the note is a file that somebody could have edited.
  if (noted !== null && /\/amparo-data-[^/]+\/postgres$/.test(noted)) {
    rmSync(dirname(noted), { recursive: true, force: true });
  }
  rmSync(join(dir, 'postgres'), { recursive: true, force: true });
  rmSync(note, { force: true });
}

/** In a folder beside the real one, renamed when complete: a start that was killed half-way leaves no half database. */
function initialise(
  binaries: PostgresBinaries,
  account: Account | null,
  data: string,
  password: string,
): void {
  const making = `${data}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  giveTo(account, making);
  // A password in an argument could be read by every user of the machine in the list of processes.
  const passwordFile = join(dirname(data), `initdb-${randomBytes(8).toString('hex')}`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  try {
    giveTo(account, passwordFile);
    const result = spawnSync(
      binaries.initdb,
      [
        `--pgdata=${making}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-instructions',
      ],
      { cwd: '/', encoding: 'utf8', env: cleanEnvironment(), timeout: 120_000, ...(account ?? {}) },
    );
    if (result.status !== 0)
      throw new Error(`initdb failed: ${result.stderr.trim() || String(result.error)}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  rmSync(data, { recursive: true, force: true });
  renameSync(making, data);
}

/** PG* variables of the user's shell would point the server and its tools elsewhere. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };
}

function launch(
  binaries: PostgresBinaries,
  account: Account | null,
  data: string,
  port: number,
  { dir, durable = true, connections = 100 }: PostgresOptions,
): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: String(connections),
    shared_buffers: '128MB',
    timezone: 'UTC',
    // A failed statement or the DETAIL of an error would put row values into a file that nobody guards.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const log = openSync(join(dir, 'log', 'postgres.log'), 'a');
  chmodSync(join(dir, 'log', 'postgres.log'), 0o600);
  try {
    return spawn(
      binaries.postgres,
      ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      // Its own process group: Ctrl-C reaches us, and we end the database after the processes that use it.
      { cwd: '/', env: cleanEnvironment(), stdio: ['ignore', log, log], detached: true, ...(account ?? {}) },
    );
  } finally {
    closeSync(log);
  }
}

/** The server's own word in postmaster.pid, because an answer on the port could come from another server. */
async function ready(child: ChildProcess, data: string): Promise<boolean> {
  const ended = new Promise<'ended'>((resolve) => {
    for (const event of ['exit', 'error'])
      child.once(event, () => {
        resolve('ended');
      });
  });
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    const postmaster = readPostmaster(data);
    if (postmaster?.pid === child.pid && postmaster?.status === 'ready') return true;
    const pause = new Promise<'again'>((resolve) =>
      setTimeout(() => {
        resolve('again');
      }, 25),
    );
    if ((await Promise.race([pause, ended])) === 'ended') return false;
  }
  child.kill('SIGKILL');
  return false;
}

interface Started {
  readonly data: string;
  readonly port: number;
  readonly fresh: boolean;
  readonly password: string;
}

function running(child: ChildProcess, { data, port, fresh, password }: Started): RunningPostgres {
  const pid = child.pid ?? 0;
  const guard = guardAgainstOurDeath(pid);
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  const unguarded =
    guard &&
    new Promise<void>((resolve) => {
      for (const event of ['close', 'error'])
        guard.once(event, () => {
          resolve();
        });
    });
  let stopping = false;
  const endNow = (): void => void child.kill('SIGINT');
  process.once('exit', endNow);
  child.once('exit', () => {
    process.removeListener('exit', endNow);
    guard?.kill('SIGKILL');
  });
  const urlOf = (database: string): string =>
    `postgresql://postgres:${password}@127.0.0.1:${String(port)}/${database}`;
  return {
    url: urlOf('postgres'),
    port,
    pid,
    data,
    fresh,
    urlOf,
    onExit: (listener) => {
      child.once('exit', (code) => {
        if (!stopping) listener(code);
      });
    },
    stop: async () => {
      stopping = true;
      // Waited for below: an unreferenced child does not keep us alive for that.
      guard?.ref();
      // Fast shutdown, then without a checkpoint, then none at all: each is safe for the data, the next start recovers it.
      for (const [signal, patience] of [
        ['SIGINT', 20_000],
        ['SIGQUIT', 5_000],
        ['SIGKILL', 5_000],
      ] as const) {
        if (child.exitCode !== null || child.signalCode !== null || !isPostmasterOf(pid, data)) break;
        child.kill(signal);
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, patience).unref())]);
      }
      await Promise.all([ended, unguarded]);
    },
  };
}

/**
 * A killed `npm start` cannot clean up. This shell waits for our end of its input to close, which the kernel does whatever
 * way we end, and asks the server to stop.
 */
function guardAgainstOurDeath(pid: number): ChildProcess | null {
  if (process.platform === 'win32') return null;
  const guard = spawn('/bin/sh', ['-c', `read -r _; kill -INT ${String(pid)}`], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  (guard.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  guard.on('error', () => undefined);
  return guard;
}
