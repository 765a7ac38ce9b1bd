/** Redis may lose everything at any moment: the outbox in PostgreSQL brings it back, and nothing happens twice. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestDeployment } from '../../apps/worker/test/deployment.js';
import { type ProcessFiles, workerFiles } from '../support/process-files.js';
import { redisIsHere, startRedis, type TestRedis } from '../support/redis.js';
import { Service } from '../support/service.js';
import { tookEffectOnce } from './effect.js';

jest.setTimeout(240_000);
const RECOVERY_MS = 120_000;

(redisIsHere() ? describe : describe.skip)('a worker on Redis', () => {
  let redis: TestRedis;
  let deployment: TestDeployment;
  let files: ProcessFiles;
  let worker: Service;
  beforeEach(async () => {
    redis = await startRedis();
    deployment = await TestDeployment.begin(new Date());
    files = workerFiles(deployment, { env: { REDIS_URL: redis.url } });
    worker = new Service('worker', files.env);
    expect(await worker.start()).toMatchObject({ backend: 'redis' });
  });
  afterEach(async () => {
    await worker.stop();
    files.remove();
    await deployment.end();
    await redis.stop();
  });

  it('loses no report when it is killed in the middle of one and Redis forgets everything', async () => {
    const release = await deployment.holdTable('triage_item');
    await deployment.submit();
    await deployment.untilWaiting(1);
    await worker.kill();
    await redis.empty();
    await release();
    await worker.start();
    await deployment.until('notice', 3, RECOVERY_MS);
    await tookEffectOnce(deployment);
  });
});
