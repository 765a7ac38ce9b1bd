import { describe, expect, it } from '@jest/globals';
import type { MemberId, OrganisationId } from '#kernel';
import type { Recipient } from '#policy';
import { alliesAlone } from './allies-alone.js';

const organisation = 'organisation' as OrganisationId;
const told = (via: 'desk' | 'ally', member: string): Recipient => ({
  via,
  member: member as MemberId,
  organisation,
});
const called: Recipient = { via: 'call', contact: 'vilma', organisation };

describe('a step that nobody hears of unless a bell rings', () => {
  it.each<[string, readonly Recipient[], readonly string[]]>([
    ['only allies', [told('ally', 'luz'), told('ally', 'carmen')], ['luz', 'carmen']],
    ['one ally', [told('ally', 'luz')], ['luz']],
    ['a desk that looks at its queue, besides', [told('desk', 'rosa'), told('ally', 'luz')], []],
    ['the desk', [told('desk', 'rosa')], []],
    ['somebody whom the desk calls, besides', [told('ally', 'luz'), called], []],
    ['somebody whom the desk calls', [called], []],
    ['nobody', [], []],
  ])('%s', (_who, recipients, expected) => {
    expect(alliesAlone(recipients)).toEqual(expected);
  });
});
