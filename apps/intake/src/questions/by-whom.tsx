import { MOST, toggled } from '../flow/draft.js';
import { PickSeveral } from '../parts/choices.js';
import { Drawer } from '../parts/drawer.js';
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
      <div class="drawers">
        {PERPETRATORS_BY_GROUP.map(([group, icon, kinds]) => (
          <Drawer
            key={group}
            icon={icon}
            label={text.perpetratorGroups[group]}
            chosen={kinds.filter((kind) => draft.perpetrators.includes(kind)).length}
          >
            <PickSeveral
              legend={text.perpetratorGroups[group]}
              quiet
              hint={
                draft.perpetrators.length >= MOST.perpetrators
                  ? text.common.most(MOST.perpetrators)
                  : undefined
              }
              name="by"
              options={kinds.map((code) => ({ code, label: text.perpetrators[code] }))}
              picked={draft.perpetrators}
              most={MOST.perpetrators}
              onToggle={(code) => {
                answer({ perpetrators: toggled(draft.perpetrators, code, MOST.perpetrators) });
              }}
            />
          </Drawer>
        ))}
      </div>
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
