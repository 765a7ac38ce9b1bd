import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SilenceScope } from '#crypto';
import { newId } from '#kernel';
import { TestDeployment, type TestWorker } from '../../test/deployment.js';
import type { Receiver } from '../../test/receiver.js';
import { silenced as silencedIn, type TestSilence } from '../../test/silences.js';
import type { TestMember } from '../../test/world.js';

let deployment: TestDeployment;
let worker: TestWorker;
let receiver: Receiver;
beforeAll(async () => {
  deployment = await TestDeployment.begin();
  worker = deployment.worker();
});
afterAll(() => deployment.end());
beforeEach(async () => {
  await deployment.forgetReports();
  receiver = await deployment.listenFor(people().lawyer);
});
afterEach(() => receiver.close());

const people = () => deployment.world.people;
const lawyer = (): SilenceScope => ({ kind: 'member', member: people().lawyer.id });
const HOUR = 3_600_000;
const silenced = (silence: TestSilence): Promise<string> => silencedIn(deployment, silence);

/** What comes of the lawyer's bell for a report of that urgency. */
async function bell(imminence: 'recent' | 'now' = 'recent'): Promise<string> {
  const alertId = await deployment.raise(worker, { routing: { imminence } });
  await deployment.climb(worker, alertId);
  return deployment.ring(worker, await deployment.theOpen('deliver'));
}
const both = (): readonly TestMember[] => [people().coordinator, people().guardian];

describe('a bell that two people silenced', () => {
  it('does not ring; the notice lies there to be read, and the ladder goes on', async () => {
    await silenced({ scope: lawyer(), by: both() });
    expect(await bell()).toBe('silenced');
    expect(receiver.rings).toEqual([]);
    expect(await deployment.one('delivery')).toMatchObject({
      state: 'failed',
      reason: 'silenced',
      attempts: 0,
    });
    expect(
      await deployment.count(`notice where member_id = '${people().lawyer.id}' and state = 'queued'`),
    ).toBe(1);
    expect(await deployment.open('escalate')).toHaveLength(1);
  });

  it('rings all the same where a life may hang on it', async () => {
    await silenced({ scope: lawyer(), by: both() });
    expect(await bell('now')).toBe('delivered');
  });

  it('rings again when the time is over, and as soon as somebody ended it', async () => {
    const id = await silenced({ scope: lawyer(), by: both() });
    await deployment.rows('update silence set ended_by = $2 where id = $1', [id, people().guardian.id]);
    expect(await bell()).toBe('delivered');
    await deployment.rows('truncate alert, notice, delivery, outbox, bell_turn, triage_item, report');
    await silenced({ scope: lawyer(), by: both() });
    deployment.later(HOUR);
    expect(await bell()).toBe('delivered');
  });

  it('takes no turn from a bell of the same happening that may ring', async () => {
    await silenced({ scope: lawyer(), by: both() });
    expect(await bell()).toBe('silenced');
    expect(await deployment.count('bell_turn')).toBe(0);
  });

  it.each<[string, () => TestSilence]>([
    ['one person alone by day', () => ({ scope: lawyer(), by: [people().coordinator] })],
    [
      'one person who says that it is night',
      () => ({ scope: lawyer(), by: [people().coordinator], alone: true }),
    ],
    ['an ally and a coordinator', () => ({ scope: lawyer(), by: [people().coordinator, people().host] })],
    ['somebody for themselves', () => ({ scope: lawyer(), by: [people().coordinator, people().lawyer] })],
    ['more time than the policy gives', () => ({ scope: lawyer(), by: both(), hours: 5 })],
    [
      'one scope shown to a colleague and another to dispatch',
      () => ({ scope: { kind: 'roster', roster: 'nights' }, toldDispatch: lawyer(), by: both() }),
    ],
    ['another person', () => ({ scope: { kind: 'member', member: people().host.id }, by: both() })],
    ['a roster that the ally is not on', () => ({ scope: { kind: 'roster', roster: 'triage' }, by: both() })],
  ])('rings under a silence by or for %s', async (_, silence) => {
    await silenced(silence());
    expect(await bell()).toBe('delivered');
  });

  it('rings under a row that an operator edited', async () => {
    const id = await silenced({ scope: { kind: 'alert', alert: newId() }, by: both() });
    const other = await silenced({ scope: lawyer(), by: [people().coordinator] });
    await deployment.rows(
      `update silence set second_member = s.second_member, second_signature = s.second_signature
       from silence s where s.id = $1 and silence.id = $2`,
      [id, other],
    );
    expect(await bell()).toBe('delivered');
  });
});
