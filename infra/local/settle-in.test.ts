import { describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { gaps, LOOK_AHEAD_DAYS } from '#rosters';
import { dutyOf } from './settle-in.js';

describe('the duty rosters that the demo’s people sign', () => {
  it.each(['triage', 'safeguarding'])('%s has somebody on call at every hour', (name) => {
    const members = ['rosa', 'mateo', 'ines'].map((handle) => ({ handle, id: newId() }));
    const [signer] = members;
    const duty = dutyOf(name, signer!.id, { members: members });
    expect(duty).toMatchObject({ name, desk: name, version: 1, member: signer!.id });
    const now = new Date();
    expect(gaps(duty, now, new Date(now.getTime() + LOOK_AHEAD_DAYS * 86_400_000))).toEqual([]);
  });
});
