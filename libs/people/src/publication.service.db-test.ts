import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiDatabase, apiDatabase } from '../../../test/support/api-database.js';
import {
  testDeployment,
  type TestDeployment,
  type TestPublication,
} from '../../../test/support/deployment.js';
import { Deployment } from './deployment.js';
import { PublicationStore } from './prisma-publication.store.js';
import { PublicationService } from './publication.service.js';

const now = new Date('2026-03-10T00:00:00Z');

describe('publications in PostgreSQL', () => {
  let ground: ApiDatabase;
  let deployment: TestDeployment;
  let db: ApiDatabase['db'];
  let admin: ApiDatabase['admin'];

  beforeAll(async () => {
    ground = await apiDatabase();
    ({ db, admin } = ground);
    deployment = await testDeployment();
  });
  afterAll(() => ground.end());

  /** As another api process would have it: nothing in memory yet. */
  const process = () => {
    const told = new Deployment(deployment.pin, 'https://amparo.example', true, new Uint8Array(32));
    return new PublicationService(new PublicationStore(db), told, () => now);
  };
  const publish = (service: PublicationService, { bytes, rosterCopies }: TestPublication) =>
    service.publish(bytes, rosterCopies);

  it('become what every process acts on, once, in a chain', async () => {
    const [one, other] = [process(), process()];
    expect(await one.current()).toBeNull();
    await expect(one.require()).rejects.toThrow();

    const first = deployment.publication();
    expect(await publish(one, first)).toEqual({ ok: true, version: 1 });
    expect((await one.require()).members.size).toBe(5);
    // A lost reply: the same publication is the same answer, and there is one of it.
    expect(await publish(other, first)).toEqual({ ok: true, version: 1 });
    expect((await admin.query('select 1 from publication')).rowCount).toBe(1);
    expect((await admin.query('select 1 from roster_copy')).rowCount).toBe(6);
    expect(
      (await admin.query(`select 1 from audit_event where kind = 'publication.published'`)).rowCount,
    ).toBe(1);

    const second = deployment.publication({ version: 2, previous: first.headHash, without: ['bruno'] });
    expect(await publish(one, second)).toEqual({ ok: true, version: 2 });
    await other.refresh();
    expect((await other.require()).members.has(deployment.members.bruno.id)).toBe(false);

    expect(await publish(other, first)).toEqual({ ok: false, reason: 'rolled-back' });
    const fork = deployment.publication({ version: 2, previous: first.headHash, without: ['ana'] });
    expect(await publish(other, fork)).toEqual({ ok: false, reason: 'forked' });
    const gap = deployment.publication({ version: 4, previous: second.headHash });
    expect(await publish(other, gap)).toEqual({ ok: true, version: 4 });
    const beside = deployment.publication({ version: 6, previous: second.headHash });
    expect(await publish(other, beside)).toEqual({ ok: false, reason: 'forked' });
  });

  it('are one, when two that both continue the current one come at the same moment', async () => {
    const { headHash, version } = await process().require();
    const rivals = (['ana', 'bruno'] as const).map((without) =>
      deployment.publication({ version: version + 1, previous: headHash, without: [without] }),
    );
    const outcomes = await Promise.all(rivals.map((rival) => publish(process(), rival)));
    expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason)).sort()).toEqual(['forked', 'ok']);
  });

  it('are handed out with the roster copy of the member who asks, and of nobody else', async () => {
    const service = process();
    const current = await service.require();
    const { id } = deployment.members.alia;
    expect(await service.rosterCopy(current, id)).toHaveLength(1024);
    expect(await service.rosterCopy(current, '00000000-0000-4000-8000-000000000000')).toBeNull();
  });

  it("are cosigned by the pin's witnesses alone, for the current head, the newest statement counts", async () => {
    const service = process();
    const { headHash } = await service.require();
    const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
    expect(await service.publishFreshness(deployment.freshness(headHash, at(-24)))).toMatchObject({
      ok: true,
    });
    const newest = deployment.freshness(headHash, at(-1));
    expect(await service.publishFreshness(newest)).toMatchObject({ ok: true });
    expect(await service.publishFreshness(deployment.freshness(headHash, at(-2)))).toMatchObject({
      ok: true,
    });
    const served = await service.freshness(await service.require());
    expect(served.map((one) => one.statement)).toEqual([newest.statement]);

    const stranger = await testDeployment();
    for (const [signed, reason] of [
      [stranger.freshness(headHash, at(-1)), 'not-a-witness'],
      [{ ...newest, signature: new Uint8Array(64) }, 'not-a-witness'],
      [deployment.freshness(new Uint8Array(32), at(-1)), 'unknown-head'],
      [deployment.freshness(headHash, at(1)), 'in-the-future'],
    ] as const)
      expect(await service.publishFreshness(signed)).toEqual({ ok: false, reason });
  });

  it('are not believed when somebody edits the row: what was verified stays in force', async () => {
    const running = process();
    const { version, headHash } = await running.require();
    const invented = deployment.publication({ version: version + 1, previous: headHash, roots: [] });
    await admin.query(
      `insert into publication (version, head_hash, head, signatures, directory, access, policy, grants, published_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [version + 1, invented.headHash, ...Object.values(invented.bytes), now],
    );
    await running.refresh();
    expect((await running.require()).version).toBe(version);
    // A process that starts now finds nothing it could act on, and says so instead of acting on it.
    await expect(process().require()).rejects.toThrow();
    await admin.query('delete from publication where version = $1', [version + 1]);

    // A database that was rolled back: the running process does not go back with it.
    await admin.query('delete from publication where version = $1', [version]);
    await running.refresh();
    expect((await running.require()).version).toBe(version);
  });
});
