/** The screens that a language of recordings has to cover, and how such a language is written down. */
import type { InterfaceLanguage } from '#vocabulary';
import { QUESTIONS } from '../flow/steps.js';

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
