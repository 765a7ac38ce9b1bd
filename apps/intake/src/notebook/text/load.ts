import type { WordsOf } from '../../text/use-words.js';
import type { NotebookText } from './es.js';

export const NOTEBOOK_WORDS: WordsOf<NotebookText> = {
  es: () => import('./es.js').then(({ es }) => es),
  pt: () => import('./pt.js').then(({ pt }) => pt),
  en: () => import('./en.js').then(({ en }) => en),
};
