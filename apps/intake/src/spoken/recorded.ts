/**
 * Languages that are heard rather than read: for each screen a recording by somebody who speaks it (apps/intake/LANGUAGES.md). A language is
 * offered only when every screen has its recording: half a way is worse than none, because it ends where the person cannot read on.
 */
import { example } from './example.js';
import { SLOTS, type Recorded, type Slot } from './slots.js';

export const RECORDED: readonly Recorded[] = [example];

export const missingSlots = ({ prompts }: Recorded): readonly Slot[] =>
  SLOTS.filter((slot) => prompts[slot] === null);

export const OFFERED: readonly Recorded[] = RECORDED.filter((one) => missingSlots(one).length === 0);
