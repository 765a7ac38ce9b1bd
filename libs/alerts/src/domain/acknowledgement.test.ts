import { describe, expect, it } from '@jest/globals';
import type { MemberId } from '#kernel';
import { type AlertState, type Answer, decideAcknowledgement } from './acknowledgement.js';

const by = (member: string, decision: Answer['decision']): Answer => ({
  member: member as MemberId,
  decision,
});

describe('an answer to an alert', () => {
  it.each<[string, AlertState['status'], Answer[], Answer, object]>([
    [
      'the first acceptance stops the ladder',
      'escalating',
      [],
      by('ana', 'ACCEPT'),
      { kind: 'accepted', stopsLadder: true },
    ],
    [
      'also after others have declined',
      'escalating',
      [by('luz', 'DECLINE')],
      by('ana', 'ACCEPT'),
      { kind: 'accepted', stopsLadder: true },
    ],
    [
      'a later acceptance is recorded as late',
      'accepted',
      [by('luz', 'ACCEPT')],
      by('ana', 'ACCEPT'),
      { kind: 'accepted-late' },
    ],
    [
      'an acceptance after the ladder has ended still answers the alert',
      'exhausted',
      [],
      by('ana', 'ACCEPT'),
      { kind: 'accepted', stopsLadder: false },
    ],
    ['a refusal does not stop the ladder', 'escalating', [], by('ana', 'DECLINE'), { kind: 'declined' }],
    [
      'a refusal after somebody accepted is recorded',
      'accepted',
      [by('luz', 'ACCEPT')],
      by('ana', 'DECLINE'),
      { kind: 'declined' },
    ],
    [
      'who declined may still accept',
      'escalating',
      [by('ana', 'DECLINE')],
      by('ana', 'ACCEPT'),
      { kind: 'accepted', stopsLadder: true },
    ],
    [
      'the only one who accepted withdraws',
      'accepted',
      [by('luz', 'DECLINE'), by('ana', 'ACCEPT')],
      by('ana', 'DECLINE'),
      { kind: 'withdrawn', unanswered: true },
    ],
    [
      'one of two who accepted withdraws',
      'accepted',
      [by('luz', 'ACCEPT'), by('ana', 'ACCEPT')],
      by('ana', 'DECLINE'),
      { kind: 'withdrawn', unanswered: false },
    ],
    [
      'who accepted reports that they act',
      'accepted',
      [by('ana', 'ACCEPT')],
      by('ana', 'ACTING'),
      { kind: 'progress' },
    ],
    [
      'and that it is done',
      'accepted',
      [by('ana', 'ACCEPT'), by('ana', 'ACTING')],
      by('ana', 'DONE'),
      { kind: 'progress' },
    ],
    [
      'nobody acts without having accepted',
      'escalating',
      [],
      by('ana', 'ACTING'),
      { kind: 'refused', because: 'not-accepted' },
    ],
    [
      'nor after having withdrawn',
      'escalating',
      [by('ana', 'ACCEPT'), by('ana', 'DECLINE')],
      by('ana', 'DONE'),
      { kind: 'refused', because: 'not-accepted' },
    ],
    [
      'the same answer again changes nothing',
      'accepted',
      [by('ana', 'ACCEPT')],
      by('ana', 'ACCEPT'),
      { kind: 'repeated' },
    ],
    [
      'nor does accepting again while acting',
      'accepted',
      [by('ana', 'ACCEPT'), by('ana', 'ACTING')],
      by('ana', 'ACCEPT'),
      { kind: 'repeated' },
    ],
    [
      'a closed alert takes no new answer',
      'closed',
      [],
      by('ana', 'ACCEPT'),
      { kind: 'refused', because: 'closed' },
    ],
    [
      'but a repeated one is still a repetition',
      'closed',
      [by('ana', 'ACCEPT')],
      by('ana', 'ACCEPT'),
      { kind: 'repeated' },
    ],
  ])('%s', (_what, status, answers, answer, expected) => {
    expect(decideAcknowledgement({ status, answers }, answer)).toEqual(expected);
  });
});
