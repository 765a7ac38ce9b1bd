/**
 * Guarantee 2: what was acknowledged survives kill -9 and takes effect once. Counted from the clients' verified receipts and
 * the receiver's webhook ids, beside our own tables.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toHex } from '#crypto';
import { draft } from '../support/draft.js';
import { seedOr, type Deaths } from '../support/kill-plan.js';
import { neitherLostNorDoubled } from '../support/neither-lost-nor-doubled.js';
import { redisIsHere, startRedis } from '../support/redis.js';
import { World } from '../support/world.js';

describe('guarantee: an acknowledged report is not lost and takes effect once', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.begin({ withoutWorker: true });
  });
  afterAll(() => world.end());

  it('answers a retry after a lost reply with the very same receipt, and keeps one report', async () => {
    const sealed = await world.seal(draft());
    let lost: Uint8Array | null = null;
    // The server has committed and answered; the answer never arrives.
    const losing = world.transport(async (input, init) => {
      const response = await fetch(input, init);
      if (lost) return response;
      const body = (await response.clone().json()) as { data: { submitReport: { receipt: string } } };
      lost = new Uint8Array(Buffer.from(body.data.submitReport.receipt, 'base64url'));
      throw new TypeError('connection lost');
    });
    const { receipt, reportId } = await world.send(sealed, losing);
    expect(lost).not.toBeNull();
    expect(toHex(receipt)).toBe(toHex(lost!));
    expect(await world.count('report where digest = $1', Buffer.from(sealed.digest))).toBe(1);
    expect(await world.count(`outbox where kind = 'triage' and ref = $1`, reportId)).toBe(1);
  });

  it('gives twenty simultaneous submissions of the same bytes one receipt and one report', async () => {
    const sealed = await world.seal(draft());
    const all = await Promise.all(Array.from({ length: 20 }, () => world.send(sealed)));
    expect(new Set(all.map(({ receipt }) => toHex(receipt))).size).toBe(1);
    expect(new Set(all.map(({ reportId }) => reportId)).size).toBe(1);
    expect(await world.count(`outbox where kind = 'triage' and ref = $1`, all[0]!.reportId)).toBe(1);
  });

  it('keeps and triages, once, what it accepted before kill -9 of the api with no worker alive', async () => {
    const luz = await world.signIn('luz');
    await world.ring(luz);
    const accepted = [];
    for (let at = 0; at < 5; at += 1) accepted.push(await world.submit(draft()));
    await world.api.kill();
    await world.api.start();
    // Two lives of the worker, the first ended without warning as soon as it says that it works.
    await world.worker.start();
    await world.worker.kill();
    await world.worker.start();
    const rings = new Set<string>();
    for (const { reportId } of accepted) {
      const notice = await world.notice(await world.signIn('luz'), reportId);
      rings.add((await world.rung(notice.id)).id);
    }
    await world.settled();
    for (const { reportId } of accepted) {
      expect(await world.count('triage_item where report_id = $1', reportId)).toBe(1);
      expect(await world.count('alert where report_id = $1', reportId)).toBe(1);
      const mine = await world.count(
        'notice n join alert a on a.id = n.alert_id where a.report_id = $1 and n.member_id = $2',
        reportId,
        luz.memberId,
      );
      expect(mine).toBe(1);
    }
    expect(rings.size).toBe(accepted.length);
  });
});

/** Twenty kills with the queue in PostgreSQL, twelve with it in Redis, which forgets everything twice. */
const RUNS: readonly { queue: 'PostgreSQL' | 'Redis'; here: boolean; seed: number; deaths: Deaths }[] = [
  {
    queue: 'PostgreSQL',
    here: true,
    seed: 20_261_123,
    deaths: { 'api-0': 3, 'api-1': 3, 'worker-0': 4, 'worker-1': 4, database: 6 },
  },
  {
    queue: 'Redis',
    here: redisIsHere(),
    seed: 7_041_989,
    deaths: { 'api-0': 2, 'api-1': 1, 'worker-0': 2, 'worker-1': 3, database: 2, redis: 2 },
  },
];

for (const { queue, here, seed: usual, deaths } of RUNS) {
  (here ? describe : describe.skip)(
    `guarantee: under kill -9 of everything, with the queue in ${queue}`,
    () => {
      it('loses no report that a client holds a receipt for, and tells of none twice', async () => {
        const redis = queue === 'Redis' ? await startRedis() : undefined;
        try {
          await neitherLostNorDoubled(seedOr(usual), deaths, redis);
        } finally {
          await redis?.stop();
        }
      }, 600_000);
    },
  );
}
