import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Policy } from '#policy';
import { DEFAULT_POLICY } from '#policy/files';
import { batchOf, decideUnsortedTimes, nextBatch, type UnsortedTimes } from './batch.js';

const at = (time: string): Date => new Date(`2026-07-20T${time}Z`);
const channels = [
  { assurance: 'SMS_PLAIN', ackSeconds: 60, actionSeconds: 120, reassessSeconds: 180 },
  { assurance: 'RELAY', ackSeconds: 1800, actionSeconds: 3600, reassessSeconds: 7200 },
] as const;
const policy: Policy = {
  ...DEFAULT_POLICY,
  unsorted: { ...DEFAULT_POLICY.unsorted, channels, batchSeconds: 300 },
};
const times = (
  receivedAt: string,
  now = receivedAt,
  channelAssurance: 'E2EE_WEB' | 'SMS_PLAIN' | 'RELAY' = 'E2EE_WEB',
): UnsortedTimes => decideUnsortedTimes({ receivedAt: at(receivedAt), channelAssurance }, policy, at(now));
const shown = ({ visibleAt, ackDueAt, actionDueAt, reassessAt }: UnsortedTimes) => [
  visibleAt,
  ackDueAt,
  actionDueAt,
  reassessAt,
];

describe('an unsorted report', () => {
  it('is seen at the next boundary, and what came at the boundary itself waits for the next', () => {
    expect(times('12:00:01').visibleAt).toEqual(at('12:05:00'));
    expect(times('12:04:59.999').visibleAt).toEqual(at('12:05:00'));
    expect(times('12:05:00').visibleAt).toEqual(at('12:10:00'));
  });

  it('shows the same times as every other of its batch, whatever its channel and moment', () => {
    const others = [
      times('12:00:00'),
      times('12:04:59', '12:04:59', 'SMS_PLAIN'),
      times('12:02:00', '12:02:30'),
    ];
    for (const other of others) expect(shown(other)).toEqual(shown(times('12:01:00')));
    expect(times('12:01:00').ackDueAt).toEqual(at('13:05:00'));
  });

  it("is raised at its channel's own deadline, at a boundary, and not before anybody could see it", () => {
    expect(times('12:01:00').raiseAt).toEqual(at('13:05:00'));
    expect(times('12:01:00', '12:01:00', 'RELAY').raiseAt).toEqual(at('12:35:00'));
    expect(times('12:01:00', '12:01:00', 'SMS_PLAIN').raiseAt).toEqual(at('12:05:00'));
  });

  it('has lost no time to a worker that was down', () => {
    const late = times('06:00:00', '12:01:00');
    expect(late.visibleAt).toEqual(at('12:05:00'));
    expect(late.raiseAt).toEqual(late.visibleAt);
  });

  it('is never hidden for longer than one batch, however the clocks of the machines differ', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
        fc.integer({ min: 1, max: 900 }),
        (receivedAt, now, batchSeconds) => {
          const own = { ...policy, unsorted: { ...policy.unsorted, batchSeconds } };
          const { visibleAt, raiseAt } = decideUnsortedTimes(
            { receivedAt, channelAssurance: 'RELAY' },
            own,
            now,
          );
          const waits = visibleAt.getTime() - now.getTime();
          expect(waits).toBeGreaterThan(0);
          expect(waits).toBeLessThanOrEqual(batchSeconds * 1000);
          expect(visibleAt.getTime() % (batchSeconds * 1000)).toBe(0);
          expect(raiseAt.getTime() - now.getTime()).toBeLessThanOrEqual((1800 + batchSeconds) * 1000);
          expect(raiseAt.getTime()).toBeGreaterThanOrEqual(visibleAt.getTime());
        },
      ),
    );
  });
});

describe('the grid of batches', () => {
  it('is the same for every machine: it begins at the epoch', () => {
    expect(nextBatch(new Date(0), 900)).toEqual(new Date(900_000));
    expect(batchOf(new Date(899_999), 900)).toEqual(new Date(0));
    expect(batchOf(new Date(900_000), 900)).toEqual(new Date(900_000));
  });
});
