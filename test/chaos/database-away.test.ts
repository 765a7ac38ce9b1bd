/**
 * The database is away, or stands still, while people report: everybody is told to try again and keeps the report; api and
 * worker live on, no larger than before; when it is back, every report is accepted and takes effect once.
 */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { residentMib } from '../support/hostile/process-memory.js';
import { until } from '../support/until.js';
import { waitingReports, type WaitingReport } from '../support/waiting-reports.js';
import { World } from '../support/world.js';

/** Long enough for every time limit of ours to have passed once. */
const AWAY_MS = 60_000;
const FROZEN_MS = 8_000;
const REPORTS = 12;
/** The waits alone are most of a minute, and a busy machine recovers slowly. */
jest.setTimeout(300_000);
const MEMORY_MIB = 450;
/** What people are told. `timeout` is their own device's, when a server stands still with the connection open. */
const TOLD = ['UNAVAILABLE', 'unreachable', 'timeout'];

let world: World | null = null;
afterEach(async () => {
  await world?.end();
  world = null;
});

/** Until no device keeps a report any more: each has its verified receipt. */
async function deliver(reports: readonly WaitingReport[]): Promise<void> {
  await Promise.all(
    reports.map((report) =>
      until(
        'the receipt of a report',
        async () => ((await report.isKept()) && (await report.send()) !== true ? pause(200, null) : true),
        60_000,
      ),
    ),
  );
}

async function tookEffectOnce(here: World, digests: readonly Uint8Array[]): Promise<void> {
  const known = digests.map((digest) => Buffer.from(digest));
  await until(
    'the triage of every report',
    async () =>
      (await here.count(
        'triage_item t join report r on r.id = t.report_id where r.digest = any($1)',
        known,
      )) === known.length || null,
    90_000,
  );
  expect(await here.count('report where digest = any($1)', known)).toBe(known.length);
  expect(
    await here.count('alert a join report r on r.id = a.report_id where r.digest = any($1)', known),
  ).toBe(known.length);
}

describe('while the database is away', () => {
  it(`for ${String(AWAY_MS / 1000)} s, people keep their reports, and all of them are accepted afterwards`, async () => {
    world = await World.begin({ ownServer: true });
    const [api, worker] = [world.api.pid, world.worker.pid];
    const reports = await waitingReports(world, REPORTS);
    await world.server.kill();
    const told: (true | string)[] = [];
    const back = performance.now() + AWAY_MS;
    while (performance.now() < back) {
      told.push(...(await Promise.all(reports.map((report) => report.send()))));
      await pause(500);
    }
    expect(told.filter((word) => word === true || !TOLD.includes(word))).toEqual([]);
    expect(told).toContain('UNAVAILABLE');
    expect(await Promise.all(reports.map((report) => report.isKept()))).toEqual(reports.map(() => true));
    expect((await fetch(`${world.origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${world.origin}/readyz`)).status).toBe(503);
    for (const pid of [api, worker]) expect(residentMib(pid)).toBeLessThan(MEMORY_MIB);
    await world.server.start();
    await deliver(reports);
    await tookEffectOnce(
      world,
      reports.map(({ digest }) => digest),
    );
    expect([world.api.pid, world.worker.pid]).toEqual([api, worker]);
    for (const pid of [api, worker]) expect(() => process.kill(pid, 0)).not.toThrow();
  });

  it('or stands still with every connection open, nobody is told that a report was accepted which was not', async () => {
    world = await World.begin({ ownServer: true });
    const { api, worker } = { api: world.api.pid, worker: world.worker.pid };
    const reports = await waitingReports(world, REPORTS);
    world.server.freeze();
    const first = Promise.all(reports.map((report) => report.send()));
    await pause(FROZEN_MS);
    world.server.thaw();
    for (const word of await first) if (word !== true) expect(TOLD).toContain(word);
    await deliver(reports);
    await tookEffectOnce(
      world,
      reports.map(({ digest }) => digest),
    );
    for (const pid of [api, worker]) expect(() => process.kill(pid, 0)).not.toThrow();
  });
});
