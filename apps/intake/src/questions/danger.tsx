import type { DangerNow } from '../flow/draft.js';
import { PickOne, type Option } from '../parts/choices.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import type { QuestionProps } from './question.js';

/** First of all: who is in danger now needs few questions and somebody near, and is told both. */
export function DangerQuestion({ draft, answer }: QuestionProps) {
  const { text } = usePage();
  const options: readonly Option<DangerNow>[] = [
    { code: 'now', label: text.danger.now, icon: 'alert' },
    { code: 'no', label: text.danger.no, icon: 'calm' },
    { code: 'unsure', label: text.danger.unsure, icon: 'unsure' },
  ];
  return (
    <>
      <PickOne
        legend={text.danger.title}
        quiet
        name="danger"
        options={options}
        picked={draft.danger}
        onPick={(danger) => {
          answer({ danger });
        }}
      />
      {draft.danger === 'now' && (
        <Notice tone="care" icon="alert" live>
          <p>
            <strong>{text.danger.advice}</strong>
          </p>
          <p>{text.danger.adviceMore}</p>
        </Notice>
      )}
    </>
  );
}
