/**
 * A machine's clock is set, by an hour or a day, forward or back, while an alert climbs: through the real relay, queue and
 * handlers nobody is told twice, nobody is left out, and nobody waits longer than the ladder says.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createDatabase,
  createLogger,
  createQueues,
  EventNotifier,
  newLife,
  OutboxRelay,
  StatementPool,
} from '#platform';
import { redisIsHere, startRedis } from '../../../../test/support/redis.js';
import { until } from '../../../../test/support/until.js';
import { TestDeployment } from '../../test/deployment.js';
import { Work } from './work.js';

const HOUR = 3_600_000;
const JUMPS: readonly (readonly [string, number])[] = [
  ['an hour forward', HOUR],
  ['an hour back', -HOUR],
  ['a day forward', 24 * HOUR],
  ['a day back', -24 * HOUR],
];

interface Ladder {
  readonly state: string;
  readonly next_step: number;
  readonly due_at: Date;
}

async function startWork(deployment: TestDeployment, redisUrl: string | undefined) {
  const { workerUrl: databaseUrl } = deployment.database;
  const db = createDatabase(databaseUrl, { applicationName: 'amparo-worker', poolSize: 8 });
  const statements = new StatementPool(databaseUrl, { applicationName: 'amparo-tasks', poolSize: 4 });
  const clock = (): Date => deployment.now;
  const queues = createQueues({ databaseUrl, redisUrl });
  const life = newLife();
  const relay = new OutboxRelay({ db, databaseUrl, queues, clock, life, pollMs: 50, sweepEveryMs: 100 });
  const services = deployment.worker();
  const log = createLogger({ name: 'worker', level: 'silent' });
  const events = new EventNotifier(db);
  const self = { life, clock };
  const { publications } = services;
  const work = new Work(statements, queues, relay, publications, services, events, log, self);
  await work.start();
  return async () => {
    await work.stop();
    await Promise.all([db.$disconnect(), statements.close()]);
  };
}

for (const { backend, here } of [
  { backend: 'postgres', here: true },
  { backend: 'redis', here: redisIsHere() },
] as const) {
  (here ? describe : describe.skip)(`a clock that jumps, with the queue on ${backend}`, () => {
    let deployment: TestDeployment;
    let end: () => Promise<void>;
    beforeAll(async () => {
      deployment = await TestDeployment.begin();
      const redis = backend === 'redis' ? await startRedis() : null;
      const stop = await startWork(deployment, redis?.url);
      end = async () => {
        await stop();
        await redis?.stop();
        await deployment.end();
      };
    }, 60_000);
    afterAll(() => end(), 60_000);
    beforeEach(() => deployment.forgetReports());

    const ladder = async (): Promise<Ladder> => {
      const [alert] = await deployment.rows<Ladder>('select state, next_step, due_at from alert');
      if (!alert) throw new Error('there is no alert');
      return alert;
    };
    const told = async (): Promise<string[]> => {
      const rows = await deployment.rows<{ step: number; member_id: string }>(
        'select step, member_id from notice',
      );
      const names = new Map(Object.entries(deployment.world.people).map(([name, { id }]) => [id, name]));
      return rows.map(({ step, member_id: id }) => `${String(step)} ${names.get(id) ?? 'stranger'}`).sort();
    };
    /** The clock comes to the next step, and one step is taken: never two at once, whatever the clock says. */
    async function nextStep(): Promise<Ladder> {
      const before = await ladder();
      if (before.due_at > deployment.now) deployment.now = before.due_at;
      const after = await until('the next step', async () => {
        const now = await ladder();
        return now.state !== before.state || now.next_step > before.next_step ? now : null;
      });
      if (after.state === 'escalating') expect(after.next_step).toBe(before.next_step + 1);
      return after;
    }

    it.each(JUMPS)(
      '%s skips no step and repeats none',
      async (_, jump) => {
        await deployment.submit();
        await deployment.until('notice', 3);
        const { due_at: due } = await ladder();
        const wait = due.getTime() - deployment.now.getTime();
        deployment.later(jump);
        // Put right by itself: dated by the clock that was wrong, it would come a day late.
        const { due_at: mended } = await until('a time that the ladder allows', async () => {
          const now = await ladder();
          return now.due_at.getTime() - deployment.now.getTime() <= wait || now.next_step > 1 ? now : null;
        });
        if (jump < 0) expect(mended.getTime()).toBe(deployment.now.getTime() + wait);
        while ((await nextStep()).state === 'escalating');
        expect(await told()).toEqual(
          ['0 coordinator', '0 host', '0 lawyer', '1 coordinator', '2 host', '2 lawyer'].concat([
            '3 coordinator',
            '3 host',
            '3 lawyer',
          ]),
        );
        expect(await ladder()).toMatchObject({ state: 'exhausted' });
        const acts = await deployment.rows<{ kind: string; acts: string }>(
          `select kind, count(*)::text as acts from audit_event where kind in ('report.triaged', 'alert.exhausted') group by kind`,
        );
        expect(new Set(acts.map(({ acts: count }) => count))).toEqual(new Set(['1']));
      },
      60_000,
    );
  });
}
