/** The conversation's words in the language of the page. */
import type { WordsOf } from '../../text/use-words.js';
import type { TalkText } from './es.js';

export const TALK_WORDS: WordsOf<TalkText> = {
  es: () => import('./es.js').then(({ es }) => es),
  pt: () => import('./pt.js').then(({ pt }) => pt),
  en: () => import('./en.js').then(({ en }) => en),
};
