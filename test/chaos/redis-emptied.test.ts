/** Redis may lose everything at any moment: the outbox in PostgreSQL brings it back, and nothing happens twice. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestDeployment } from '../../apps/worker/test/deployment.js';
import { redisIsHere, startRedis, type TestRedis } from '../support/redis.js';
import { tookEffectOnce } from './effect.js';
import { workerProcess, type WorkerProcess } from './worker-process.js';

jest.setTimeout(240_000);
const RECOVERY_MS = 120_000;

(redisIsHere() ? describe : describe.skip)('a worker on Redis', () => {
  let redis: TestRedis;
  let deployment: TestDeployment;
  let worker: WorkerProcess;
  beforeEach(async () => {
    redis = await startRedis();
    deployment = await TestDeployment.begin(new Date());
    worker = workerProcess(deployment, [], { REDIS_URL: redis.url });
    expect(await worker.service.start()).toMatchObject({ backend: 'redis' });
  });
  afterEach(async () => {
    await worker.end();
    await deployment.end();
    await redis.stop();
  });

  it('loses no report when it is killed in the middle of one and Redis forgets everything', async () => {
    const release = await deployment.holdTable('triage_item');
    await deployment.submit();
    await deployment.untilWaiting(1);
    await worker.service.kill();
    await redis.empty();
    await release();
    await worker.service.start();
    await deployment.until('notice', 3, RECOVERY_MS);
    await tookEffectOnce(deployment);
  });
});
