/** The screen, aloud: a recording in a language that is heard; else the device's own voice reads it, never what somebody typed. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../parts/icon.js';
import { usePage } from '../parts/page.js';
import type { Slot } from '../spoken/slots.js';
import { useVoice } from './use-voice.js';

const SPOKEN = 'h1, h2, legend, .lead, .hint, .choice-label, .choice-help, .field-label, .notice p, summary';

function sentencesOn(screen: Element | null): string[] {
  return [...(screen?.querySelectorAll(SPOKEN) ?? [])]
    .filter((part) => part instanceof HTMLElement && part.offsetParent !== null)
    .map((part) => part.textContent.trim())
    .filter((sentence) => sentence !== '');
}

export function Listen({ slot }: { readonly slot: Slot | undefined }) {
  const { language, spoken } = usePage();
  const voice = useVoice(language);
  const recording = slot && spoken?.prompts[slot];
  if (recording) return <Recording key={recording} file={recording} />;
  if (!voice) return null;
  const { reading, read, stop } = voice;
  return (
    <ListenButton
      on={reading}
      press={() => {
        if (reading) stop();
        else read(sentencesOn(document.querySelector('main')));
      }}
    />
  );
}

function Recording({ file }: { readonly file: string }) {
  const [playing, setPlaying] = useState(false);
  const audio = useRef<HTMLAudioElement | null>(null);
  const stop = (): void => {
    audio.current?.pause();
    audio.current = null;
    setPlaying(false);
  };
  useEffect(() => stop, []);
  const play = (): void => {
    const begun = new Audio(`/${file}`);
    audio.current = begun;
    begun.onended = stop;
    setPlaying(true);
    begun.play().catch(stop);
  };
  return <ListenButton on={playing} press={playing ? stop : play} />;
}

function ListenButton({ on, press }: { readonly on: boolean; readonly press: () => void }) {
  const { text } = usePage();
  return (
    <button type="button" class="button button-round" onClick={press}>
      <Icon name="listen" />
      <span class="unseen">{on ? text.common.silence : text.common.listen}</span>
    </button>
  );
}
