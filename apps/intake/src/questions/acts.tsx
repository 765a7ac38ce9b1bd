import { MOST, toggled } from '../flow/draft.js';
import { PickSeveral } from '../parts/choices.js';
import { Drawer } from '../parts/drawer.js';
import { usePage } from '../parts/page.js';
import { ACTS_BY_GROUP } from './codes.js';
import type { QuestionProps } from './question.js';

export function ActsQuestion({ draft, answer }: QuestionProps) {
  const { text } = usePage();
  return (
    <div class="drawers">
      {ACTS_BY_GROUP.map(([group, acts]) => (
        <Drawer
          key={group}
          icon={group}
          label={text.actGroups[group]}
          chosen={acts.filter((act) => draft.acts.includes(act)).length}
        >
          <PickSeveral
            legend={text.actGroups[group]}
            quiet
            hint={draft.acts.length >= MOST.acts ? text.common.most(MOST.acts) : undefined}
            name="act"
            options={acts.map((code) => ({ code, label: text.actNames[code] }))}
            picked={draft.acts}
            most={MOST.acts}
            onToggle={(code) => {
              answer({ acts: toggled(draft.acts, code, MOST.acts) });
            }}
          />
        </Drawer>
      ))}
    </div>
  );
}
