import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hash, randomBytes, scopeCommitment, sign, silenceStatement, type SilenceScope } from '#crypto';
import { sealSilence } from '#crypto/seal';
import { newId } from '#kernel';
import { TestDeployment, type TestWorker } from '../../test/deployment.js';
import { Receiver } from '../../test/receiver.js';
import { webhookTo, type TestMember } from '../../test/world.js';

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
  receiver = await Receiver.listen();
  deployment.allowed.add(receiver.address);
  await deployment.setChannels(people().lawyer, webhookTo(`http://${receiver.address}/hook`));
});
afterEach(() => receiver.close());

const people = () => deployment.world.people;
const lawyer = (): SilenceScope => ({ kind: 'member', member: people().lawyer.id });
const HOUR = 3_600_000;

interface Silence {
  readonly scope: SilenceScope;
  /** What the first person tells dispatch; the same unless they lie. */
  readonly toldDispatch?: SilenceScope;
  readonly by: readonly TestMember[];
  readonly hours?: number;
  readonly alone?: boolean;
}

/** As the api stores what two people signed. */
async function silenced({
  scope,
  toldDispatch = scope,
  by,
  hours = 1,
  alone = false,
}: Silence): Promise<string> {
  const [first, second] = by;
  const { secrets, desks, directory } = deployment.world;
  const [id, salt] = [newId(), randomBytes(16)];
  const signed = first!.keys.sign.secretKey;
  const forDispatch = sealSilence(
    secrets.dispatch[0]!.keys.publicKey,
    { id, scope: toldDispatch, salt, reason: null },
    signed,
  );
  const forDesk = sealSilence(
    desks.safeguarding.seal.publicKey,
    { id, scope, salt, reason: 'in court' },
    signed,
  );
  const until = new Date(deployment.now.getTime() + hours * HOUR);
  const statement = silenceStatement({
    deployment: directory.deployment,
    id,
    desk: 'safeguarding',
    scope: scopeCommitment({ scope, salt }),
    forDispatch: hash(forDispatch),
    forDesk: hash(forDesk),
    from: deployment.now,
    until,
    breakGlass: alone,
  });
  const by1 = Buffer.from(sign('silence-consent', statement, first!.keys.sign.secretKey));
  const by2 = second && Buffer.from(sign('silence-consent', statement, second.keys.sign.secretKey));
  await deployment.rows(
    `insert into silence (id, desk, statement, for_dispatch, for_desk, first_member, first_signature, second_member,
       second_signature, break_glass, begins_at, ends_at) values ($1, 'safeguarding', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      id,
      Buffer.from(statement),
      Buffer.from(forDispatch),
      Buffer.from(forDesk),
      first!.id,
      by1,
      second?.id ?? null,
      by2 ?? null,
      alone,
      deployment.now,
      until,
    ],
  );
  return id;
}

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

  it.each<[string, () => Silence]>([
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
