import { MOST, toggled } from '../flow/draft.js';
import { PickSeveral } from '../parts/choices.js';
import { TextArea } from '../parts/fields.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { PERPETRATORS_BY_GROUP } from './codes.js';
import type { QuestionProps } from './question.js';

/** Kinds are choices; names are words and go where only people read. */
export function ByWhomQuestion({ draft, answer }: QuestionProps) {
  const { text } = usePage();
  return (
    <>
      {PERPETRATORS_BY_GROUP.map(([group, kinds]) => (
        <PickSeveral
          key={group}
          legend={text.perpetratorGroups[group]}
          name="by"
          options={kinds.map((code) => ({ code, label: text.perpetrators[code] }))}
          picked={draft.perpetrators}
          most={MOST.perpetrators}
          onToggle={(code) => {
            answer({ perpetrators: toggled(draft.perpetrators, code, MOST.perpetrators) });
          }}
        />
      ))}
      {draft.perpetrators.includes('OWN_ORG') && (
        <Notice tone="care" icon="shield" live>
          <p>{text.byWhom.ownOrganisation}</p>
        </Notice>
      )}
      <TextArea
        id="who"
        label={text.byWhom.names}
        help={text.byWhom.namesHelp}
        optional={text.common.optional}
        rows={4}
        most={MOST.who}
        value={draft.who}
        onChange={(who) => {
          answer({ who });
        }}
      />
    </>
  );
}
