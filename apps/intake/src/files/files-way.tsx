/** The way to voice and files: one button, and the part itself only once somebody presses it, or has given a file before. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { Plain } from '../parts/screen.js';
import type { QuestionProps } from '../questions/question.js';

type FilesWayProps = Pick<QuestionProps, 'draft' | 'answer'>;
type Part = (props: FilesWayProps & { readonly language: string }) => JSX.Element | null;

export function FilesWay(props: FilesWayProps) {
  const { text, language } = usePage();
  const [wanted, setWanted] = useState(props.draft.attached.length > 0);
  const [failed, setFailed] = useState(false);
  const [Ready, setReady] = useState<Part | null>(null);
  useEffect(() => {
    if (!wanted || Ready) return;
    import('./files-part.js').then(
      ({ FilesOf }) => {
        setReady(() => FilesOf);
      },
      () => {
        setFailed(true);
        setWanted(false);
      },
    );
  }, [wanted]);
  if (Ready) return <Ready {...props} language={language} />;
  return (
    <>
      {failed && (
        <Notice tone="care" live>
          <p>{text.common.notLoaded}</p>
        </Notice>
      )}
      <Plain
        disabled={wanted}
        onPress={() => {
          setFailed(false);
          setWanted(true);
        }}
      >
        {text.story.files}
      </Plain>
    </>
  );
}
