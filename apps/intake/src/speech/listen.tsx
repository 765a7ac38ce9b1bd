/** Reads the screen aloud: its title, questions and choices, never what somebody typed. */
import { Icon } from '../parts/icon.js';
import { usePage } from '../parts/page.js';
import { useVoice } from './use-voice.js';

const SPOKEN = 'h1, h2, legend, .lead, .hint, .choice-label, .choice-help, .field-label, .notice p, summary';

function sentencesOn(screen: Element | null): string[] {
  return [...(screen?.querySelectorAll(SPOKEN) ?? [])]
    .filter((part) => part.checkVisibility())
    .map((part) => part.textContent.trim())
    .filter((sentence) => sentence !== '');
}

export function Listen() {
  const { text, language } = usePage();
  const voice = useVoice(language);
  if (!voice) return null;
  const { reading, read, stop } = voice;
  return (
    <button
      type="button"
      class="button button-round"
      onClick={() => {
        if (reading) stop();
        else read(sentencesOn(document.querySelector('main')));
      }}
    >
      <Icon name="listen" />
      <span class="unseen">{reading ? text.common.silence : text.common.listen}</span>
    </button>
  );
}
