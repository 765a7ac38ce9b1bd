/** How the worker's process begins and ends: with clear words, and never without its parent. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TestDeployment } from '../../apps/worker/test/deployment.js';
import { workerProcess, type WorkerProcess } from './worker-process.js';

// A process takes a second to start, and ten on a machine that is busy with other tests.
jest.setTimeout(120_000);

let deployment: TestDeployment;
let worker: WorkerProcess;
beforeAll(async () => {
  deployment = await TestDeployment.begin(new Date());
  worker = workerProcess(deployment, []);
});
afterAll(async () => {
  await worker.end();
  await deployment.end();
});

function begin(env: Readonly<Record<string, string>>) {
  const child = fork(join(process.cwd(), 'dist', 'apps', 'worker', 'src', 'main.js'), [], {
    env: { PATH: process.env['PATH'], ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  // Not 'close': Node does not send it when it was we who disconnected.
  const streams = [child.stdout, child.stderr].flatMap((stream) => (stream ? [once(stream, 'end')] : []));
  const ended = Promise.all([once(child, 'exit'), ...streams]).then(([[code]]) => ({
    code: code as number | null,
    output: output.join(''),
  }));
  const ready = Promise.race([
    once(child, 'message').then(([message]) => message as unknown),
    ended.then((end) => {
      throw new Error(`it ended before it was ready:\n${end.output}`);
    }),
  ]);
  // Most tests here are about processes that never become ready.
  ready.catch(() => undefined);
  return { child, ready, ended };
}

describe('the worker’s process', () => {
  it('does not start on wrong variables, and says one line for each', async () => {
    const wrong = { AMPARO_PIN_FILE: '', DATABASE_URL: 'somewhere', AMPARO_WEBHOOK_ALLOW: 'all' };
    const { code, output } = await begin({ ...worker.env, ...wrong }).ended;
    expect(code).toBe(1);
    expect(
      output
        .trim()
        .split('\n')
        .map((line) => line.split(':')[0])
        .sort(),
    ).toEqual(['AMPARO_PIN_FILE', 'AMPARO_WEBHOOK_ALLOW', 'DATABASE_URL']);
  });

  it('does not start on a key of another use', async () => {
    const swapped = {
      ...worker.env,
      AMPARO_WEBHOOK_KEY_FILE: worker.env['AMPARO_DISPATCH_SIGN_KEY_FILE'] ?? '',
    };
    const { code, output } = await begin(swapped).ended;
    expect(code).toBe(1);
    expect(output).toContain('AMPARO_WEBHOOK_KEY_FILE: the file holds a key for another use (dispatch-sign)');
  });

  it('does not start with the pin of a demo where people rely on it', async () => {
    const { code, output } = await begin({ ...worker.env, NODE_ENV: 'production' }).ended;
    expect(code).toBe(1);
    expect(output).toContain('AMPARO_PIN_FILE');
  });

  it('does not start on a file that is no pin', async () => {
    const path = `${worker.env['AMPARO_PIN_FILE'] ?? ''}.bad`;
    writeFileSync(path, '{"kind":"amparo/pin/1"}');
    const { code, output } = await begin({ ...worker.env, AMPARO_PIN_FILE: path }).ended;
    expect(code).toBe(1);
    expect(output).toContain('AMPARO_PIN_FILE: the file is not a root pin');
  });

  it('says that it is ready, works under its own role, and ends with its parent', async () => {
    const { child, ready, ended } = begin(worker.env);
    expect(await ready).toMatchObject({ ready: true, pid: child.pid, backend: 'postgres' });
    const sessions = await deployment.rows<{ usename: string }>(
      `select distinct usename from pg_stat_activity where application_name = 'amparo-worker' and datname = current_database()`,
    );
    expect(sessions).toEqual([{ usename: 'amparo_worker' }]);
    child.disconnect();
    const { code, output } = await ended;
    expect(code).toBe(0);
    expect(output).toContain('{"ready":true');
  });

  it('finishes and ends when it is asked to', async () => {
    const { child, ready, ended } = begin(worker.env);
    await ready;
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });
});
