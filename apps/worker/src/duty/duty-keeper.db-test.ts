import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dutyRoster, type DutyRoster } from '#crypto';
import { sealDuty } from '#crypto/seal';
import { memoryStorage } from '#sdk';
import { loadMemory, TestDeployment, type TestWorker } from '../../test/deployment.js';

let deployment: TestDeployment;
let worker: TestWorker;
beforeEach(async () => {
  deployment = await TestDeployment.begin();
  const { coordinator } = deployment.world.people;
  await deployment.publish({ policy: { delegations: { duty: { triage: [coordinator.id] } } } });
  worker = deployment.worker();
});
afterEach(() => deployment.end());

type Who = keyof TestDeployment['world']['people'];
const idOf = (who: Who): string => deployment.world.people[who].id;
const noon = new Date('2026-03-10T17:00:00Z');

function dutyOf(who: Who, version: number, members: readonly Who[]): DutyRoster {
  const layer = { name: 'days', daysPerTurn: 1, start: '2026-03-01', handover: '08:00', only: [] };
  return dutyRoster({
    member: idOf(who),
    name: 'triage',
    desk: 'triage',
    version,
    timeZone: 'America/Lima',
    layers: [{ ...layer, members: members.map(idOf) }],
    overrides: [],
    leave: [],
  });
}

/** As the api stores it, or as whoever runs the database would like it. */
async function store(duty: DutyRoster, by: Who = 'coordinator', row: Partial<DutyRoster> = {}) {
  const { keys } = deployment.world.people[by];
  const recipientKey = deployment.world.secrets.dispatch[0]!.keys.publicKey;
  const sealed = sealDuty({ recipientKey, duty }, keys.sign.secretKey);
  await deployment.rows(
    `insert into duty_roster (name, member_id, desk, version, for_dispatch, for_desk, signature, set_at)
     values ($1, $2, 'triage', $3, $4, $4, decode(repeat('00', 64), 'hex'), now())
     on conflict (name, member_id) do update set version = excluded.version, for_dispatch = excluded.for_dispatch`,
    [duty.name, row.member ?? duty.member, row.version ?? duty.version, Buffer.from(sealed)],
  );
}

const onCallNow = async (from: TestWorker = worker) => (await from.duty.newest()).onCall('triage', noon);
const LISTED = (): readonly string[] => deployment.world.roster.duty.triage;

describe('who is on call', () => {
  it('is whom the roots listed, until a delegate has signed a roster, and then whom that says', async () => {
    expect(await onCallNow()).toEqual(LISTED());
    await store(dutyOf('coordinator', 1, ['coordinator']));
    expect(await onCallNow()).toEqual([idOf('coordinator')]);
    // Of another desk, so not somebody who may be put on call here: passed over.
    await store(dutyOf('coordinator', 2, ['guardian']));
    expect(await onCallNow()).toEqual([]);
  });

  it('is not what somebody signs whom the policy does not name', async () => {
    await store(dutyOf('guardian', 9, ['guardian']), 'guardian');
    expect(await onCallNow()).toEqual(LISTED());
  });

  it('is not what somebody signs in the name of a delegate, or hands over as theirs', async () => {
    await store(dutyOf('coordinator', 9, ['guardian']), 'guardian');
    expect(await onCallNow()).toEqual(LISTED());
    await store(dutyOf('guardian', 9, ['guardian']), 'guardian', { member: idOf('coordinator') });
    expect(await onCallNow()).toEqual(LISTED());
    expect(worker.duty.troubles.get('triage')).toBe('unopened');
  });

  it('does not go back when an older roster, signed as it once was, is put in its place', async () => {
    const disk = memoryStorage();
    const name = deployment.world.pin.deployment;
    const before = deployment.worker(await loadMemory(name, disk));
    await store(dutyOf('coordinator', 2, ['coordinator']));
    expect(await onCallNow(before)).toEqual([idOf('coordinator')]);
    await store(dutyOf('coordinator', 1, ['guardian']));
    expect(await onCallNow(before)).toEqual([idOf('coordinator')]);
    expect(before.duty.troubles.get('triage')).toBe('rolled-back');

    const after = deployment.worker(await loadMemory(name, disk));
    expect(await onCallNow(after)).toEqual(LISTED());
    expect(after.duty.troubles.get('triage')).toBe('rolled-back');
    await store(dutyOf('coordinator', 3, ['coordinator']));
    expect(await onCallNow(after)).toEqual([idOf('coordinator')]);
    expect(after.duty.troubles.size).toBe(0);
  });

  it('is not forgotten when the row is gone, nor when its number or its bytes are edited', async () => {
    await store(dutyOf('coordinator', 2, ['coordinator']));
    expect(await onCallNow()).toEqual([idOf('coordinator')]);
    await deployment.rows('update duty_roster set version = 900');
    expect(await onCallNow()).toEqual([idOf('coordinator')]);
    expect(worker.duty.troubles.get('triage')).toBe('version');
    await deployment.rows(
      `update duty_roster set version = 901, for_dispatch = set_byte(for_dispatch, 5000, 255 - get_byte(for_dispatch, 5000))`,
    );
    expect(await onCallNow()).toEqual([idOf('coordinator')]);
    expect(worker.duty.troubles.get('triage')).toBe('unopened');
    await deployment.rows('delete from duty_roster');
    expect(await onCallNow()).toEqual([idOf('coordinator')]);
    expect(worker.duty.troubles.get('triage')).toBe('gone');
    expect(deployment.logged.join('')).not.toContain(idOf('coordinator'));
  });

  it('is no longer what a member signed whom the policy has since taken off', async () => {
    await store(dutyOf('coordinator', 1, ['guardian']));
    expect(await onCallNow()).toEqual([]);
    await deployment.publish({ policy: { delegations: { duty: { triage: [idOf('guardian')] } } } });
    expect(await onCallNow()).toEqual(LISTED());
  });
});
