/**
 * Whatever dies or stands still is noticed by something else: worker, queue, auditor and database, each killed or frozen in a
 * real deployment. Every look comes once a second here, and fifteen times as slowly by default; what is measured is in looks.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { findings, type PlatformFindings } from '#sdk/member';
import { draft } from '../support/draft.js';
import { startHeartbeatServer, type HeartbeatServer } from '../support/heartbeats.js';
import { redisIsHere, startRedis, type TestRedis } from '../support/redis.js';
import { until, World, type Colleague, type WorldOptions } from '../support/world.js';

const EVERY_S = 1;
const EVERY = { AMPARO_AUDIT_EVERY: String(EVERY_S) };
/** Two minutes, where a look comes every fifteen seconds. */
const TWO_MINUTES = (120 / 15) * EVERY_S * 1_000;
/** What a busy machine that runs other tests adds. */
const BUSY = 20_000;

const watched = (options: WorldOptions = {}): Promise<World> =>
  World.begin({
    auditors: 1,
    ...options,
    apiEnv: EVERY,
    workerEnv: EVERY,
    auditorEnv: { ...EVERY, ...options.auditorEnv },
  });

async function seenBy(colleague: Colleague): Promise<PlatformFindings> {
  const outcome = await findings(colleague.session);
  if (!outcome.ok) throw new Error('the findings were not told');
  return outcome.findings;
}

const openKinds = async (colleague: Colleague): Promise<readonly string[]> =>
  (await seenBy(colleague)).open.map(({ kind }) => kind);

async function untilOpen(colleague: Colleague, kind: string): Promise<number> {
  const began = performance.now();
  await until(
    `the finding ${kind}`,
    async () => (await openKinds(colleague)).includes(kind) || null,
    TWO_MINUTES + BUSY,
  );
  return performance.now() - began;
}

const untilWell = (colleague: Colleague): Promise<true> =>
  until(
    'everything to be well again',
    async () => {
      const { isWatched, open } = await seenBy(colleague);
      return (isWatched && open.length === 0) || null;
    },
    TWO_MINUTES + BUSY,
  );

const attention = async (world: World): Promise<boolean> => {
  const response = await fetch(`${world.origin}/readyz`);
  return ((await response.json()) as { attention: boolean }).attention;
};

