/** A disk without a free block under the log ends no process: nobody is protected by a log line, and people are by the rest. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { TestDeployment } from '../../apps/worker/test/deployment.js';
import { writeFiles } from '../api/api-process.js';
import { freshDatabase } from '../support/database.js';
import { testDeployment } from '../support/deployment.js';
import { workerProcess } from './worker-process.js';

/** Every write to it fails with ENOSPC. */
const FULL = '/dev/full';
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

function startOnFullDisk(name: 'api' | 'worker', env: Readonly<Record<string, string>>): ChildProcess {
  const log = openSync(FULL, 'w');
  const child = spawn(process.execPath, [join(process.cwd(), 'dist', 'apps', name, 'src', 'main.js')], {
    env: { PATH: process.env['PATH'], ...env, LOG_LEVEL: 'debug' },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  cleanUp.push(async () => {
    const ended = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGTERM')) await ended;
  });
  return child;
}

/** What the process says to whoever started it, or the code with which it ended. */
async function firstWord(child: ChildProcess): Promise<{ readonly port?: number; readonly ended?: unknown }> {
  return Promise.race([
    once(child, 'message').then(([message]) => message as { port?: number }),
    once(child, 'exit').then(([code]: unknown[]) => ({ ended: code })),
  ]);
}

describe('on a full disk under the log', () => {
  it('the api starts, answers, and goes on', async () => {
    const database = await freshDatabase();
    cleanUp.push(() => database.drop());
    const files = await writeFiles(await testDeployment(), database.apiUrl);
    cleanUp.push(() => rm(files.folder, { recursive: true, force: true }));
    const api = startOnFullDisk('api', files.env);
    const { port, ended } = await firstWord(api);
    expect(ended).toBeUndefined();
    for (let at = 0; at < 5; at += 1) {
      expect((await fetch(`http://127.0.0.1:${String(port)}/readyz`)).status).toBe(200);
      await pause(100);
    }
    expect(api.exitCode).toBeNull();
  });

  it('the worker starts, and a report is triaged', async () => {
    const deployment = await TestDeployment.begin(new Date());
    cleanUp.push(() => deployment.end());
    const settings = workerProcess(deployment, []);
    cleanUp.push(() => settings.end());
    const worker = startOnFullDisk('worker', settings.env);
    expect((await firstWord(worker)).ended).toBeUndefined();
    await deployment.submit();
    await deployment.until('triage_item', 1, 60_000);
    expect(worker.exitCode).toBeNull();
  });
});
