/** The conversation's words in the language of the page. */
import type { InterfaceLanguage } from '#vocabulary';
import type { TalkText } from './es.js';

const LOADERS: Readonly<Record<InterfaceLanguage, () => Promise<TalkText>>> = {
  es: () => import('./es.js').then(({ es }) => es),
  pt: () => import('./pt.js').then(({ pt }) => pt),
  en: () => import('./en.js').then(({ en }) => en),
};

export const loadTalk = (language: InterfaceLanguage): Promise<TalkText> => LOADERS[language]();
