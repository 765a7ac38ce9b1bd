/** One language is loaded, the one that is read: on 2G the other two would be seconds. */
import { loadWordList } from '#crypto/mailbox';
import type { InterfaceLanguage } from '#vocabulary';
import type { Text } from './es.js';

/** Each by its own name: whoever needs it cannot read another. */
export const LANGUAGE_NAMES: Readonly<Record<InterfaceLanguage, string>> = {
  es: 'Español',
  pt: 'Português',
  en: 'English',
};

const LOADERS: Readonly<Record<InterfaceLanguage, () => Promise<Text>>> = {
  es: () => import('./es.js').then(({ es }) => es),
  pt: () => import('./pt.js').then(({ pt }) => pt),
  en: () => import('./en.js').then(({ en }) => en),
};

/** With the list that the twelve words are drawn from: a report may be sealed where there is no signal any more. */
export async function loadText(language: InterfaceLanguage): Promise<Text> {
  const [text] = await Promise.all([LOADERS[language](), loadWordList(language)]);
  return text;
}

/** The first of the browser's languages that the page speaks; else Spanish, which most who come can read. */
export function languageOf(preferred: readonly string[]): InterfaceLanguage {
  for (const tag of preferred) {
    const [primary = ''] = tag.toLowerCase().split('-');
    if (primary in LANGUAGE_NAMES) return primary as InterfaceLanguage;
  }
  return 'es';
}
