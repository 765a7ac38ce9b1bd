import { describe, expect, it } from '@jest/globals';
import {
  type AlertState,
  type Answer,
  decideAcknowledgement,
  type EarlierAnswer,
} from './acknowledgement.js';

const by = (member: string, decision: Answer['decision']): Answer => ({
  person: member,
  decision,
});
/** The first round, unless another is given. */
const inRound = (answers: readonly Answer[], round = 0): EarlierAnswer[] =>
  answers.map((answer) => ({ ...answer, round }));
const standing = (by: string, progress: 'ACTING' | 'DONE' | null = null) => ({ standing: { by, progress } });

describe('an answer to an alert', () => {
  it.each<[string, AlertState['status'], Answer[], Answer, object]>([
    [
      'the first acceptance stops the ladder',
      'escalating',
      [],
      by('ana', 'ACCEPT'),
      { kind: 'accepted', stopsLadder: true, ...standing('ana') },
    ],
    [
      'also after others have declined',
      'escalating',
      [by('luz', 'DECLINE')],
      by('ana', 'ACCEPT'),
      { kind: 'accepted', stopsLadder: true, ...standing('ana') },
    ],
    [
      'a later acceptance is recorded as late',
      'accepted',
      [by('luz', 'ACCEPT')],
      by('ana', 'ACCEPT'),
      { kind: 'accepted-late', ...standing('luz') },
    ],
    [
      'an acceptance after the ladder has ended still answers the alert',
      'exhausted',
      [],
      by('ana', 'ACCEPT'),
      { kind: 'accepted', stopsLadder: false, ...standing('ana') },
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
      { kind: 'accepted', stopsLadder: true, ...standing('ana') },
    ],
    [
      'the only one who accepted withdraws',
      'accepted',
      [by('luz', 'DECLINE'), by('ana', 'ACCEPT')],
      by('ana', 'DECLINE'),
      { kind: 'withdrawn', standing: null },
    ],
    [
      'one of two who accepted withdraws',
      'accepted',
      [by('luz', 'ACCEPT'), by('ana', 'ACCEPT')],
      by('ana', 'DECLINE'),
      { kind: 'withdrawn', ...standing('luz') },
    ],
    [
      'who accepted reports that they act',
      'accepted',
      [by('ana', 'ACCEPT')],
      by('ana', 'ACTING'),
      { kind: 'progress', ...standing('ana', 'ACTING') },
    ],
    [
      'and that it is done',
      'accepted',
      [by('ana', 'ACCEPT'), by('ana', 'ACTING')],
      by('ana', 'DONE'),
      { kind: 'progress', ...standing('ana', 'DONE') },
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
    expect(decideAcknowledgement({ status, round: 0, answers: inRound(answers) }, answer)).toEqual(expected);
  });

  it.each<[string, AlertState['status'], Answer[], Answer, object]>([
    [
      'counts again after the alert fell back: it has to be said anew',
      'escalating',
      [],
      by('ana', 'ACCEPT'),
      { kind: 'accepted', stopsLadder: true, ...standing('ana') },
    ],
    [
      'or with the help that was missed, by whoever had accepted and was given up for silent',
      'exhausted',
      [],
      by('ana', 'ACTING'),
      { kind: 'accepted', stopsLadder: false, ...standing('ana', 'ACTING') },
    ],
    [
      'which is late once somebody else has accepted, and still counts as help',
      'accepted',
      [by('luz', 'ACCEPT')],
      by('ana', 'DONE'),
      { kind: 'accepted-late', ...standing('luz', 'DONE') },
    ],
    [
      'a refusal withdraws nothing that had lapsed',
      'accepted',
      [by('luz', 'ACCEPT')],
      by('ana', 'DECLINE'),
      { kind: 'declined' },
    ],
    [
      'nobody acts who has only ever declined',
      'escalating',
      [],
      by('eva', 'ACTING'),
      { kind: 'refused', because: 'not-accepted' },
    ],
  ])('in a later round: %s', (_what, status, answers, answer, expected) => {
    const earlier = inRound([by('ana', 'ACCEPT'), by('eva', 'DECLINE')]);
    const state = { status, round: 1, answers: [...earlier, ...inRound(answers, 1)] };
    expect(decideAcknowledgement(state, answer)).toEqual(expected);
  });

  it('of two who accepted: who acts stays the one it rests on when the other withdraws', () => {
    const answers = inRound([by('luz', 'ACCEPT'), by('ana', 'ACCEPT'), by('ana', 'ACTING')]);
    const state: AlertState = { status: 'accepted', round: 0, answers };
    expect(decideAcknowledgement(state, by('luz', 'DECLINE'))).toEqual({
      kind: 'withdrawn',
      ...standing('ana', 'ACTING'),
    });
  });
});
