/**
 * Two apis and two workers on one database behave as one (DESIGN §6), with the queue in PostgreSQL or in Redis: whoever is
 * asked, the answer is the same; whoever does the work, it is done once.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeHead, headHash, signHead, signKeyPairFromSeed } from '#crypto';
import { memoryStorage, openDirectory } from '#sdk';
import { readPublication, readSeed } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { sendPublication } from '#sdk/publish';
import { draft } from '../support/draft.js';
import { redisIsHere, startRedis, type TestRedis } from '../support/redis.js';
import { until, World, type Colleague } from '../support/world.js';

const BACKENDS = [
  { queue: 'PostgreSQL', here: true },
  { queue: 'Redis', here: redisIsHere() },
] as const;

for (const { queue, here } of BACKENDS) {
  (here ? describe : describe.skip)(`two apis and two workers, with the queue in ${queue},`, () => {
    let redis: TestRedis | undefined;
    let world: World;
    let luz: Colleague;
    beforeAll(async () => {
      redis = queue === 'Redis' ? await startRedis() : undefined;
      world = await World.begin({ apis: 2, workers: 2, ...(redis ? { redisUrl: redis.url } : {}) });
      luz = await world.signIn('luz');
      await world.ring(luz);
    });
    afterAll(async () => {
      await world.end();
      await redis?.stop();
    });

    const outcomesOf = (word: string): number =>
      world.workers.filter((worker) => worker.output().toString().includes(word)).length;

    it('give a report to one of two coordinators who claim it at the same moment, and both see it held', async () => {
      const [rosa, mateo] = await Promise.all([
        world.signIn('rosa', world.transportTo(0)),
        world.signIn('mateo', world.transportTo(1)),
      ]);
      const { reportId } = await world.submit(draft());
      await world.alertOf(reportId);
      const claims = await Promise.all([rosa, mateo].map(({ desk }) => desk.claim(reportId, 1)));
      expect(claims.filter(({ ok }) => ok)).toHaveLength(1);
      const seen = await Promise.all(
        [rosa, mateo].map(async ({ desk }) => {
          const page = await desk.queue({ first: 20 });
          if (!page.ok) throw new Error('the queue did not answer');
          return page.page.entries.find((entry) => entry.reportId === reportId);
        }),
      );
      expect(seen.map((entry) => entry?.version)).toEqual([2, 2]);
      expect(seen.map((entry) => entry?.claimedByMe)).toEqual(claims.map(({ ok }) => ok));
    });

    it('know a session that the other one began, and end it for both', async () => {
      let at = 0;
      const wandering = world.transport((input, init) =>
        fetch((input as string).replace(world.origin, world.originOf(at)), init),
      );
      const carmen = await world.signIn('carmen', wandering);
      at = 1;
      expect((await carmen.inbox.list({})).ok).toBe(true);
      await carmen.session.end();
      at = 0;
      expect(await carmen.inbox.list({})).toMatchObject({ ok: false, failure: { code: 'UNAUTHENTICATED' } });
    });

    it('tell everybody once of each report that arrives at both at once', async () => {
      const before = world.receiver.all().length;
      const sealed = await Promise.all(Array.from({ length: 12 }, () => world.seal(draft())));
      // Each of them at both doors at the same moment, as a phone does whose answer was lost.
      const sent = await Promise.all(
        sealed.flatMap((one) => [0, 1].map((api) => world.send(one, world.transportTo(api)))),
      );
      const reports = [...new Set(sent.map(({ reportId }) => reportId))];
      expect(reports).toHaveLength(sealed.length);
      await until('the rings', () => world.receiver.all().length >= before + sealed.length || null);
      await world.settled();
      expect(world.receiver.all()).toHaveLength(before + sealed.length);
      expect(await world.count('alert where report_id = any($1)', reports)).toBe(sealed.length);
      const twice = `(select 1 from notice n join alert a on a.id = n.alert_id where a.report_id = any($1)
        group by a.report_id, n.member_id having count(*) > 1) as twice`;
      expect(await world.count(twice, reports)).toBe(0);
    });

    it('see a head that was published at one of them', async () => {
      const storage = fileStorage(world.dir);
      const publication = await readPublication(storage);
      const { secretKey } = signKeyPairFromSeed(await readSeed(storage, 'secrets/root-1.json', 'root'));
      const head = decodeHead(publication.signedHead.bytes);
      const next = {
        ...head,
        version: head.version + 1,
        previous: headHash(publication.signedHead.bytes),
        issued: new Date(head.issued.getTime() + 1_000),
      };
      const signedHead = signHead(next, [secretKey]);
      expect(await sendPublication(world.transportTo(0), { ...publication, signedHead })).toEqual({
        ok: true,
      });
      await until('the new head at the other api', async () => {
        const opened = await openDirectory({
          transport: world.transportTo(1),
          pin: world.demo.pin,
          storage: memoryStorage(),
          now: new Date(),
        });
        return opened.ok && opened.directory.head.version === next.version ? true : null;
      });
      const seen = `"version":${String(next.version)},"msg":"publication verified"`;
      await until('the new head at both workers', () => outcomesOf(seen) === 2 || null);
    });

    it('go on with what one of them had begun when it is killed', async () => {
      const [dying, heir] = world.workers;
      if (!dying || !heir) throw new Error('this world has two workers');
      await heir.stop();
      const { reportId } = await world.submit(draft());
      const alertId = await world.alertOf(reportId);
      await world.settled();
      const step = `alert where id = $1 and next_step = 1`;
      expect(await world.count(step, alertId)).toBe(1);
      await dying.kill();
      await heir.start();
      // The time of the next step has come; only the dead worker had handed it over.
      await world.admin.query(`update alert set due_at = now() where id = $1`, [alertId]);
      await world.admin.query(`update outbox set due_at = now() where ref = $1 and done_at is null`, [
        alertId,
      ]);
      await until('the next step', async () => ((await world.count(step, alertId)) === 0 ? true : null));
    });
  });
}
