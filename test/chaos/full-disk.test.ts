/**
 * A disk without a free block, for real, under the database: people are told to try again and keep their reports, and once
 * there is space all are accepted.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canMount, mountSmallDisk, type SmallDisk } from '../support/small-disk.js';
import { until } from '../support/until.js';
import { waitingReports } from '../support/waiting-reports.js';
import { World } from '../support/world.js';

const DISK_MIB = 320;
const REPORTS = 12;
const FULL_MS = 5_000;

(canMount() ? describe : describe.skip)('on a full disk under the database', () => {
  let disk: SmallDisk;
  let world: World;
  beforeAll(async () => {
    const mounted = mountSmallDisk(DISK_MIB);
    if (!mounted) throw new Error('it could be mounted a moment ago');
    disk = mounted;
    world = await World.begin({ ownServer: true, serverWithin: disk.dir });
  });
  afterAll(async () => {
    disk.free();
    await world.end();
    disk.unmount();
  });

  it('people are told to try again, keep their reports, and all are accepted once there is space', async () => {
    const { api, worker } = { api: world.api.pid, worker: world.worker.pid };
    const reports = await waitingReports(world, REPORTS);
    disk.fill();
    const told = new Set<true | string>();
    // The first few may fit into blocks that the tables already have; they are accepted, and are.
    const end = performance.now() + FULL_MS;
    while (performance.now() < end) {
      for (const report of reports) if (await report.isKept()) told.add(await report.send());
      await pause(200);
    }
    const kept = await Promise.all(reports.map((report) => report.isKept()));
    expect(kept.filter(Boolean).length).toBeGreaterThan(0);
    expect(told).toContain('UNAVAILABLE');
    // A busy machine may also answer too late, which a device treats in the same way: it keeps the report and tries again.
    expect([...told].filter((word) => ![true, 'UNAVAILABLE', 'unreachable'].includes(word))).toEqual([]);
    disk.free();
    // PostgreSQL stops by itself where it cannot write its log any more; whoever watches it starts it again.
    await world.server.start();
    for (const report of reports) {
      if (!(await report.isKept())) continue;
      await until(
        'a receipt',
        async () => ((await report.send()) === true ? true : pause(200, null)),
        60_000,
      );
    }
    const digests = reports.map(({ digest }) => Buffer.from(digest));
    expect(await world.count('report where digest = any($1)', digests)).toBe(REPORTS);
    await until(
      'their triage',
      async () => ((await world.count('triage_item')) === REPORTS ? true : null),
      90_000,
    );
    for (const pid of [api, worker]) expect(() => process.kill(pid, 0)).not.toThrow();
  });
});
