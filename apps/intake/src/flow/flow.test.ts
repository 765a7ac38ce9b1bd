import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { EMPTY_DRAFT, isEnough, MOST, toggled, type Draft } from './draft.js';
import { advance, FIRST, type Asking, type Flow, type FlowAction } from './flow.js';
import { isAnswered, progressOf, QUESTIONS, STEPS } from './steps.js';
import { wouldLose } from '../sending/would-lose.js';
import { placesToAsk, wrongPlaces } from './words-check.js';

const after = (actions: readonly FlowAction[], from: Flow = FIRST): Flow => actions.reduce(advance, from);
const begin: FlowAction = { kind: 'begin', device: 'own' };
const next: FlowAction = { kind: 'next' };
const back: FlowAction = { kind: 'back' };
const told: FlowAction = { kind: 'answer', change: { text: 'Men at the bridge' } };
const words = 'uno dos tres cuatro cinco seis siete ocho nueve diez once doce'.split(' ');
const asking = (flow: Flow): Asking => {
  if (flow.phase !== 'asking') throw new Error(`the flow is ${flow.phase}`);
  return flow;
};

describe('the way through', () => {
  it('does not begin before the person said whose phone it is', () => {
    expect(asking(after([next])).step).toBe('start');
    expect(asking(after([begin]))).toMatchObject({ step: 'danger', device: 'own' });
  });

  it('lets every question be skipped, in their order, and ends where the person sees who will read it', () => {
    const steps = QUESTIONS.map((_, at) => asking(after([begin, ...Array<FlowAction>(at).fill(next)])).step);
    expect(steps).toEqual(QUESTIONS);
    expect(asking(after([begin, ...QUESTIONS.map(() => next)])).step).toBe('review');
  });

  it('goes to the end as soon as there is one of words, voice, choices, and not before', () => {
    expect(asking(after([begin, { kind: 'to-review' }])).step).toBe('danger');
    expect(asking(after([begin, told, { kind: 'to-review' }])).step).toBe('review');
  });

  it('comes back to the end after one answer was changed, by either button', () => {
    const change: FlowAction = { kind: 'change', step: 'where' };
    const end = after([begin, told, { kind: 'to-review' }]);
    expect(asking(after([change], end))).toMatchObject({ step: 'where', changing: true });
    expect(asking(after([change, next], end))).toMatchObject({ step: 'review', changing: false });
    expect(asking(after([change, back], end))).toMatchObject({ step: 'review', changing: false });
  });

  it('loses nothing that was typed, however somebody goes back and forth', () => {
    const moves = fc.constantFrom<FlowAction>(
      next,
      back,
      begin,
      { kind: 'to-review' },
      { kind: 'check' },
      {
        kind: 'change',
        step: 'acts',
      },
    );
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 40 }), (path) => {
        expect(asking(after([begin, told, ...path])).draft.text).toBe('Men at the bridge');
      }),
    );
  });

  it('holds no draft once it is sealed, and no words once they were kept', () => {
    const sealed = after([begin, told, { kind: 'to-review' }, { kind: 'sealed', words, asked: [1, 7] }]);
    expect(sealed).toEqual({
      phase: 'keeping',
      device: 'own',
      screen: 'words',
      words,
      hasCode: false,
      asked: [1, 7],
    });
    const done = after([{ kind: 'check' }, { kind: 'kept', hasWords: true }], sealed);
    expect(done).toEqual({ phase: 'done', device: 'own', hasWords: true, inNotebook: false });
    expect(JSON.stringify(done)).not.toContain('doce');
  });

  it('shows the words again to who is not sure, and never the form', () => {
    const sealed = after([begin, told, { kind: 'to-review' }, { kind: 'sealed', words, asked: [1, 7] }]);
    expect(after([{ kind: 'check' }, back], sealed)).toMatchObject({ phase: 'keeping', screen: 'words' });
    expect(after([back, back], sealed)).toMatchObject({ phase: 'keeping', screen: 'words' });
  });

  it('leads who types a paper form in from the review back to the sheet, and not through twelve questions', () => {
    const typed = after([{ kind: 'type-in', device: 'own' }, told, { kind: 'to-review' }]);
    expect(typed).toMatchObject({ step: 'review' });
    expect(after([back], typed)).toMatchObject({ step: 'sheet' });
    expect(after([back, back], typed)).toMatchObject({ step: 'start' });
    expect(after([back, back, begin], typed)).toMatchObject({ step: 'danger', typing: false });
  });

  it('remembers that a code was chosen, so that no notebook is offered its words', () => {
    const coded: FlowAction = { kind: 'answer', change: { text: 'algo', code: 'río siete' } };
    expect(
      after([begin, coded, { kind: 'to-review' }, { kind: 'sealed', words, asked: [1, 7] }]),
    ).toMatchObject({ hasCode: true });
  });

  it('seals nothing from anywhere but the end', () => {
    expect(after([begin, told, { kind: 'sealed', words, asked: [0, 1] }]).phase).toBe('asking');
  });

  it('begins anew with nothing', () => {
    expect(after([begin, told, { kind: 'anew' }])).toBe(FIRST);
  });
});

