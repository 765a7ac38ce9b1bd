import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Policy } from '#policy';
import { DEFAULT_POLICY } from '#policy/files';
import { memoryStorage } from '#sdk';
import { loadMemory, TestDeployment, type TestWorker } from '../../test/deployment.js';

let deployment: TestDeployment;
let worker: TestWorker;
beforeEach(async () => {
  deployment = await TestDeployment.begin();
  worker = deployment.worker();
});
afterEach(() => deployment.end());

const inUse = async (): Promise<number> => (await worker.publications.newest()).version;
const said = (text: string): number => deployment.logged.filter((line) => line.includes(text)).length;

describe('the publication in use', () => {
  it('is the newest that verifies, at once', async () => {
    expect(await inUse()).toBe(1);
    await deployment.publish();
    expect(await inUse()).toBe(2);
  });

  it('stays the last good one when a newer one does not verify, and the log says so once', async () => {
    expect(await inUse()).toBe(1);
    await deployment.publish();
    await deployment.rows(`update publication set policy = policy || '\\x20'::bytea where version = 2`);
    expect(await inUse()).toBe(1);
    expect(await inUse()).toBe(1);
    expect(said('publication refused')).toBe(1);
    expect(deployment.logged.join('')).toContain('"reason":"policy"');
  });

  it.each<[string, Partial<Policy>]>([
    ['sends reports nowhere', { routes: DEFAULT_POLICY.routes.slice(0, 1) }],
    [
      'pages nobody at once',
      { plans: { ...DEFAULT_POLICY.plans, critical: [{ afterSeconds: 60, notify: [{ kind: 'desk' }] }] } },
    ],
    ['names a plan that is not there', { unsorted: { ...DEFAULT_POLICY.unsorted, plan: 'gone' } }],
  ])('stays the last good one when the roots sign a policy that %s', async (_what, policy) => {
    expect(await inUse()).toBe(1);
    await deployment.publish({ policy });
    expect(await inUse()).toBe(1);
    expect(said('publication refused')).toBe(1);
    expect(deployment.logged.join('')).toContain('"reason":"policy"');
    const alertId = await deployment.raise(worker);
    expect(await deployment.climb(worker, alertId)).toBe('notified');
  });

  it('is not hidden by a row with a high number that nobody signed', async () => {
    expect(await inUse()).toBe(1);
    await deployment.rows(
      `insert into publication select 900, decode(repeat('ab', 32), 'hex'), head, signatures, directory, access, policy, grants, published_at
       from publication where version = 1`,
    );
    await deployment.publish();
    expect(await inUse()).toBe(2);
  });

  it('does not go back when the newer rows are deleted', async () => {
    await deployment.publish();
    expect(await inUse()).toBe(2);
    await deployment.rows('delete from publication where version = 2');
    expect(await inUse()).toBe(2);
    expect(await inUse()).toBe(2);
    expect(worker.publications.troubles).toEqual(['rolled-back']);
    expect(said('the head in use is gone')).toBe(1);
    await deployment.publish();
    expect(await inUse()).toBe(3);
    expect(worker.publications.troubles).toEqual([]);
  });

  it('does not go back after a restart either: whoever put the older one there is waited for, not believed', async () => {
    const disk = memoryStorage();
    const name = deployment.world.pin.deployment;
    await deployment.publish();
    const before = deployment.worker(await loadMemory(name, disk));
    expect((await before.publications.newest()).version).toBe(2);
    await deployment.rows('delete from publication where version = 2');
    const after = deployment.worker(await loadMemory(name, disk));
    await expect(after.publications.newest()).rejects.toMatchObject({ code: 'amparo.no-publication' });
    expect(after.publications.troubles).toEqual(['rolled-back']);
    expect(deployment.logged.join('')).toContain('"reason":"rolled-back"');
    // Under a new number it is the same old head.
    await deployment.rows('update publication set version = 7');
    await expect(after.publications.newest()).rejects.toMatchObject({ code: 'amparo.no-publication' });
    // Only what the roots signed after it counts.
    await deployment.publish();
    expect((await after.publications.newest()).version).toBe(3);
    expect(after.publications.troubles).toEqual([]);
  });

  it('takes a version that was refused once its missing roster copy has come', async () => {
    expect(await inUse()).toBe(1);
    await deployment.publish();
    const [copy] = await deployment.rows<{ sealed: Buffer }>(
      'delete from roster_copy where version = 2 returning sealed',
    );
    expect(await inUse()).toBe(1);
    await deployment.rows(`insert into roster_copy values (2, 'dispatch', $1)`, [copy!.sealed]);
    deployment.later(10_000);
    expect(await inUse()).toBe(2);
  });

  it('is nothing before the first one, and then no job is done', async () => {
    await deployment.rows('delete from publication');
    const job = await deployment.submit();
    await expect(worker.triage.triage(job)).rejects.toMatchObject({ code: 'amparo.no-publication' });
    expect(await deployment.open('triage')).toHaveLength(1);
  });

  it('is said to be expired, loudly, and used all the same', async () => {
    await deployment.publish({ expires: new Date('2026-01-01T00:00:00Z') });
    expect(await inUse()).toBe(2);
    expect(said('publication has expired')).toBe(1);
  });
});
