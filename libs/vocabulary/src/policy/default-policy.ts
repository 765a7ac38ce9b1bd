/**
 * The policy that a deployment starts from and its partners then ratify. It names no ally: whoever signs a policy
 * decides whom to tell without asking a person first.
 */
import type { UrgencyLevel } from '../urgency/urgency-levels.js';
import { URGENCY_LEVELS } from '../urgency/urgency-levels.js';
import type { LadderStep, Policy, ReactionTimes } from './policy.js';

const times = (code: UrgencyLevel): ReactionTimes => {
  const level = URGENCY_LEVELS.find((entry) => entry.code === code);
  if (!level) throw new RangeError('no such level');
  return level.reaction;
};

const U1 = times('U1');
const U2 = times('U2');
const U3 = times('U3');
const U4 = times('U4');

/** Desk and allies at once; the desk again when its time has passed; then the allies, then both a last time. */
const urgent = ({ ackSeconds }: ReactionTimes): readonly LadderStep[] => [
  { afterSeconds: 0, notify: ['desk', 'allies'] },
  { afterSeconds: ackSeconds, notify: ['desk'] },
  { afterSeconds: ackSeconds, notify: ['allies'] },
  { afterSeconds: ackSeconds, notify: ['desk', 'allies'] },
];

/** The desk twice within its time; allies only when it has passed. */
const unhurried = ({ ackSeconds }: ReactionTimes): readonly LadderStep[] => [
  { afterSeconds: 0, notify: ['desk'] },
  { afterSeconds: ackSeconds / 2, notify: ['desk'] },
  { afterSeconds: ackSeconds / 2, notify: ['desk', 'allies'] },
];

/** Unsorted: it may be anything, so it is treated as high, and only the desks are told. */
const unsorted = ({ ackSeconds }: ReactionTimes): readonly LadderStep[] => [
  { afterSeconds: 0, notify: ['desk'] },
  { afterSeconds: ackSeconds / 2, notify: ['desk'] },
  { afterSeconds: ackSeconds / 2, notify: ['desk'] },
  { afterSeconds: ackSeconds, notify: ['desk'] },
];

export const DEFAULT_POLICY: Policy = {
  kind: 'amparo/policy/1',
  version: 1,
  reactionTimes: { U1, U2, U3, U4 },
  unsorted: U2,
  ladders: { U1: urgent(U1), U2: urgent(U2), U3: unhurried(U3), U4: unhurried(U4), unsorted: unsorted(U2) },
  allies: [],
  claimSeconds: 3600,
};
