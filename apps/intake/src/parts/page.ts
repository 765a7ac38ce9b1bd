/** What every part of the page may know: its words. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { InterfaceLanguage } from '#vocabulary';
import type { Recorded } from '../spoken/slots.js';
import type { Text } from '../text/es.js';

export interface Page {
  readonly text: Text;
  readonly language: InterfaceLanguage;
  /** The language that is heard, where the person chose one that is recorded. */
  readonly spoken: Recorded | null;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('a part stands outside of the page');
  return page;
}
