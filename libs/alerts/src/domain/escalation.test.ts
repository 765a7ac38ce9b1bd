import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EscalationPlan, StepTarget } from '#policy';
import { decideEscalation, type EscalationState, startEscalation } from './escalation.js';

const MINUTE = 60_000;
const start = new Date('2026-07-20T12:00:00Z');
const at = (minutes: number) => new Date(start.getTime() + minutes * MINUTE);
const roster = (name: string): StepTarget => ({ kind: 'roster', roster: name });
const plan: EscalationPlan = {
  steps: [
    { afterMs: 0, targets: [roster('ana')] },
    { afterMs: 15 * MINUTE, targets: [roster('luz')] },
    { afterMs: 30 * MINUTE, targets: [roster('eva')] },
  ],
  lastWaitMs: 15 * MINUTE,
};
const state = (change: Partial<EscalationState> = {}): EscalationState => ({
  acknowledged: false,
  nextStep: 1,
  dueAt: at(15),
  ...change,
});

describe('the next thing a ladder does', () => {
  it('begins at once where the first step does not wait', () => {
    expect(startEscalation(plan, start)).toEqual({ acknowledged: false, nextStep: 0, dueAt: start });
    expect(decideEscalation(plan, startEscalation(plan, start), start)).toEqual({
      kind: 'notify',
      step: 0,
      targets: [roster('ana')],
      nextStep: 1,
      next: at(15),
    });
  });

  it('waits until a step is due, however often it is asked', () => {
    expect(decideEscalation(plan, state(), at(14.99))).toEqual({ kind: 'wait', until: at(15) });
  });

  it('stops when somebody has accepted, even if a step is due', () => {
    expect(decideEscalation(plan, state({ acknowledged: true }), at(60))).toEqual({
      kind: 'stop',
      because: 'acknowledged',
    });
  });

  it('gives the last people their time before it calls the alert exhausted', () => {
    const last = decideEscalation(plan, state({ nextStep: 2, dueAt: at(45) }), at(45));
    expect(last).toMatchObject({ kind: 'notify', step: 2, nextStep: 3, next: at(60) });
    expect(decideEscalation(plan, state({ nextStep: 3, dueAt: at(60) }), at(59))).toEqual({
      kind: 'wait',
      until: at(60),
    });
    expect(decideEscalation(plan, state({ nextStep: 3, dueAt: at(60) }), at(60))).toEqual({
      kind: 'stop',
      because: 'exhausted',
    });
  });

  it('calls a plan that can tell nobody exhausted at once', () => {
    const empty: EscalationPlan = { steps: [], lastWaitMs: 15 * MINUTE };
    expect(decideEscalation(empty, startEscalation(empty, start), start)).toEqual({
      kind: 'stop',
      because: 'exhausted',
    });
  });
});

describe('a clock that jumps', () => {
  it('forward by a day takes the next step only, and gives it its whole time', () => {
    const late = new Date('2026-07-21T12:00:00Z');
    expect(decideEscalation(plan, state(), late)).toMatchObject({
      kind: 'notify',
      step: 1,
      nextStep: 2,
      next: new Date(late.getTime() + 30 * MINUTE),
    });
  });

  it('back by an hour waits again, but never longer than the step itself would', () => {
    expect(decideEscalation(plan, state(), at(-45))).toEqual({ kind: 'wait', until: at(-30) });
  });

  it('and was years ahead when the step was planned does not silence the alert', () => {
    const planned = state({ dueAt: new Date('2036-01-01T00:00:00Z') });
    const waiting = decideEscalation(plan, planned, at(0));
    expect(waiting).toEqual({ kind: 'wait', until: at(15) });
    expect(decideEscalation(plan, state({ dueAt: at(15) }), at(15))).toMatchObject({
      kind: 'notify',
      step: 1,
    });
  });

  it('in any direction: every step is taken once, in order, and the ladder ends', () => {
    const jumps = fc.array(fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(jumps, (offsets) => {
        let now = start.getTime();
        let current = startEscalation(plan, start);
        const taken: number[] = [];
        // After the jumps the clock runs on as clocks do, and the job is always woken when it asked to be.
        for (let round = 0; round < 200; round += 1) {
          now += offsets[round] ?? 0;
          const decision = decideEscalation(plan, current, new Date(now));
          if (decision.kind === 'stop') {
            expect(taken).toEqual([0, 1, 2]);
            return;
          }
          if (decision.kind === 'wait') {
            current = { ...current, dueAt: decision.until };
            if (round >= offsets.length) now = decision.until.getTime();
            continue;
          }
          taken.push(decision.step);
          current = { acknowledged: false, nextStep: decision.nextStep, dueAt: decision.next };
        }
        throw new Error('the ladder did not end');
      }),
    );
  });
});
