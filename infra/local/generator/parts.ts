/** What a text is put together from, in one language. Sentences are whole, so that grammar never depends on luck. */
import type { Imminence, SourceConnection } from '#vocabulary';
import type { Variant } from './attacks.js';

export interface Scene {
  /** When, as the first words of a sentence. */
  readonly when: string;
  readonly who: string;
  readonly feminine: boolean;
  readonly men: string;
  readonly matter: string;
  readonly community: string;
  /** Of families, people, boats. */
  readonly several: number;
}

export type Line = (scene: Scene) => string;

export interface Parts {
  /** Words for "when", and how many hours ago that is; null where nobody knows. */
  readonly whens: Readonly<Record<Imminence, readonly (readonly [words: string, hours: number | null])[]>>;
  readonly openings: Readonly<Record<SourceConnection | 'radio', readonly string[]>>;
  readonly facts: Readonly<Record<Variant, readonly Line[]>>;
  /** Said only while they may still be there. */
  readonly still: readonly string[];
  /** What lifts urgency, by raiser. */
  readonly raised: Readonly<Record<string, readonly string[]>>;
  /** What people ask for, by need. */
  readonly asks: Readonly<Record<string, string>>;
  readonly again: readonly string[];
  readonly told: (language: string) => string;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
