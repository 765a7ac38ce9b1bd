/** Consent that is taken back, against real rows: who may do it, for which reports, and what a step under way makes of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { consentDay, randomBytes } from '#crypto';
import { consentMark, mailboxKeys, sealConsentLabel, type MailboxKeys } from '#crypto/mailbox';
import { newId } from '#kernel';
import { type Routing, withConsentMark } from '#vocabulary';
import { TestDeployment, type TestWorker } from '../../test/deployment.js';

let deployment: TestDeployment;
let worker: TestWorker;
let words: MailboxKeys;
beforeAll(async () => {
  deployment = await TestDeployment.begin();
  worker = deployment.worker();
});
afterAll(() => deployment.end());
beforeEach(async () => {
  await deployment.forgetReports();
  await deployment.rows('delete from consent_label');
  words = mailboxKeys(randomBytes(16));
});

const DAY_MS = 86_400_000;
const NOBODY = { tiers: [], named: [] } as const;

const marked = (keys: MailboxKeys, daysLater = 0, more: Partial<Routing> = {}) => ({
  routing: {
    ...more,
    ext: withConsentMark(undefined, consentMark(keys), consentDay(deployment.now) + daysLater),
  },
});

/** As the api lays it down, a minute later. */
async function lay(
  keys: MailboxKeys,
  consent: typeof NOBODY | { tiers: ['T2']; named: [] } | null,
  daysAgo = 0,
) {
  const { deployment: name, dispatch } = deployment.world.directory;
  const day = consentDay(new Date(deployment.now.getTime() - daysAgo * DAY_MS));
  const sealed = sealConsentLabel(keys, dispatch[0]!.sealKey, { deployment: name, day, consent });
  await deployment.rows('insert into consent_label (id, sealed, due_at) values ($1, $2, $3)', [
    newId(),
    Buffer.from(sealed),
    deployment.now,
  ]);
}

const allies = () => [deployment.world.people.lawyer.id, deployment.world.people.host.id];
async function statesOfAllies(alertId: string): Promise<readonly string[]> {
  const rows = await deployment.rows<{ state: string }>(
    'select distinct state from notice where alert_id = $1 and member_id = any($2)',
    [alertId, allies()],
  );
  return rows.map(({ state }) => state);
}
async function isOpenToAllies(alertId: string): Promise<boolean> {
  for (let step = 0; step < 12; step += 1)
    if ((await deployment.climb(worker, alertId)) === 'exhausted') break;
  const states = await statesOfAllies(alertId);
  return states.some((state) => state !== 'withdrawn');
}

