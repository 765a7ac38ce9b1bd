import type { SourceConnection } from '#vocabulary';
import { MOST, toggled } from '../flow/draft.js';
import { PickOne, PickSeveral, type Option } from '../parts/choices.js';
import { usePage } from '../parts/page.js';
import { IMPLIED_TARGETS, TARGETS } from './codes.js';
import type { QuestionProps } from './question.js';

export function TellerQuestion({ draft, answer }: QuestionProps) {
  const { text } = usePage();
  const tellers: readonly Option<SourceConnection>[] = [
    { code: 'self', label: text.teller.self, icon: 'person' },
    { code: 'third-party', label: text.teller['third-party'], icon: 'two' },
    { code: 'collective', label: text.teller.collective, icon: 'community' },
  ];
  return (
    <>
      <PickOne
        legend={text.teller.title}
        quiet
        name="teller"
        options={tellers}
        picked={draft.teller}
        onPick={(teller) => {
          answer({ teller, targets: IMPLIED_TARGETS[teller] });
        }}
      />
      {draft.teller !== null && draft.teller !== 'self' && (
        <PickSeveral
          legend={text.teller.targets}
          hint={text.common.several}
          name="target"
          options={TARGETS.map((code) => ({ code, label: text.targets[code] }))}
          picked={draft.targets}
          most={MOST.targets}
          onToggle={(code) => {
            answer({ targets: toggled(draft.targets, code, MOST.targets) });
          }}
        />
      )}
    </>
  );
}
