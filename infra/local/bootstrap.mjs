/**
 * From a fresh clone to something that runs, with Node alone: installs, generates the database client and builds, each only when
 * its inputs changed. No dependency may be imported here: nothing is installed yet.
 *
 * `node infra/local/bootstrap.mjs` prepares; with `--build` it also builds.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const at = (...path) => join(root, ...path);
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
const digest = (...parts) => createHash('sha256').update(parts.join('\0')).digest('hex');

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Amparo needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Says what is being done only when there is something to do: a second start is quiet. */
function run(what, command, args, { quiet = false, ...options } = {}) {
  const started = performance.now();
  console.log(`${what} …`);
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    ...options,
  });
  if (result.status !== 0) {
    if (!quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    throw new Error(`${what}: failed${result.error ? ` (${result.error.message})` : ''}`);
  }
  console.log(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** `npm ci` when the lock file is not the one that node_modules was made from. */
export function install() {
  const lock = read(at('package-lock.json'));
  const stamp = at('node_modules', '.amparo-lock');
  if (read(stamp) === digest(lock)) return;
  if (!installedAsLocked(lock)) installPackages();
  writeFileSync(stamp, digest(lock));
}

function installPackages() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // The compiler is needed to run from source: also where NODE_ENV says production.
  const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--prefer-offline'];
  const how = { timeout: 900_000, shell: process.platform === 'win32' };
  try {
    run('Installing packages', npm, ['ci', ...options], { ...how, quiet: true });
  } catch {
    // npm ci refuses a lock file that was written where the registry has no packages of other platforms. This installs the
    // same locked versions and leaves the lock file as it is.
    run('Installing packages, second way', npm, ['install', '--no-save', ...options], how);
  }
}

/** Someone may have installed by hand: what npm notes about node_modules then says the same as the lock file. */
function installedAsLocked(lock) {
  const installed = read(at('node_modules', '.package-lock.json'));
  if (installed === '') return false;
  const have = JSON.parse(installed).packages ?? {};
  return Object.entries(JSON.parse(lock).packages).every(
    ([path, { version, optional }]) =>
      path === '' || have[path]?.version === version || (optional && !have[path]),
  );
}

export function generate() {
  const stamp = at('libs', 'platform', 'src', 'generated', 'stamp');
  const wanted = digest(
    read(at('prisma', 'schema.prisma')),
    read(at('node_modules', 'prisma', 'package.json')),
  );
  if (read(stamp) === wanted) return;
  const env = {
    ...process.env,
    // Prisma would download an engine that generating does not use: any program that exists satisfies it.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  };
  const prisma = at('node_modules', 'prisma', 'build', 'index.js');
  run('Generating the database client', process.execPath, [prisma, 'generate'], { env, timeout: 120_000 });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Compiled output is trusted only with the digest of exactly these sources. */
export function build() {
  const stamp = at('dist', '.amparo-sources');
  const wanted = digest(...sources());
  if (read(stamp) === wanted) return;
  // The compiler believes its own notes, not what lies in dist.
  if (!existsSync(stamp)) rmSync(at('dist'), { recursive: true, force: true });
  rmSync(stamp, { force: true });
  const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
  run('Building', process.execPath, [tsc, '-p', 'tsconfig.build.json'], { timeout: 600_000 });
  run('Building the page', process.execPath, [at('dist', 'apps', 'intake', 'build', 'main.js')], {
    timeout: 120_000,
  });
  run('Bundling the processes', process.execPath, [at('dist', 'infra', 'build', 'processes.js')], {
    timeout: 120_000,
  });
  writeFileSync(stamp, wanted);
}

function* sources() {
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'])
    yield read(at(name));
  for (const folder of ['apps', 'libs', 'infra']) yield* filesUnder(at(folder));
}

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else if (
      /\.(ts|tsx|json|css|html|svg|png|ogg|mp3|webmanifest)$/.test(entry.name) &&
      !/test\.tsx?$/.test(entry.name)
    )
      yield `${path}\0${read(path)}`;
  }
}

export function prepare() {
  requireNode();
  install();
  generate();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    prepare();
    if (process.argv.includes('--build')) build();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
