import { describe, expect, it } from '@jest/globals';
import { pageAgain } from './another-round.js';

const plan = {
  lastWaitMs: 9,
  steps: [
    { afterMs: 300, who: 'duty' },
    { afterMs: 60, who: 'all' },
  ],
};

describe('a ladder whose report was raised', () => {
  it('tells those who come next, without repeating a step', () => {
    expect(pageAgain(plan, { status: 'escalating', nextStep: 1 })).toEqual({ plan, nextStep: 1 });
  });

  it.each([
    ['all have been told', 'escalating'],
    ['it had ended unanswered', 'exhausted'],
  ] as const)('is climbed once more where %s', (_why, status) => {
    expect(pageAgain(plan, { status, nextStep: 2 })).toEqual({
      plan: { ...plan, steps: [...plan.steps, { afterMs: 0, who: 'duty' }, { afterMs: 60, who: 'all' }] },
      nextStep: 2,
    });
  });

  it.each(['accepted', 'closed'] as const)('rings nobody once it is %s', (status) => {
    expect(pageAgain(plan, { status, nextStep: 1 })).toBeNull();
  });

  it('rings nobody where there is nobody', () => {
    expect(pageAgain({ steps: [] }, { status: 'exhausted', nextStep: 0 })).toBeNull();
  });
});
