/** After sending: the twelve words into the notebook instead of onto paper. */
import { useMemo, useState } from 'preact/hooks';
import { loadWordLists, parseReceiptWords } from '#crypto/mailbox';
import { LONGEST_LABEL } from '#crypto/notebook';
import { TextField } from '../parts/fields.js';
import { Notice } from '../parts/notice.js';
import { BackButton, Main, Screen } from '../parts/screen.js';
import { Wait } from '../parts/wait.js';
import { useWords } from '../text/use-words.js';
import { Gate } from './gate.js';
import { noteConversation, type Opened } from './keeper.js';
import type { OpenNotebook } from './open-notebook.js';
import type { NotebookSession } from './session.js';
import type { Shelf } from './shelf.js';
import { NOTEBOOK_WORDS } from './text/load.js';
import { useKeeper } from './use-keeper.js';

export interface PutProps {
  readonly words: readonly string[];
  readonly digest: Uint8Array;
  readonly shelf: () => Shelf;
  readonly session: NotebookSession;
  readonly noted: () => void;
  readonly back: () => void;
}

export function PutWay({ words, digest, shelf: shelfOf, session, noted, back }: PutProps) {
  const say = useWords(NOTEBOOK_WORDS);
  const shelf = useMemo(shelfOf, []);
  const keeper = useKeeper(session);
  const [label, setLabel] = useState('');
  if (!say) return <Wait />;
  const { open } = session;
  if (!open) return <Gate {...{ say, shelf, session, back }} />;
  const put = async (into: OpenNotebook): Promise<Opened> => {
    const parsed = parseReceiptWords(words.join(' '), await loadWordLists());
    if (!parsed.ok) throw new Error('the page shows words that are none');
    const { entropy, language } = parsed;
    const day = new Date().toISOString().slice(0, 10);
    const named = label.replace(/\p{Cc}/gu, ' ').trim();
    return noteConversation(shelf, into, { entropy, language, label: named, day, digest, seen: 0 });
  };
  return (
    <Screen
      title={say.putTitle}
      ways={
        <>
          <BackButton onPress={back} />
          <Main
            disabled={keeper.busy}
            onPress={() => {
              keeper.run(() => put(open), noted);
            }}
          >
            {say.putIt}
          </Main>
        </>
      }
    >
      <TextField
        id="label"
        label={say.label}
        help={say.labelHelp}
        most={LONGEST_LABEL}
        value={label}
        onChange={setLabel}
      />
      {keeper.problem !== null && (
        <Notice tone="stop" icon="alert" live>
          <p>{say.reasons[keeper.problem]}</p>
        </Notice>
      )}
    </Screen>
  );
}
