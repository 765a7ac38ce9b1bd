import { MOST } from '../flow/draft.js';
import { TextArea } from '../parts/fields.js';
import { FilesWay } from '../files/files-way.js';
import { usePage } from '../parts/page.js';
import type { QuestionProps } from './question.js';

export function StoryQuestion({ draft, answer }: QuestionProps) {
  const { text } = usePage();
  return (
    <>
      <TextArea
        id="story"
        label={text.story.label}
        help={text.story.help}
        error={draft.text.length >= MOST.text ? text.story.tooLong : undefined}
        rows={8}
        most={MOST.text}
        value={draft.text}
        onChange={(story) => {
          answer({ text: story });
        }}
      />
      <FilesWay draft={draft} answer={answer} />
    </>
  );
}
