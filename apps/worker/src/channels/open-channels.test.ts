import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cryptoReady } from '#crypto';
import { createLogger } from '#platform';
import { memoryStorage } from '#sdk';
import { makeTestWorld, webhookTo, type TestMember, type TestWorld } from '../../test/world.js';
import { MemoryFile } from '../memory/memory-file.js';
import type { Remembered } from '../memory/remembered.js';
import { openChannels, type StoredChannels } from './open-channels.js';

const channels = webhookTo('https://ally.example/hook');
let world: TestWorld;
let memory: Remembered;
beforeAll(async () => {
  await cryptoReady();
  world = makeTestWorld(new Date('2026-03-02T10:00:00Z'));
});
beforeEach(async () => {
  const log = createLogger({ name: 'worker', stream: { write: () => undefined } });
  memory = await MemoryFile.load({ storage: memoryStorage(), file: 'worker.json', deployment: 'test', log });
});

const open = (stored: StoredChannels) => openChannels(stored, world.roster, world.secrets.dispatch, memory);
const rowOf = (member: TestMember, version = 1): StoredChannels => ({
  memberId: member.id,
  version,
  ...world.channels(member, channels, version),
});
const INVALID = { ok: false, reason: 'channels-invalid' };

describe('a member’s channels', () => {
  it('are what their owner signed and sealed to dispatch', async () => {
    expect(await open(rowOf(world.people.lawyer))).toMatchObject({ ok: true, own: { channels } });
  });

  it('are not another member’s, copied into the row by whoever can edit it', async () => {
    const { lawyer, host } = world.people;
    expect(await open({ ...rowOf(lawyer), memberId: host.id })).toEqual(INVALID);
    // Signed again by the one, but made out to the other.
    const passedOn = {
      ...rowOf(lawyer),
      ...world.channels({ ...lawyer, keys: host.keys }, channels),
      memberId: host.id,
    };
    expect(await open(passedOn)).toEqual(INVALID);
  });

  it('are not older ones under a newer number', async () => {
    expect(await open({ ...rowOf(world.people.lawyer), version: 2 })).toEqual(INVALID);
  });

  it('are not the ones that their owner has replaced, put back as they were', async () => {
    const { lawyer } = world.people;
    const [before, after] = [rowOf(lawyer, 1), rowOf(lawyer, 2)];
    expect(await open(before)).toMatchObject({ ok: true });
    expect(await open(after)).toMatchObject({ ok: true });
    expect(await open(before)).toEqual({ ok: false, reason: 'old-version' });
    // Nor others under the number that was seen.
    expect(await open(rowOf(lawyer, 2))).toEqual({ ok: false, reason: 'old-version' });
    expect(await open(after)).toMatchObject({ ok: true });
  });

  it('are not those of somebody outside the roster', async () => {
    const stranger = makeTestWorld(new Date('2026-03-02T10:00:00Z')).people.lawyer;
    expect(await open(rowOf(stranger))).toEqual({ ok: false, reason: 'member-not-in-roster' });
  });

  it('are not what was altered on its way', async () => {
    const row = rowOf(world.people.lawyer);
    const sealed = row.sealed.slice();
    sealed[2000] = (sealed[2000] ?? 0) ^ 1;
    expect(await open({ ...row, sealed })).toEqual(INVALID);
  });
});
