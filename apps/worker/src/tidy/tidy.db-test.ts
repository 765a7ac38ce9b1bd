import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StatementPool } from '#platform';
import { TestDeployment } from '../../test/deployment.js';
import { KEPT_MS, Tidy } from './tidy.js';

let deployment: TestDeployment;
let statements: StatementPool;
let tidy: Tidy;
beforeAll(async () => {
  deployment = await TestDeployment.begin();
  statements = new StatementPool(deployment.database.workerUrl, {
    applicationName: 'amparo-tasks',
    poolSize: 1,
  });
  tidy = new Tidy(statements, () => deployment.now);
});
afterAll(async () => {
  await statements.close();
  await deployment.end();
});

const ago = (ms: number): Date => new Date(deployment.now.getTime() - ms);

async function leave(at: Date, entries = 1): Promise<void> {
  await deployment.rows(
    `insert into cap_entry (id, feed, notice_id, delivery_id, type, occasion, language, document, signature, sent_at)
     select gen_random_uuid(), decode(repeat('00', 32), 'hex'), gen_random_uuid(), gen_random_uuid(), 'Alert', 'alert', 'es', '', '', $1
     from generate_series(1, $2)`,
    [at, entries],
  );
  await deployment.rows(
    `insert into channel_trial (member_id, id, asked_at, outcomes) values (gen_random_uuid(), gen_random_uuid(), $1, '{}')`,
    [at],
  );
  await deployment.rows(
    `insert into desk_call (id, silence_id, member_id, state, tried_at)
     values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'rung', $1)`,
    [at],
  );
}
const left = async (): Promise<readonly number[]> => [
  await deployment.count('cap_entry'),
  await deployment.count('channel_trial'),
  await deployment.count('desk_call'),
];

describe('what was rung, tried or served long ago', () => {
  it('is gone after thirty days, by the worker’s own role, and nothing that is younger', async () => {
    await leave(ago(KEPT_MS + 1));
    await leave(ago(KEPT_MS - 1));
    expect(await tidy.round()).toBe(3);
    expect(await left()).toEqual([1, 1, 1]);
    expect(await tidy.round()).toBe(0);
  });

  it('is taken away in bounded rounds, oldest first', async () => {
    await leave(ago(2 * KEPT_MS), 2_500);
    expect(await tidy.round()).toBe(2_002);
    expect(await tidy.round()).toBe(500);
    expect(await left()).toEqual([1, 1, 1]);
  });
});
