/** On every screen: the language, and the way out. */
import type { InterfaceLanguage } from '#vocabulary';
import { OFFERED } from '../spoken/recorded.js';
import type { Recorded } from '../spoken/slots.js';
import { LANGUAGE_NAMES } from '../text/languages.js';
import { Icon } from './icon.js';
import { usePage } from './page.js';

interface HeaderProps {
  readonly speak: (language: InterfaceLanguage, spoken: Recorded | null) => void;
  readonly leaveNow: () => void;
}

export function Header({ speak, leaveNow }: HeaderProps) {
  const { text, language, spoken } = usePage();
  return (
    <header class="bar">
      <label class="unseen" for="language">
        {text.common.language}
      </label>
      <select
        id="language"
        class="language"
        value={spoken?.code ?? language}
        autocomplete="off"
        onChange={({ currentTarget }) => {
          const heard = OFFERED.find(({ code }) => code === currentTarget.value);
          speak(heard?.written ?? (currentTarget.value as InterfaceLanguage), heard ?? null);
        }}
      >
        {Object.entries(LANGUAGE_NAMES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
        {OFFERED.map(({ code, name }) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
      <button type="button" class="button button-leave" onClick={leaveNow}>
        {text.common.exit}
        <Icon name="leave" />
      </button>
    </header>
  );
}
