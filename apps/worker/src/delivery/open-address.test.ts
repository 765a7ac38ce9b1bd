import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady } from '#crypto';
import { makeTestWorld, type TestMember, type TestWorld } from '../../test/world.js';
import { openAddress } from './open-address.js';

const url = 'https://ally.example/hook';
let world: TestWorld;
beforeAll(async () => {
  await cryptoReady();
  world = makeTestWorld(new Date('2026-03-02T10:00:00Z'));
});

const open = (stored: { memberId: string; sealed: Uint8Array; signature: Uint8Array; version: number }) =>
  openAddress(stored, world.roster, world.secrets.dispatch);
const rowOf = (member: TestMember, version = 1) => ({
  memberId: member.id,
  version,
  ...world.endpoint(member, url, version),
});

describe('the address of a doorbell', () => {
  it('is what its owner signed and sealed to dispatch', () => {
    expect(open(rowOf(world.people.lawyer))).toEqual({ ok: true, url });
  });

  it('is not another member’s, copied into the row by whoever can edit it', () => {
    const { lawyer, host } = world.people;
    expect(open({ ...rowOf(lawyer), memberId: host.id })).toEqual({ ok: false, reason: 'endpoint-invalid' });
    // Signed again by the one, but made out to the other.
    const passedOn = {
      ...rowOf(lawyer),
      ...world.endpoint({ ...lawyer, keys: host.keys }, url),
      memberId: host.id,
    };
    expect(open(passedOn)).toEqual({ ok: false, reason: 'endpoint-invalid' });
  });

  it('is not an older one under a newer number', () => {
    expect(open({ ...rowOf(world.people.lawyer), version: 2 })).toEqual({
      ok: false,
      reason: 'endpoint-invalid',
    });
  });

  it('is not that of somebody outside the roster', () => {
    const stranger = makeTestWorld(new Date('2026-03-02T10:00:00Z')).people.lawyer;
    expect(open(rowOf(stranger))).toEqual({ ok: false, reason: 'member-not-in-roster' });
  });

  it('is not what was altered on its way', () => {
    const row = rowOf(world.people.lawyer);
    const sealed = row.sealed.slice();
    sealed[2000] = (sealed[2000] ?? 0) ^ 1;
    expect(open({ ...row, sealed })).toEqual({ ok: false, reason: 'endpoint-invalid' });
  });
});
