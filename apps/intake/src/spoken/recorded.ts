/**
 * Languages that are heard rather than read: for each screen a recording by somebody who speaks it (apps/intake/LANGUAGES.md). A language is
 * offered only when every screen has its recording: half a way is worse than none, because it ends where the person cannot read on.
 */
import type { InterfaceLanguage } from '#vocabulary';
import { QUESTIONS } from '../flow/steps.js';
import { example } from './example.js';

export const SLOTS = ['start', ...QUESTIONS, 'review', 'words', 'check', 'done'] as const;
export type Slot = (typeof SLOTS)[number];

export interface Recorded {
  /** ISO 639-3, as the report says it to the desk. */
  readonly code: string;
  /** As its speakers call it. */
  readonly name: string;
  /** The written language that is shown beside it. */
  readonly written: InterfaceLanguage;
  /** Names of files in apps/intake/public; null where nobody has recorded yet. */
  readonly prompts: Readonly<Record<Slot, string | null>>;
}

export const RECORDED: readonly Recorded[] = [example];

export const missingSlots = ({ prompts }: Recorded): readonly Slot[] =>
  SLOTS.filter((slot) => prompts[slot] === null);

export const OFFERED: readonly Recorded[] = RECORDED.filter((one) => missingSlots(one).length === 0);
