/** What a question is given: the answers so far, a way to change them, and the signed directory where it has arrived. */
import type { Directory } from '#crypto';
import type { Draft } from '../flow/draft.js';

export interface QuestionProps {
  readonly draft: Draft;
  readonly answer: (change: Partial<Draft>) => void;
  readonly directory: Directory | null;
}