describe('a deployment that is watched', () => {
  let world: World;
  let rosa: Colleague;
  let outside: HeartbeatServer;
  beforeAll(async () => {
    outside = await startHeartbeatServer();
    world = await watched({
      auditorEnv: { AMPARO_HEARTBEAT_URL: outside.url, AMPARO_HEARTBEAT_ALLOW: outside.address },
    });
    rosa = await world.signIn('rosa');
  });
  afterAll(async () => {
    await world.end();
    await outside.close();
  });

  const untilItBeats = (): Promise<true> => {
    const before = outside.beats.length;
    return until('the heartbeat', () => outside.beats.length > before + 1 || null, TWO_MINUTES + BUSY);
  };

  it('says outside that all is well, and nothing else', async () => {
    await untilWell(rosa);
    await untilItBeats();
    expect(outside.beats.at(-1)).toMatchObject({ method: 'POST', body: '' });
    const usual = ['connection', 'content-length', 'content-type', 'host', 'user-agent'];
    expect(outside.beats.flatMap(({ headers }) => headers).filter((name) => !usual.includes(name))).toEqual(
      [],
    );
    expect(await attention(world)).toBe(false);
  });

  it('tells the desk and everybody outside that its worker was killed', async () => {
    await world.worker.kill();
    await untilOpen(rosa, 'worker-silent');
    await until('the attention', async () => (await attention(world)) || null, TWO_MINUTES + BUSY);
    await until(
      'the silence outside',
      () => outside.silentMs() > 4_000 * EVERY_S || null,
      TWO_MINUTES + BUSY,
    );
    expect(
      await world.count(`audit_event where kind = 'finding.raised' and body->>'kind' = 'worker-silent'`),
    ).toBe(1);
    await world.worker.start();
    await untilWell(rosa);
    await untilItBeats();
  });

  it('tells that its worker stands still, although nothing was closed', async () => {
    process.kill(world.worker.pid, 'SIGSTOP');
    try {
      await untilOpen(rosa, 'worker-silent');
    } finally {
      process.kill(world.worker.pid, 'SIGCONT');
    }
    await untilWell(rosa);
  });

  it.each(['SIGKILL', 'SIGSTOP'] as const)('notices that its auditor got %s', async (signal) => {
    const [auditor] = world.auditors;
    if (!auditor) throw new Error('this world has an auditor');
    if (signal === 'SIGKILL') await auditor.kill();
    else process.kill(auditor.pid, signal);
    await untilOpen(rosa, 'auditor-silent');
    expect((await seenBy(rosa)).isWatched).toBe(false);
    expect(world.worker.output().toString()).toContain('"kind":"auditor-silent"');
    expect(outside.silentMs()).toBeGreaterThan(2_000 * EVERY_S);
    await until('the attention', async () => (await attention(world)) || null, TWO_MINUTES + BUSY);
    if (signal === 'SIGKILL') await auditor.start();
    else process.kill(auditor.pid, 'SIGCONT');
    await untilWell(rosa);
    await untilItBeats();
  });

  it('notices that the queue’s tables are gone', async () => {
    await world.admin.query('alter schema bullmq rename to bullmq_away');
    try {
      await untilOpen(rosa, 'queue-stalled');
    } finally {
      await world.admin.query('alter schema bullmq_away rename to bullmq');
    }
    await untilWell(rosa);
  });

  it('tells the desk when nobody answered and nobody looks, until somebody takes the report', async () => {
    const { reportId } = await world.submit(draft());
    const alertId = await world.alertOf(reportId);
    await world.settled();
    await world.admin.query(`update alert set state = 'exhausted', due_at = null where id = $1`, [alertId]);
    await untilOpen(rosa, 'alerts-unanswered');
    const page = await rosa.desk.queue({ first: 20 });
    const entry = page.ok ? page.page.entries.find((one) => one.reportId === reportId) : undefined;
    expect((await rosa.desk.claim(reportId, entry?.version ?? 0)).ok).toBe(true);
    await untilWell(rosa);
  });

  it('gives an alert that lost its job another one, and the ladder goes on', async () => {
    const { reportId } = await world.submit(draft());
    const alertId = await world.alertOf(reportId);
    await world.settled();
    await world.admin.query(`delete from outbox where ref = $1`, [alertId]);
    await world.admin.query('delete from bullmq.job');
    await world.admin.query(`update alert set due_at = now() where id = $1`, [alertId]);
    await until(
      'the next step',
      async () => (await world.count('alert where id = $1 and next_step > 1', alertId)) > 0 || null,
      TWO_MINUTES + BUSY,
    );
    expect(
      await world.count(`audit_event where kind = 'work.handed-out-again' and body->>'ref' = $1`, alertId),
    ).toBe(1);
  });
});

describe('while something larger is gone,', () => {
  let world: World | null = null;
  let redis: TestRedis | null = null;
  let outside: HeartbeatServer | null = null;
  afterEach(async () => {
    await world?.end();
    await redis?.stop();
    await outside?.close();
    [world, redis, outside] = [null, null, null];
  });

  (redisIsHere() ? it : it.skip)('a killed Redis is noticed, even when nobody reports', async () => {
    redis = await startRedis();
    world = await watched({ redisUrl: redis.url });
    const rosa = await world.signIn('rosa');
    await untilWell(rosa);
    await redis.kill();
    await untilOpen(rosa, 'queue-stalled');
    await redis.start();
    await untilWell(rosa);
  });

  it('the database, the auditor says nothing outside, lives on, and sees again when it is back', async () => {
    outside = await startHeartbeatServer();
    const here = outside;
    world = await watched({
      ownServer: true,
      auditors: 2,
      auditorEnv: { AMPARO_HEARTBEAT_URL: here.url, AMPARO_HEARTBEAT_ALLOW: here.address },
    });
    const pids = world.auditors.map(({ pid }) => pid);
    await until('the heartbeat', () => here.beats.length > 3 || null, TWO_MINUTES + BUSY);
    await world.server.kill();
    await until('the silence outside', () => here.silentMs() > 5_000 * EVERY_S || null, TWO_MINUTES + BUSY);
    await pause(2_000 * EVERY_S);
    expect(here.silentMs()).toBeGreaterThan(5_000 * EVERY_S);
    await world.server.start();
    const before = here.beats.length;
    await until('the heartbeat again', () => here.beats.length > before + 1 || null, TWO_MINUTES + 2 * BUSY);
    expect(world.auditors.map(({ pid }) => pid)).toEqual(pids);
    for (const { pid } of world.auditors) expect(() => process.kill(pid, 0)).not.toThrow();
    expect(world.auditors[0]?.output().toString()).toContain('the auditor cannot look');
  });
});
