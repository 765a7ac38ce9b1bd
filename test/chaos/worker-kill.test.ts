/**
 * kill -9 of a real worker at the worst moments. Each test makes the moment certain, with a lock that the test holds or a
 * receiver that does not answer, instead of hoping to hit it; then a new worker finds the work, and it takes effect once.
 */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestDeployment } from '../../apps/worker/test/deployment.js';
import { Receiver } from '../../apps/worker/test/receiver.js';
import { webhookTo } from '../../apps/worker/test/world.js';
import { type ProcessFiles, workerFiles } from '../support/process-files.js';
import { Service } from '../support/service.js';
import { until } from '../support/until.js';
import { tookEffectOnce } from './effect.js';

const CANARY = 'CANARY-5b1e-rifles-at-the-bridge';
/** A dead worker's job is given to another after the queue's lock, or by the outbox's sweep: well within a minute. */
const RECOVERY_MS = 120_000;
jest.setTimeout(240_000);

let deployment: TestDeployment;
let receiver: Receiver;
let files: ProcessFiles;
let worker: Service;
beforeEach(async () => {
  deployment = await TestDeployment.begin(new Date());
  receiver = await Receiver.listen();
  files = workerFiles(deployment, { allowed: [receiver.address] });
  worker = new Service('worker', files.env);
  await worker.start();
});
afterEach(async () => {
  await worker.stop();
  files.remove();
  await receiver.close();
  await deployment.end();
});

const theLawyerHasADoorbell = () =>
  deployment.setChannels(deployment.world.people.lawyer, webhookTo(`http://${receiver.address}/hook`));
const CONNECTIONS = `pg_stat_activity where usename = 'amparo_worker' and datname = current_database()`;
/** PostgreSQL ends a statement that it was given before it notices that nobody waits for it any more. */
const untilNobodyIsLeft = () => deployment.untilNone(CONNECTIONS);
/** As when the machine goes down with all that ran on it: what was under way is undone. */
const cutOff = () => deployment.rows(`select pg_terminate_backend(pid) from ${CONNECTIONS}`);

describe('a worker killed without warning', () => {
  it('in the middle of triage, with its connections, leaves nothing behind, and the next one triages the report once', async () => {
    const release = await deployment.holdTable('triage_item');
    await deployment.submit({ text: CANARY });
    await deployment.untilWaiting(1);
    await worker.kill();
    await cutOff();
    await release();
    await untilNobodyIsLeft();
    expect(await deployment.count('triage_item')).toBe(0);
    expect(await deployment.count('alert')).toBe(0);
    expect(await deployment.open('triage')).toHaveLength(1);

    await worker.start();
    await deployment.until('notice', 3, RECOVERY_MS);
    await tookEffectOnce(deployment);
    expect(worker.output().toString()).toContain('taking jobs');
    expect(worker.output().toString()).not.toContain(CANARY);
  });

  it('leaves in the queue, of what it had no hands for, opaque ids and nothing else', async () => {
    const release = await deployment.holdTable('triage_item');
    const many = 8;
    for (let at = 0; at < many; at += 1) await deployment.submit({ text: CANARY });
    await deployment.untilWaiting(4);
    const rows = await deployment.open('triage');
    const queued = await until(
      'reports in the queue',
      async () => {
        const held = await deployment.dump('bullmq');
        return rows.some(({ id }) => held.includes(id)) ? held : null;
      },
      30_000,
    );
    const inQueue = rows.filter(({ id }) => queued.includes(id));
    expect(inQueue.length).toBeGreaterThan(0);
    for (const { ref } of inQueue) expect(queued).toContain(ref);
    expect(queued).not.toContain(CANARY);
    await worker.kill();
    await cutOff();
    await release();
    await untilNobodyIsLeft();
    await worker.start();
    await deployment.until('triage_item', many, RECOVERY_MS);
  });

  it('whose statement the database still ends has triaged the whole report, and the next one goes on from there', async () => {
    const release = await deployment.holdTable('triage_item');
    await deployment.submit();
    await deployment.untilWaiting(1);
    await worker.kill();
    await release();
    await untilNobodyIsLeft();
    expect(await deployment.count('triage_item')).toBe(1);
    expect(await deployment.count('alert')).toBe(1);
    expect(await deployment.open('triage')).toHaveLength(0);
    expect(await deployment.open('escalate')).toHaveLength(1);

    await worker.start();
    await deployment.until('notice', 3, RECOVERY_MS);
    await tookEffectOnce(deployment);
  });

  it.each([
    ['with its connections', cutOff, 0],
    ['while the database ends its statement', () => Promise.resolve(), 3],
  ])('in the middle of paging, %s, tells nobody twice, and nobody is left out', async (_, after, told) => {
    const release = await deployment.holdTable('notice', 'share row exclusive');
    await deployment.submit();
    await deployment.untilWaiting(1);
    await worker.kill();
    await after();
    await release();
    await untilNobodyIsLeft();
    expect(await deployment.count('notice')).toBe(told);
    expect(await deployment.one('alert')).toMatchObject({ next_step: told === 0 ? 0 : 1 });

    await worker.start();
    await deployment.until('notice', 3, RECOVERY_MS);
    await tookEffectOnce(deployment);
  });

  it('between the POST and its commit rings again, with the one id that the receiver knows', async () => {
    await theLawyerHasADoorbell();
    receiver.answer = 'hang';
    await deployment.submit();
    await receiver.rung(1);
    await worker.kill();
    expect(await deployment.one('delivery')).toMatchObject({ state: 'handed', attempts: 1 });

    receiver.answer = { status: 204 };
    await worker.start();
    await deployment.until(`delivery where state = 'delivered'`, 1, RECOVERY_MS);
    expect(receiver.rings).toHaveLength(2);
    expect(new Set(receiver.rings.map(({ id }) => id)).size).toBe(1);
    expect(new Set(receiver.rings.map(({ body }) => body)).size).toBe(1);
    expect(await deployment.count('delivery')).toBe(1);
    await tookEffectOnce(deployment);
  });
});
