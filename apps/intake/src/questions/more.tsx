/** Two lists of choices without words: what makes it more dangerous, and what would help. */
import { MOST, toggled } from '../flow/draft.js';
import { PickSeveral } from '../parts/choices.js';
import { usePage } from '../parts/page.js';
import { NEED_CODES, RAISER_CODES } from './codes.js';
import type { QuestionProps } from './question.js';

export function RaisersQuestion({ draft, answer }: QuestionProps) {
  const { text } = usePage();
  return (
    <PickSeveral
      legend={text.raisers.title}
      quiet
      name="raiser"
      options={RAISER_CODES.map((code) => ({ code, label: text.raisers[code] }))}
      picked={draft.raisers}
      most={MOST.raisers}
      onToggle={(code) => {
        answer({ raisers: toggled(draft.raisers, code, MOST.raisers) });
      }}
    />
  );
}

export function NeedsQuestion({ draft, answer }: QuestionProps) {
  const { text } = usePage();
  return (
    <PickSeveral
      legend={text.needs.title}
      quiet
      hint={draft.needs.length >= MOST.needs ? text.common.most(MOST.needs) : undefined}
      name="need"
      options={NEED_CODES.map((code) => ({ code, label: text.needs[code] }))}
      picked={draft.needs}
      most={MOST.needs}
      onToggle={(code) => {
        answer({ needs: toggled(draft.needs, code, MOST.needs) });
      }}
    />
  );
}
