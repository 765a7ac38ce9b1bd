/** How the worker's process begins and ends: with clear words, and never without its parent. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TestDeployment } from '../../apps/worker/test/deployment.js';
import { begin, type Environment } from '../support/life.js';
import { type ProcessFiles, workerFiles } from '../support/process-files.js';

// A process takes a second to start, and ten on a machine that is busy with other tests.
jest.setTimeout(120_000);

let deployment: TestDeployment;
let files: ProcessFiles;
beforeAll(async () => {
  deployment = await TestDeployment.begin(new Date());
  files = workerFiles(deployment);
});
afterAll(async () => {
  files.remove();
  await deployment.end();
});

/** For a process that is not to become ready. */
async function endOf(
  changes: Environment,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const life = begin('worker', { ...files.env, ...changes });
  return { code: await life.ended, output: life.output().toString() };
}

describe('the worker’s process', () => {
  it('does not start on wrong variables, and says one line for each', async () => {
    const wrong = { AMPARO_PIN_FILE: '', DATABASE_URL: 'somewhere', AMPARO_WEBHOOK_ALLOW: 'all' };
    const { code, output } = await endOf(wrong);
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
    const swapped = { AMPARO_WEBHOOK_KEY_FILE: files.env['AMPARO_DISPATCH_SIGN_KEY_FILE'] ?? '' };
    const { code, output } = await endOf(swapped);
    expect(code).toBe(1);
    expect(output).toContain('AMPARO_WEBHOOK_KEY_FILE: the file holds a key for another use (dispatch-sign)');
  });

  it('does not start with the pin of a demo where people rely on it', async () => {
    const { code, output } = await endOf({ NODE_ENV: 'production' });
    expect(code).toBe(1);
    expect(output).toContain('AMPARO_PIN_FILE');
  });

  it('does not start on a file that is no pin', async () => {
    const bad = files.file('bad.json', '{"kind":"amparo/pin/1"}');
    const { code, output } = await endOf({ AMPARO_PIN_FILE: bad });
    expect(code).toBe(1);
    expect(output).toContain('AMPARO_PIN_FILE: the file is not a root pin');
  });

  it('says that it is ready, works under its own role, and ends with its parent', async () => {
    const { child, ready, ended, output } = begin('worker', files.env);
    expect(await ready).toMatchObject({ ready: true, pid: child.pid, backend: 'postgres' });
    const sessions = await deployment.rows<{ usename: string }>(
      `select distinct usename from pg_stat_activity
       where application_name in ('amparo-worker', 'amparo-tasks') and datname = current_database()`,
    );
    expect(sessions).toEqual([{ usename: 'amparo_worker' }]);
    child.disconnect();
    expect(await ended).toBe(0);
    expect(output().toString()).toContain('{"ready":true');
  });

  it('finishes and ends when it is asked to', async () => {
    const { child, ready, ended } = begin('worker', files.env);
    await ready;
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
