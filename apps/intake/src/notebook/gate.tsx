/** Before the notebook is open: its phrase, a new one where there is none, or one that comes from another phone. */
import { useEffect, useState } from 'preact/hooks';
import { FilePicker } from '../parts/file-picker.js';
import { TextArea } from '../parts/fields.js';
import { Notice } from '../parts/notice.js';
import { Aside, BackButton, Main, Screen } from '../parts/screen.js';
import { Wait } from '../parts/wait.js';
import { bringNotebook, createNotebook, eraseNotebook, openNotebook } from './keeper.js';
import { NewPhrase } from './new-phrase.js';
import type { NotebookSession } from './session.js';
import type { Shelf } from './shelf.js';
import type { NotebookText } from './text/es.js';
import { useKeeper } from './use-keeper.js';

const LONGEST = 200;
export const MOST_FILE_BYTES = 262_144;

interface GateProps {
  readonly say: NotebookText;
  readonly shelf: Shelf;
  readonly session: NotebookSession;
  readonly back: () => void;
}

export function Gate({ say, shelf, session, back }: GateProps) {
  const [isThere, setThere] = useState<boolean | null>(null);
  const [making, setMaking] = useState(false);
  const [brought, setBrought] = useState<Uint8Array | null>(null);
  const [phrase, setPhrase] = useState('');
  const keeper = useKeeper(session);
  const problem = keeper.problem === null ? null : say.reasons[keeper.problem];
  const look = (): void => {
    // A storage that cannot be read holds no notebook that could be opened.
    void shelf.read().then(
      (bytes) => {
        setThere(bytes !== null);
      },
      () => {
        setThere(false);
      },
    );
  };
  useEffect(look, [shelf]);
  if (isThere === null) return <Wait />;
  if (making)
    return (
      <NewPhrase
        {...{ say, problem }}
        busy={keeper.busy}
        take={(passphrase) => {
          keeper.run(() => createNotebook(shelf, passphrase));
        }}
        back={() => {
          setMaking(false);
        }}
      />
    );
  const asksPhrase = isThere || brought !== null;
  return (
    <Screen
      title={say.title}
      lead={say.lead}
      ways={
        <>
          <BackButton onPress={back} />
          {asksPhrase ? (
            <Main
              disabled={keeper.busy}
              onPress={() => {
                keeper.run(() =>
                  brought ? bringNotebook(shelf, null, brought, phrase) : openNotebook(shelf, phrase),
                );
              }}
            >
              {keeper.busy ? say.opening : brought ? say.bringIt : say.open}
            </Main>
          ) : (
            <Main
              onPress={() => {
                setMaking(true);
              }}
            >
              {say.make}
            </Main>
          )}
        </>
      }
    >
      {asksPhrase && (
        <TextArea
          id="phrase"
          label={brought ? say.bringPhrase : say.phrase}
          rows={3}
          most={LONGEST}
          value={phrase}
          onChange={setPhrase}
        />
      )}
      {problem !== null && (
        <Notice tone="stop" icon="alert" live>
          <p>{problem}</p>
        </Notice>
      )}
      {isThere ? (
        <Lost
          say={say}
          erase={() => {
            void eraseNotebook(shelf).then(look);
          }}
        />
      ) : (
        <FilePicker
          id="notebook-file"
          label={say.bring}
          onPick={(file) => {
            if (file.size <= MOST_FILE_BYTES)
              void file.arrayBuffer().then((bytes) => {
                setBrought(new Uint8Array(bytes));
              });
            else setBrought(new Uint8Array(0));
          }}
        />
      )}
    </Screen>
  );
}

/** Asks once: nothing brings it back. */
function Lost({ say, erase }: { readonly say: NotebookText; readonly erase: () => void }) {
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <Aside
        onPress={() => {
          setAsking(true);
        }}
      >
        {say.lost}
      </Aside>
    );
  return (
    <Notice tone="care" icon="alert" live>
      <p>{say.lostSure}</p>
      <div class="tools">
        <Main
          onPress={() => {
            setAsking(false);
          }}
        >
          {say.keepIt}
        </Main>
        <Aside onPress={erase}>{say.erase}</Aside>
      </div>
    </Notice>
  );
}
