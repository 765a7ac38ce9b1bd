/** A notebook of another phone, joined to the one that is open here. */
import { useState } from 'preact/hooks';
import { FilePicker } from '../parts/file-picker.js';
import { TextArea } from '../parts/fields.js';
import { Notice } from '../parts/notice.js';
import { BackButton, Main, Screen } from '../parts/screen.js';
import { MOST_FILE_BYTES } from './gate.js';
import type { NotebookText } from './text/es.js';

interface BringProps {
  readonly say: NotebookText;
  readonly busy: boolean;
  readonly problem: string | null;
  readonly bring: (file: Uint8Array, passphrase: string) => void;
  readonly back: () => void;
}

export function BringScreen({ say, busy, problem, bring, back }: BringProps) {
  const [file, setFile] = useState<File | null>(null);
  const [phrase, setPhrase] = useState('');
  return (
    <Screen
      title={say.bring}
      ways={
        <>
          <BackButton onPress={back} />
          <Main
            disabled={busy || file === null}
            onPress={() => {
              // What is longer than any notebook is not read into memory.
              if (file)
                void file
                  .slice(0, MOST_FILE_BYTES + 1)
                  .arrayBuffer()
                  .then((bytes) => {
                    bring(new Uint8Array(bytes), phrase);
                  });
            }}
          >
            {busy ? say.opening : say.bringIt}
          </Main>
        </>
      }
    >
      <FilePicker id="notebook-file" label={file?.name ?? say.bring} onPick={setFile} />
      <TextArea id="phrase" label={say.bringPhrase} rows={3} most={200} value={phrase} onChange={setPhrase} />
      {problem !== null && (
        <Notice tone="stop" icon="alert" live>
          <p>{problem}</p>
        </Notice>
      )}
    </Screen>
  );
}
