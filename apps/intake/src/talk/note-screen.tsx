/** A message that can wait: the desk reads it when it opens the report, and nobody is called. */
import { useState } from 'preact/hooks';
import { TextArea } from '../parts/fields.js';
import { Notice } from '../parts/notice.js';
import { BackButton, Main, Screen } from '../parts/screen.js';
import type { TalkText } from './text/es.js';

interface NoteProps {
  readonly talk: TalkText;
  readonly busy: boolean;
  readonly problem: string | null;
  readonly send: (text: string) => void;
  readonly back: () => void;
}

const LONGEST = 2_800;

export function NoteScreen({ talk: { note }, busy, problem, send, back }: NoteProps) {
  const [written, write] = useState('');
  return (
    <Screen
      title={note.title}
      lead={note.lead}
      ways={
        <>
          <BackButton onPress={back} />
          <Main
            disabled={busy || written.trim() === ''}
            onPress={() => {
              send(written.trim());
            }}
          >
            {note.send}
          </Main>
        </>
      }
    >
      <TextArea id="note" label={note.label} rows={6} most={LONGEST} value={written} onChange={write} />
      {problem !== null && (
        <Notice tone="stop" icon="alert" live>
          <p>{problem}</p>
        </Notice>
      )}
    </Screen>
  );
}