describe('closing the page', () => {
  it('is asked about while something would be lost: what was typed, the words, a report that is only in this page', () => {
    const kept = { state: 'kept' } as const;
    expect(wouldLose(after([begin]), kept)).toBe(false);
    expect(wouldLose(after([begin, told]), kept)).toBe(true);
    const done = (device: 'own' | 'shared'): Flow => ({
      phase: 'done',
      device,
      hasWords: true,
      inNotebook: false,
    });
    expect(wouldLose(done('shared'), kept)).toBe(true);
    expect(wouldLose(done('own'), kept)).toBe(false);
    expect(wouldLose(done('shared'), { state: 'received' })).toBe(false);
  });
});

describe('what is asked', () => {
  it('has its place told from the first to the last question', () => {
    expect(progressOf('danger')).toEqual({ at: 1, of: 12 });
    expect(progressOf('contact')).toEqual({ at: 12, of: 12 });
    expect(STEPS).toHaveLength(14);
  });

  it('counts as unanswered as long as nothing was said', () => {
    expect(QUESTIONS.filter((question) => isAnswered(question, EMPTY_DRAFT))).toEqual([]);
    expect(isAnswered('story', { ...EMPTY_DRAFT, text: '  ' })).toBe(false);
    expect(isAnswered('keep-from', { ...EMPTY_DRAFT, reading: 'humans-only' })).toBe(true);
  });

  it('needs one of words, voice, choices', () => {
    const voice = { kind: 'voice', name: 'v', type: 'audio/webm', bytes: new Blob([]) } as const;
    const enough = (change: Partial<Draft>): boolean => isEnough({ ...EMPTY_DRAFT, ...change });
    expect(enough({ who: 'a name', needs: ['CS_LEGAL'] })).toBe(false);
    expect(enough({ text: 'x' })).toBe(true);
    expect(enough({ acts: ['OTHER'] })).toBe(true);
    expect(enough({ attached: [voice] })).toBe(true);
  });

  it('keeps the order of choosing, and no more than can be sealed', () => {
    expect(toggled(['A'], 'B', 2)).toEqual(['A', 'B']);
    expect(toggled(['A', 'B'], 'C', 2)).toEqual(['A', 'B']);
    expect(toggled(['A', 'B'], 'A', 2)).toEqual(['B']);
    expect(MOST.acts).toBe(8);
  });
});

describe('the check that the words were kept', () => {
  it('asks for two different places, whatever the chance', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 2 }), (chance) => {
        const [one, other] = placesToAsk(chance);
        expect(one).toBeLessThan(other);
        expect(other).toBeLessThan(12);
      }),
    );
  });

  it('forgives capitals, accents and blanks, and names what is wrong', () => {
    const kept = ['ábaco', 'niño', ...words.slice(2)];
    expect(wrongPlaces(kept, [0, 1], [' ABACO ', 'nino'])).toEqual([]);
    expect(wrongPlaces(kept, [0, 5], ['abaco', 'cinco'])).toEqual([5]);
    expect(wrongPlaces(kept, [0, 5], [])).toEqual([0, 5]);
  });
});
