import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideRinging, type LastRinging, type RingingDecision } from './ringing.js';

const WINDOW = 900;
const at = (seconds: number): Date => new Date(Date.UTC(2026, 2, 2, 10) + seconds * 1000);
const last = (seconds: number, state: LastRinging['state'] = 'rung'): LastRinging => ({
  at: at(seconds),
  state,
});
const RING: RingingDecision = { kind: 'ring' };
const COUNTED: RingingDecision = { kind: 'counted' };
const until = (seconds: number): RingingDecision => ({ kind: 'wait', until: at(seconds) });

/** Notice made at 100 s, decided at `now`. */
const table: readonly [string, number, number | null, LastRinging | null, RingingDecision][] = [
  ['rings for the first of a bundle', 100, 2, null, RING],
  ['rings for one that nobody could sort, first of its batch', 100, null, null, RING],
  ['counts what lay there when the bell rang', 102, 2, last(101), COUNTED],
  ['counts what was made at the very moment', 102, 2, last(100), COUNTED],
  ['counts what nobody could sort, too', 102, null, last(101), COUNTED],
  ['rings later for what came after the bell', 102, 2, last(40), until(940)],
  ['rings when the window is over', 940, 2, last(40), RING],
  ['does not ring a millisecond before', 939.999, 2, last(40), until(940)],
  ['always rings where a life may hang on it', 102, 1, last(101), RING],
  ['always rings for U1, also while another bell is being tried', 102, 1, last(101, 'trying'), RING],
  ['does not count a bell that is still being tried', 102, 2, last(101, 'trying'), until(1001)],
  ['rings at once when the bell before reached nobody', 102, 2, last(101, 'failed'), RING],
  ['does not believe a bell that rang tomorrow', 102, 2, last(86_400), RING],
  ['rings after the clock jumped a day', 86_500, 2, last(101), RING],
];

describe('when a bell rings in a storm', () => {
  it.each(table)('%s', (_, now, urgency, ringing, decision) => {
    expect(decideRinging({ noticedAt: at(100), urgency, last: ringing }, WINDOW, at(now))).toEqual(decision);
  });

  it('bundles nothing where the policy gives no time for it, except what lay there at that moment', () => {
    expect(decideRinging({ noticedAt: at(100), urgency: 2, last: last(100) }, 0, at(100))).toEqual(RING);
  });

  it('never leaves a notice without a bell for longer than one window', () => {
    const second = fc.integer({ min: 0, max: 2_000 });
    fc.assert(
      fc.property(second, second, fc.integer({ min: 0, max: 2_000 }), (noticed, rung, later) => {
        const now = at(noticed + later);
        const decision = decideRinging({ noticedAt: at(noticed), urgency: 3, last: last(rung) }, WINDOW, now);
        if (decision.kind === 'counted') expect(rung).toBeGreaterThanOrEqual(noticed);
        if (decision.kind === 'wait')
          expect(decision.until.getTime() - now.getTime()).toBeLessThanOrEqual(WINDOW * 1000);
      }),
    );
  });

  it('rings once for a thousand that came within a minute, and once more when the window is over', () => {
    let ringing: LastRinging | null = null;
    let bells = 0;
    const waiting: Date[] = [];
    const look = (noticedAt: Date, now: Date): void => {
      const decision = decideRinging({ noticedAt, urgency: 2, last: ringing }, WINDOW, now);
      if (decision.kind === 'ring') {
        bells += 1;
        ringing = { at: now, state: 'rung' };
      } else if (decision.kind === 'wait') waiting.push(noticedAt);
    };
    for (let n = 0; n < 1_000; n += 1) look(at(n * 0.06), at(n * 0.06));
    expect(bells).toBe(1);
    expect(waiting).toHaveLength(999);
    for (const noticedAt of waiting) look(noticedAt, at(900));
    expect(bells).toBe(2);
  });
});
