/** How long whoever accepts has to act (DOMAIN §2), as today's policy says. */
import type { Policy } from '#policy';
import { URGENCY_CODES } from '#vocabulary';
import type { ActionSeconds } from './move-alert.js';

export const actionSecondsOf =
  ({ reactionTimes, unsorted }: Pick<Policy, 'reactionTimes' | 'unsorted'>): ActionSeconds =>
  (urgency) => {
    const level = urgency === null ? undefined : URGENCY_CODES[urgency - 1];
    return level === undefined ? unsorted.actionSeconds : reactionTimes[level].actionSeconds;
  };
