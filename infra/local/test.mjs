/**
 * `npm test`, from a fresh clone on: the build, then the Jest projects one after another, and the static checks beside them in the time
 * that those spend waiting. `npm test -- unit` runs one part; anything else after `--` goes to Jest as a path. Ends with one line of counts; the exit code is 0 only if nothing
 * failed and, where CI=true, nothing was skipped.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, cpus, setPriority, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { build, prepare, root } from './bootstrap.mjs';

const PROJECTS = ['unit', 'database', 'system', 'browser'];
/** Run only when asked for by name. */
const LONG = 'long';
/** check:schema reads the build. */
const CHECKS = ['check:format', 'check:types', 'check:lint', 'check:deps', 'check:dead', 'check:schema'];
/** Whole processes are waited for more than they compute: further files keep two processors busy meanwhile. */
const WORKERS = { system: 4 };
const CHECK_LIMIT_MS = 900_000;
const APT_LIMIT_MS = 300_000;
const PROJECT_LIMIT_MS = 1_800_000;
/** After its results are written, Jest ends by itself unless a test left something open. */
const LINGER_LIMIT_MS = 30_000;

const ci = process.env.CI === 'true';
const asked = process.argv.slice(2);
const parts = asked.filter((name) => name === 'checks' || [...PROJECTS, LONG].includes(name));
const patterns = asked.filter((name) => !parts.includes(name));
const wanted = (part) => parts.length === 0 || parts.includes(part);
const count = { passed: 0, failed: 0, skipped: 0 };
const began = performance.now();
const children = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    for (const child of children) end(child);
    setTimeout(() => process.exit(130), 5_000);
  });
}

const seconds = (from) => ((performance.now() - from) / 1000).toFixed(1);
const say = (line) => console.log(`[${seconds(began).padStart(6)} s] ${line}`);

/** Tests make their own servers: a variable of the user's shell must not point them at a real one. */
function cleanEnvironment() {
  const ours = ([name]) =>
    (name === 'AMPARO_SEED' || !/^AMPARO_/.test(name)) &&
    !['DATABASE_URL', 'REDIS_URL', 'NODE_ENV'].includes(name);
  return Object.fromEntries(Object.entries(process.env).filter(ours));
}

/** A group of its own, so that what a child started ends with it. */
function end(child) {
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    child.kill('SIGTERM');
  }
}

function start(command, args, options) {
  const child = spawn(command, args, { cwd: root, detached: process.platform !== 'win32', ...options });
  children.add(child);
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, error }));
    child.once('exit', (code) => resolve({ code: code ?? 1 }));
  }).finally(() => children.delete(child));
  return { child, ended };
}

async function check(name) {
  const from = performance.now();
  const { child, ended } = start('npm', ['run', '--silent', name], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  yieldToTests(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const timer = setTimeout(() => end(child), CHECK_LIMIT_MS);
  const { code } = await ended;
  clearTimeout(timer);
  if (code === 0) count.passed += 1;
  else {
    count.failed += 1;
    process.stdout.write(output);
  }
  say(`${name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds(from)} s)`);
}

/** A check is never in a hurry; a test that waits for a process is. What the child starts inherits it. */
function yieldToTests({ pid }) {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
    // Linux weighs groups of processes against each other, and a child with a group of its own would weigh as much as all tests.
    writeFileSync(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_LOW));
  } catch {
    // It has ended already, or this system has no such groups.
  }
}

