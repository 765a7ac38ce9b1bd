/** A disk without a free block under the log ends no process: nobody is protected by a log line, and people are by the rest. */
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { TestDeployment } from '../../apps/worker/test/deployment.js';
import { freshDatabase } from '../support/database.js';
import { testDeployment } from '../support/deployment.js';
import { begin, type Environment, type Life, type ProcessName } from '../support/life.js';
import { until } from '../support/until.js';
import { apiFiles, type ProcessFiles, workerFiles } from '../support/process-files.js';

/** Every write to it fails with ENOSPC. */
const FULL = '/dev/full';
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

function keep(files: ProcessFiles): ProcessFiles {
  cleanUp.push(() => {
    files.remove();
  });
  return files;
}

function beginOnFullDisk(name: ProcessName, env: Environment): Life {
  const log = openSync(FULL, 'w');
  const life = begin(name, { ...env, LOG_LEVEL: 'debug' }, log);
  closeSync(log);
  cleanUp.push(() => {
    life.child.kill('SIGTERM');
    return life.ended;
  });
  return life;
}

describe('on a full disk under the log', () => {
  it('the api starts, answers, and goes on', async () => {
    const database = await freshDatabase();
    cleanUp.push(() => database.drop());
    const api = beginOnFullDisk('api', keep(apiFiles(await testDeployment(), database.apiUrl)).env);
    const { port } = await api.ready;
    for (let at = 0; at < 5; at += 1) {
      // Not ready for a moment is what a busy machine says; an api whose log is stuck says it for ever.
      await until('readiness', async () => {
        const { status } = await fetch(`http://127.0.0.1:${String(port)}/readyz`);
        return status === 200 || null;
      });
      await pause(100);
    }
    expect(api.child.exitCode).toBeNull();
  });

  it('the worker starts, and a report is triaged', async () => {
    const deployment = await TestDeployment.begin(new Date());
    cleanUp.push(() => deployment.end());
    const worker = beginOnFullDisk('worker', keep(workerFiles(deployment)).env);
    await worker.ready;
    await deployment.submit();
    await deployment.until('triage_item', 1, 60_000);
    expect(worker.child.exitCode).toBeNull();
  });
});
