/** `amparo queue --watch` and `inbox --watch`, as people run them: a real process at a real api, until Ctrl-C. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { draft } from '../support/draft.js';
import { until, World } from '../support/world.js';

/** Unlocking a keyring takes a second of work and a gigabyte of memory, on a machine that does much else. */
const PATIENCE_MS = 60_000;

interface Watching {
  readonly child: ChildProcess;
  printed(): string;
  complained(): string;
}

describe('somebody who watches', () => {
  let world: World;
  let home: string;
  const running: ChildProcess[] = [];
  beforeAll(async () => {
    world = await World.begin();
    home = mkdtempSync(join(tmpdir(), 'amparo-watch-'));
  });
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await world.end();
    rmSync(home, { recursive: true, force: true });
  });

  function watch(command: string, handle: string): Watching {
    const state = ['--state', world.demo.dir, '--home', join(home, handle), '--api', world.origin];
    const child = spawn(
      process.execPath,
      ['apps/cli/amparo.js', command, '--watch', '--as', handle, ...state],
      {
        env: { PATH: process.env['PATH'] },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    running.push(child);
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    return { child, printed: () => out, complained: () => err };
  }
  const sessions = (handle: string) =>
    world.count('session where member_id = $1', world.demo.person(handle).memberId);

  async function interrupted({ child, complained }: Watching): Promise<void> {
    const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    child.kill('SIGINT');
    expect([await ended, complained()]).toEqual([[0, null], complained()]);
  }

  it('at the queue sees a new report without asking, and Ctrl-C closes the session', async () => {
    const watcher = watch('queue', 'rosa');
    await until('the session', async () => ((await sessions('rosa')) === 1 ? true : null), PATIENCE_MS);
    const { reportId } = await world.submit(draft());
    await until('the report', () => (watcher.printed().includes(reportId) ? true : null), PATIENCE_MS);
    const before = watcher.printed().length;
    const another = await world.submit(draft());
    await until('the next', () => (watcher.printed().slice(before).includes(another.reportId) ? true : null));
    // The whole list again, not a line more.
    expect(watcher.printed().slice(before)).toContain(reportId);
    await interrupted(watcher);
    expect(await sessions('rosa')).toBe(0);
  }, 180_000);

  it('at the inbox sees a new notice without asking, and Ctrl-C closes the session', async () => {
    const watcher = watch('inbox', 'rosa');
    await until('the session', async () => ((await sessions('rosa')) === 1 ? true : null), PATIENCE_MS);
    const { reportId } = await world.submit(draft());
    const noticed = await until('the notice', async () => {
      const { rows } = await world.admin.query<{ id: string }>(
        'select n.id from notice n join alert a on a.id = n.alert_id where a.report_id = $1 and n.member_id = $2',
        [reportId, world.demo.person('rosa').memberId],
      );
      return rows[0]?.id ?? null;
    });
    await until('its line', () => (watcher.printed().includes(noticed) ? true : null), PATIENCE_MS);
    await interrupted(watcher);
    expect(await sessions('rosa')).toBe(0);
  }, 180_000);
});
