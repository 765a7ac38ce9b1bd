/** The words of a part that is fetched apart, in the language of the page. null until they are there. */
import { useEffect, useState } from 'preact/hooks';
import type { InterfaceLanguage } from '#vocabulary';
import { usePage } from '../parts/page.js';

export type WordsOf<T> = Readonly<Record<InterfaceLanguage, () => Promise<T>>>;

export function useWords<T>(loaders: WordsOf<T>): T | null {
  const { language } = usePage();
  const [words, setWords] = useState<T | null>(null);
  useEffect(() => {
    let wanted = true;
    void loaders[language]().then(
      (loaded) => {
        if (wanted) setWords(() => loaded);
      },
      // Without a signal: what is shown stays in the language it had.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [language]);
  return words;
}
