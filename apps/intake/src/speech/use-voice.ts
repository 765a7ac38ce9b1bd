/** Whether there is a voice to read with, and whether it is reading. Leaving the screen ends it in the middle of a word. */
import { useEffect, useState } from 'preact/hooks';
import type { InterfaceLanguage } from '#vocabulary';
import { hush, localVoice, say } from './voice.js';

export interface Reader {
  readonly reading: boolean;
  readonly read: (sentences: readonly string[]) => void;
  readonly stop: () => void;
}

/** null where this device has no voice of its own for the language. */
export function useVoice(language: InterfaceLanguage): Reader | null {
  const [voice, setVoice] = useState(() => localVoice(language));
  const [reading, setReading] = useState(false);
  useEffect(() => {
    if (!('speechSynthesis' in globalThis)) return;
    // Browsers load their voices after the page.
    const look = (): void => {
      setVoice(localVoice(language));
    };
    look();
    speechSynthesis.addEventListener('voiceschanged', look);
    return () => {
      speechSynthesis.removeEventListener('voiceschanged', look);
    };
  }, [language]);
  useEffect(() => hush, []);
  if (!voice) return null;
  const stop = (): void => {
    hush();
    setReading(false);
  };
  return {
    reading,
    read: (sentences) => {
      setReading(true);
      say(sentences, voice, () => {
        setReading(false);
      });
    },
    stop,
  };
}
