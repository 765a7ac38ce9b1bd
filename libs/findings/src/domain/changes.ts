/**
 * From what is written to what was seen: what begins, what goes on, what has ended. Pure. Where several processes see for
 * themselves, one that does not see it must not end what another sees at the same moment: `holdMs` waits for that.
 */
import type { Found } from './judge.js';
import type { FindingKind } from './kinds.js';

/** Open, as it is written. */
export interface Known {
  readonly kind: FindingKind;
  readonly lastSeenAt: Date;
}

export interface Changes {
  readonly raised: readonly Found[];
  readonly seenAgain: readonly Found[];
  readonly cleared: readonly FindingKind[];
}

export function changesOf(
  known: readonly Known[],
  found: readonly Found[],
  now: Date,
  holdMs: number,
): Changes {
  const isKnown = ({ kind }: Found): boolean => known.some((one) => one.kind === kind);
  const isFound = ({ kind }: Known): boolean => found.some((one) => one.kind === kind);
  // Seen in the future by a clock that was wrong: that would never be over.
  const isOver = ({ lastSeenAt }: Known): boolean => Math.abs(now.getTime() - lastSeenAt.getTime()) >= holdMs;
  return {
    raised: found.filter((one) => !isKnown(one)),
    seenAgain: found.filter(isKnown),
    cleared: known.filter((one) => !isFound(one) && isOver(one)).map(({ kind }) => kind),
  };
}
