/**
 * Reading aloud, on the device alone. Many browsers offer voices that live on somebody's server: to those, the twelve words would be sent
 * in order to be spoken. Only a voice that says of itself that it is local is used; where there is none, there is no button.
 */
import type { InterfaceLanguage } from '#vocabulary';

/** Slowly: for words that somebody writes down while hearing them. */
const SLOW = 0.8;

export function localVoice(language: InterfaceLanguage): SpeechSynthesisVoice | null {
  if (!('speechSynthesis' in globalThis)) return null;
  const voices = speechSynthesis.getVoices().filter(({ localService, lang }) => {
    return localService && lang.toLowerCase().startsWith(language);
  });
  return voices[0] ?? null;
}

export function say(sentences: readonly string[], voice: SpeechSynthesisVoice, whenOver: () => void): void {
  speechSynthesis.cancel();
  sentences.forEach((sentence, at) => {
    const spoken = new SpeechSynthesisUtterance(sentence);
    spoken.voice = voice;
    spoken.lang = voice.lang;
    spoken.rate = SLOW;
    spoken.onerror = whenOver;
    if (at === sentences.length - 1) spoken.onend = whenOver;
    speechSynthesis.speak(spoken);
  });
}

export function hush(): void {
  if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
}
