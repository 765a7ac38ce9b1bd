/**
 * When an unsorted report reaches people (libs/crypto/PROTOCOL.md §4.5, THREAT-MODEL.md, promise 5). It waits for the next
 * boundary of a grid that begins at the epoch, so that everything that came between two boundaries looks alike: whoever knows
 * when a colleague sat at a phone must not find that report by its time. Its deadlines count from the boundary, the same for the
 * whole batch; its channel's own deadline only decides when it is raised, and only at a boundary. Pure.
 */
import { batchSecondsOf, type Policy, type ReactionTimes } from '#policy';
import type { ChannelAssurance } from '#vocabulary';

export interface UnsortedTimes {
  readonly visibleAt: Date;
  readonly ackDueAt: Date;
  readonly actionDueAt: Date;
  readonly reassessAt: Date;
  /** Shown to nobody. */
  readonly raiseAt: Date;
}

export interface Arrival {
  readonly receivedAt: Date;
  readonly channelAssurance: ChannelAssurance;
}

/** The first boundary after `time`. */
export function nextBatch(time: Date, batchSeconds: number): Date {
  const batch = batchSeconds * 1000;
  return new Date((Math.floor(time.getTime() / batch) + 1) * batch);
}

/** The boundary at or before `time`. */
export function batchOf(time: Date, batchSeconds: number): Date {
  const batch = batchSeconds * 1000;
  return new Date(Math.floor(time.getTime() / batch) * batch);
}

/**
 * Only the clock of the machine that triages counts for when people see it: an api whose clock ran ahead, or jumped, must not
 * hide a report for longer than one batch.
 */
export function decideUnsortedTimes(arrival: Arrival, policy: Policy, now: Date): UnsortedTimes {
  const batchSeconds = batchSecondsOf(policy);
  const visibleAt = nextBatch(now, batchSeconds);
  const after = (seconds: number): Date => new Date(visibleAt.getTime() + seconds * 1000);
  const { ackSeconds, actionSeconds, reassessSeconds } = policy.unsorted;
  return {
    visibleAt,
    ackDueAt: after(ackSeconds),
    actionDueAt: after(actionSeconds),
    reassessAt: after(reassessSeconds),
    raiseAt: raiseTime(arrival, policy, now, visibleAt),
  };
}

/** From receipt, so that a worker that was down gives people no more time; never before they could see it at all. */
function raiseTime(
  { receivedAt, channelAssurance }: Arrival,
  policy: Policy,
  now: Date,
  visibleAt: Date,
): Date {
  const received = Math.min(receivedAt.getTime(), now.getTime());
  const due = new Date(received + channelTimes(policy, channelAssurance).ackSeconds * 1000);
  const raiseAt = nextBatch(due, batchSecondsOf(policy));
  return raiseAt > visibleAt ? raiseAt : visibleAt;
}

/** What the policy gives reports of this channel that nobody could sort. */
export function channelTimes(policy: Policy, assurance: ChannelAssurance): ReactionTimes {
  return policy.unsorted.channels?.find((channel) => channel.assurance === assurance) ?? policy.unsorted;
}