async function jest(project, outputs) {
  const from = performance.now();
  const outputFile = join(outputs, `${project}.json`);
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join('node_modules', 'jest', 'bin', 'jest.js'),
    ...patterns,
    '--selectProjects',
    project,
    `--maxWorkers=${WORKERS[project] ?? 2}`,
    '--passWithNoTests',
    '--json',
    `--outputFile=${outputFile}`,
  ];
  say(`${project} tests …`);
  // With --json Jest writes the results to its output as well: the file is enough.
  const { child, ended } = start(process.execPath, args, {
    env: { ...cleanEnvironment(), NODE_OPTIONS: '--experimental-vm-modules' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const limit = setTimeout(() => end(child), PROJECT_LIMIT_MS);
  let lingering;
  const watch = setInterval(() => {
    if (!lingering && existsSync(outputFile)) lingering = setTimeout(() => end(child), LINGER_LIMIT_MS);
  }, 1_000);
  const { code } = await ended;
  for (const timer of [limit, watch, lingering]) clearTimeout(timer);
  const results = existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : null;
  const skipped = results ? results.numPendingTests + results.numTodoTests : 0;
  // A file that did not even load has no failed test, and is a failure all the same.
  const failed = results ? results.numFailedTests + results.numRuntimeErrorTestSuites : 0;
  count.passed += results?.numPassedTests ?? 0;
  count.skipped += skipped;
  count.failed += failed;
  if (failed === 0 && code !== 0) {
    count.failed += 1;
    say(
      results
        ? `${project}: the tests passed but the run did not end well`
        : `${project}: the run gave no results`,
    );
  }
  for (const name of results ? skippedNames(results) : []) say(`skipped: ${name}`);
  say(
    `${project}: ${results?.numPassedTests ?? 0} passed, ${failed} failed, ${skipped} skipped (${seconds(from)} s)`,
  );
}

function skippedNames({ testResults }) {
  const all = testResults.flatMap((file) => file.assertionResults);
  return all.filter((test) => ['pending', 'todo'].includes(test.status)).map((test) => test.fullName);
}

/** What the tests need from the system and npm cannot bring. Where it may not be installed, those tests are skipped, and say so. */
async function findProgram(names, debianPackage) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const here = () => names.some((name) => folders.some((folder) => existsSync(join(folder, name))));
  if (here()) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) {
    say(`${debianPackage} is not here and may not be installed: the tests that need it are skipped`);
    return;
  }
  const apt = async (...args) => {
    const command = [...(isRoot ? [] : ['sudo', '-n']), 'apt-get', ...args];
    const { child, ended } = start(command[0], command.slice(1), {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    const timer = setTimeout(() => end(child), APT_LIMIT_MS);
    await ended;
    clearTimeout(timer);
  };
  say(`installing ${debianPackage} …`);
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', debianPackage);
  say(
    here()
      ? `${debianPackage} is here`
      : `${debianPackage} cannot be had: the tests that need it are skipped`,
  );
}

/** One after the other: apt allows no second one beside it. The queue is tested on a real Redis, the pages in a real browser. */
async function findPrograms(projects) {
  if (projects.includes('database') || projects.includes('system'))
    await findProgram(['redis-server'], 'redis-server');
  if (projects.includes('browser') && !process.env.CHROMIUM)
    await findProgram(['chromium', 'chromium-browser', 'google-chrome'], 'chromium');
}

async function runChecks() {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const known = CHECKS.filter((name) => name in scripts);
  const width = Math.min(2, cpus().length);
  const lane = async () => {
    for (let name = known.shift(); name !== undefined; name = known.shift()) await check(name);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

function buildCounted() {
  try {
    build();
    count.passed += 1;
  } catch (error) {
    // The checks that follow say more about it than the compiler alone.
    count.failed += 1;
    say(error.message);
  }
}

async function main() {
  prepare();
  say('ready');
  const checking = wanted('checks') && patterns.length === 0;
  if (checking || wanted('system') || wanted('browser')) buildCounted();
  const projects = [...PROJECTS.filter(wanted), ...parts.filter((part) => part === LONG)];
  const checked = checking ? runChecks() : null;
  const found = findPrograms(projects);
  const outputs = mkdtempSync(join(tmpdir(), 'amparo-results-'));
  try {
    for (const project of projects) {
      // Nothing but processors is needed by unit tests: what is missing is fetched meanwhile.
      if (project !== 'unit') await found;
      await jest(project, outputs);
    }
    await Promise.all([checked, found]);
  } finally {
    rmSync(outputs, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  count.failed += 1;
  console.error(error);
}
if (ci && count.skipped > 0) say('CI=true: a skipped test is a failure');
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exit(count.failed > 0 || (ci && count.skipped > 0) ? 1 : 0);
