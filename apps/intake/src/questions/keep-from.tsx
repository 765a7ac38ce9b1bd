import type { Mode } from '#sdk';
import { MOST, toggled } from '../flow/draft.js';
import { PickOne } from '../parts/choices.js';
import { TextArea } from '../parts/fields.js';
import type { IconName } from '../parts/icon-paths.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { Organisations } from './organisations.js';
import type { QuestionProps } from './question.js';

const MODES: readonly (readonly [Mode, IconName])[] = [
  ['ordinary', 'fast'],
  ['humans-only', 'two'],
  ['safeguarding', 'shield'],
];

export function KeepFromQuestion({ draft, answer, directory }: QuestionProps) {
  const { text } = usePage();
  return (
    <>
      {directory ? (
        <Organisations
          directory={directory}
          legend={text.keepFrom.organisations}
          name="excluded"
          picked={draft.exclusions}
          most={MOST.exclusions}
          onToggle={(id) => {
            answer({
              exclusions: toggled(draft.exclusions, id, MOST.exclusions),
              named: draft.named.filter((one) => one !== id),
            });
          }}
        />
      ) : (
        <Notice tone="plain">
          <p>{text.keepFrom.noList}</p>
        </Notice>
      )}
      <TextArea
        id="excluded-others"
        label={text.keepFrom.others}
        help={text.keepFrom.othersHelp}
        rows={2}
        most={MOST.exclusionsText}
        value={draft.exclusionsText}
        onChange={(exclusionsText) => {
          answer({ exclusionsText });
        }}
      />
      <PickOne
        legend={text.keepFrom.reading}
        name="reading"
        options={MODES.map(([code, icon]) => ({
          code,
          icon,
          label: text.keepFrom.modes[code],
          help: text.keepFrom.modeHelp[code],
        }))}
        picked={draft.reading}
        onPick={(reading) => {
          answer({ reading });
        }}
      />
    </>
  );
}
