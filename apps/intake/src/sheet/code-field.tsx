/** One box of the sheet: its numbers as they are typed, and at once in words what they mean. */
import { usePage } from '../parts/page.js';
import { letterOf, wordsOfBox, type Box } from './paper-codes.js';
import { MOST_IN_BOX, readCodes } from './read-codes.js';
import type { SheetText } from './text/es.js';

interface CodeFieldProps {
  readonly box: Box;
  readonly say: SheetText;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}

const LONGEST = 80;

/** Whoever types twenty sheets does not reach for the Tab key. */
function toNextField(from: HTMLElement): void {
  const fields = [...document.querySelectorAll<HTMLElement>('.sheet input, .sheet textarea, .sheet select')];
  fields[fields.indexOf(from) + 1]?.focus();
}

export function CodeField({ box, say, typed, onType }: CodeFieldProps) {
  const { text } = usePage();
  const { title, labels } = wordsOfBox(box, text);
  const { chosen, wrong, over } = readCodes(box, typed);
  const id = `box-${box}`;
  const errors = [
    ...(wrong.length > 0 ? [say.wrong(wrong.join(', '))] : []),
    ...(over.length > 0 ? [say.over(over.join(', '), MOST_IN_BOX[box])] : []),
  ];
  return (
    <div class="field code-field">
      <label class="field-label" for={id}>
        {say.box(letterOf(box), title)}
      </label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        value={typed}
        maxLength={LONGEST}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby={`${id}-means`}
        aria-invalid={errors.length > 0 ? true : undefined}
        onInput={({ currentTarget }) => {
          onType(currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          toNextField(event.currentTarget);
        }}
      />
      <div id={`${id}-means`} role="status">
        {chosen.length > 0 ? (
          <p class="means">{chosen.map((code) => labels[code] ?? code).join(' · ')}</p>
        ) : (
          <p class="hint">{say.empty}</p>
        )}
        {errors.map((error) => (
          <p key={error} class="error">
            {error}
          </p>
        ))}
      </div>
    </div>
  );
}