describe('a reporter who takes consent back', () => {
  it('with the words of one report stops that one and no other', async () => {
    const mine = await deployment.raise(worker, marked(words));
    const other = await deployment.raise(worker, marked(mailboxKeys(randomBytes(16))));
    const older = await deployment.raise(worker);
    await lay(words, NOBODY);
    expect(await worker.consent.round()).toBe(1);
    expect(await isOpenToAllies(mine)).toBe(false);
    expect(await isOpenToAllies(other)).toBe(true);
    expect(await isOpenToAllies(older)).toBe(true);
  });

  it('without the code that was chosen changes nothing, and nobody can tell by the rows', async () => {
    const entropy = randomBytes(16);
    const alert = await deployment.raise(worker, marked(mailboxKeys(entropy, 'río')));
    await lay(mailboxKeys(entropy), NOBODY);
    await lay(mailboxKeys(entropy, 'río'), null);
    await worker.consent.round();
    const left = await deployment.rows<{ looks: number; due_at: Date; size: number }>(
      'select looks, due_at, octet_length(sealed) as size from consent_label',
    );
    expect(left).toHaveLength(2);
    expect(left[0]).toEqual(left[1]);
    deployment.later(3_600_000);
    await worker.consent.round();
    expect(await deployment.count('consent_label')).toBe(0);
    expect(await isOpenToAllies(alert)).toBe(true);
  });

  it('before the report is triaged is obeyed when it is', async () => {
    await lay(words, NOBODY);
    await worker.consent.round();
    const alert = await deployment.raise(worker, marked(words));
    deployment.later(3_600_000);
    await worker.consent.round();
    expect(await isOpenToAllies(alert)).toBe(false);
  });

  it('and asks for help again later is not silenced by the old label, played again', async () => {
    const alert = await deployment.raise(worker, marked(words));
    await lay(words, NOBODY, 2);
    await worker.consent.round();
    expect(await isOpenToAllies(alert)).toBe(true);
  });

  it('twice, in any order and with two workers, has taken it back once', async () => {
    const alert = await deployment.raise(worker, marked(words));
    await lay(words, { tiers: ['T2'], named: [] });
    await lay(words, NOBODY);
    await lay(words, NOBODY);
    await lay(words, { tiers: ['T2'], named: [] });
    const another = deployment.worker();
    await another.publications.refresh();
    await Promise.all([worker.consent.round(), another.consent.round()]);
    const [row] = await deployment.rows<{ count: number }>(
      'select cardinality(consent_labels) as count from alert',
    );
    expect(row?.count).toBe(1);
    expect(await isOpenToAllies(alert)).toBe(false);
  });

  it('while a step is being taken: the step waits, and is taken without the allies', async () => {
    const alert = await deployment.raise(worker, marked(words));
    await lay(words, NOBODY);
    const release = await deployment.holdRow('alert', alert, 'ticket = ticket');
    // The withdrawal is first in line; the step has looked already, and sealed notices to the allies.
    const withdrawal = worker.consent.round();
    await deployment.untilWaiting(1);
    const step = deployment.climb(worker, alert);
    await deployment.untilWaiting(2);
    await release();
    await Promise.all([step, withdrawal]);
    expect(await statesOfAllies(alert)).toEqual([]);
    expect(await isOpenToAllies(alert)).toBe(false);
  });

  it('leaves to an ally what that ally has accepted, rings no bell that has not rung, and ends their feeds', async () => {
    const alert = await deployment.raise(worker, marked(words));
    const receiver = await deployment.listenFor(deployment.world.people.host);
    await deployment.climb(worker, alert);
    const [kept, taken] = allies();
    await deployment.rows(`update notice set state = 'accepted' where member_id = $1`, [kept]);
    await lay(words, NOBODY);
    await worker.consent.round();
    const states = await deployment.rows<{ member_id: string; state: string }>(
      'select distinct member_id, state from notice where member_id = any($1)',
      [allies()],
    );
    expect(states.find(({ member_id: id }) => id === kept)?.state).toBe('accepted');
    expect(states.find(({ member_id: id }) => id === taken)?.state).toBe('withdrawn');
    for (const job of await deployment.open('deliver')) await deployment.ring(worker, job);
    expect(receiver.rings).toEqual([]);
    await receiver.close();
    const [bell] = await deployment.rows('select state, reason from delivery');
    expect(bell).toEqual({ state: 'failed', reason: 'withdrawn' });
    expect((await deployment.open('amend-feeds')).map(({ ref }) => ref)).toEqual([alert]);
  });

  it('cannot do it by a row alone: what no words signed is not obeyed, and what nobody can open is', async () => {
    const alert = await deployment.raise(worker, marked(words));
    await deployment.rows('insert into consent_label (id, sealed, due_at) values ($1, $2, $3)', [
      newId(),
      Buffer.alloc(2_048, 7),
      deployment.now,
    ]);
    await worker.consent.round();
    expect(await isOpenToAllies(alert)).toBe(true);
    const spoiled = await deployment.raise(worker, marked(words));
    // Somebody wrote over the label that the worker had believed: allies stay untold.
    await deployment.rows('update alert set consent_labels = array[$2::bytea] where id = $1', [
      spoiled,
      Buffer.alloc(2_048, 7),
    ]);
    expect(await isOpenToAllies(spoiled)).toBe(false);
  });
});
