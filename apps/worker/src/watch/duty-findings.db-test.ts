/** Rosters as delegates sign them, and the finding that a coordinator sees: it comes before the hole, and goes with it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dutyRoster, type DutyRoster } from '#crypto';
import { sealDuty } from '#crypto/seal';
import { createDatabase, createLogger, newLife, type PrismaClient } from '#platform';
import { TestDeployment, type TestWorker } from '../../test/deployment.js';
import { type WatchParts, WorkerWatch } from './worker-watch.js';

let deployment: TestDeployment;
let worker: TestWorker;
let db: PrismaClient;
let parts: WatchParts;
beforeEach(async () => {
  deployment = await TestDeployment.begin();
  const { coordinator, guardian } = deployment.world.people;
  await deployment.publish({
    policy: { delegations: { duty: { triage: [coordinator.id] } } },
    roster: { duty: { triage: [coordinator.id], safeguarding: [guardian.id] } },
  });
  worker = deployment.worker();
  await worker.publications.newest();
  db = createDatabase(deployment.database.workerUrl, { applicationName: 'amparo-worker', poolSize: 1 });
  parts = {
    db,
    publications: worker.publications,
    duty: worker.duty,
    memory: { isUnwritten: false, flush: () => Promise.resolve() },
    clock: () => deployment.now,
    life: newLife(),
    lookEveryMs: 1_000,
    events: { tell: () => undefined },
    log: createLogger({ name: 'worker', level: 'silent' }),
  };
});
afterEach(async () => {
  await db.$disconnect();
  await deployment.end();
});

const days = (count: number): Date => new Date(deployment.now.getTime() + count * 86_400_000);

/** Signed by the coordinator, who alone is on call, as the api stores it. */
async function sign(version: number, change: Partial<Pick<DutyRoster, 'leave' | 'name' | 'layers'>> = {}) {
  const { id, keys } = deployment.world.people.coordinator;
  const layer = {
    name: 'days',
    daysPerTurn: 1,
    start: '2026-03-01',
    handover: '08:00',
    only: [],
    members: [id],
  };
  const duty = dutyRoster({
    member: id,
    name: 'triage',
    desk: 'triage',
    version,
    timeZone: 'America/Lima',
    overrides: [],
    layers: change.layers ?? [layer],
    leave: (change.leave ?? []).map(({ member, from, until }) => ({
      member,
      from: from.toISOString().replace('.000', ''),
      until: until.toISOString().replace('.000', ''),
    })),
  });
  const recipientKey = deployment.world.secrets.dispatch[0]!.keys.publicKey;
  const sealed = Buffer.from(sealDuty({ recipientKey, duty }, keys.sign.secretKey));
  await deployment.rows(
    `insert into duty_roster (name, member_id, desk, version, for_dispatch, for_desk, signature, set_at)
     values ('triage', $1, 'triage', $2, $3, $3, decode(repeat('00', 64), 'hex'), now())
     on conflict (name, member_id) do update set version = excluded.version, for_dispatch = excluded.for_dispatch`,
    [id, version, sealed],
  );
}

/** What the watch wrote, after the time for which a finding that nobody sees any more is held. */
async function shown(): Promise<readonly string[]> {
  const watch = new WorkerWatch(parts);
  await watch.look();
  deployment.later(60_000);
  await watch.look();
  const rows = await deployment.rows<{ kind: string }>(
    `select kind from finding where cleared_at is null and kind like 'roster%' order by kind`,
  );
  return rows.map(({ kind }) => kind);
}

const leave = (from: number, until: number) => [
  { member: deployment.world.people.coordinator.id, from: days(from), until: days(until) },
];

describe('a hole in a duty roster', () => {
  it('is shown before it comes, and no longer once somebody fills it', async () => {
    await sign(1);
    expect(await shown()).toEqual([]);
    await sign(2, { leave: leave(3, 4) });
    expect(await shown()).toEqual(['roster-gap']);
    await sign(3);
    expect(await shown()).toEqual([]);
    const trace = await deployment.rows<{ kind: string }>(
      `select kind from audit_event where kind like 'finding.%' and body::text like '%roster-gap%' order by seq`,
    );
    expect(trace.map(({ kind }) => kind)).toEqual(['finding.raised', 'finding.cleared']);
  });

  it('is an empty desk while it lasts, which is graver', async () => {
    await sign(1, { leave: leave(-1, 2) });
    // The leave has emptied the only layer as well, which is the same hole seen from the roster.
    expect(await shown()).toEqual(['roster-empty', 'roster-gap']);
    await sign(2);
    expect(await shown()).toEqual([]);
  });

  it('is not one of three weeks from now', async () => {
    await sign(1, { leave: leave(20, 21) });
    expect(await shown()).toEqual([]);
  });

  it('is seen where the roots listed nobody and no delegate has signed, until one has', async () => {
    const { coordinator, guardian } = deployment.world.people;
    await deployment.publish({
      policy: { delegations: { duty: { triage: [coordinator.id] } } },
      roster: { duty: { triage: [], safeguarding: [guardian.id] } },
    });
    await worker.publications.newest();
    expect(await shown()).toEqual(['roster-empty']);
    await sign(1);
    expect(await shown()).toEqual([]);
  });

  it('is a roster that the policy names and nobody has signed', async () => {
    const { coordinator } = deployment.world.people;
    await deployment.publish({
      policy: { delegations: { duty: { nights: [coordinator.id] } } },
    });
    await worker.publications.newest();
    expect(await shown()).toEqual(['roster-gap']);
  });

  it('does not keep the rest from being seen while there is no publication', async () => {
    await deployment.rows('delete from publication');
    const other = deployment.worker();
    const blind = new WorkerWatch({ ...parts, publications: other.publications, duty: other.duty });
    await expect(blind.look()).resolves.toBeUndefined();
  });
});
