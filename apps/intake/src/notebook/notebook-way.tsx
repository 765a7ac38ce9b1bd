/** The notebook from the first screen: opened, read, kept in order. A conversation out of it is the same as one by its twelve words. */
import { useMemo, useState } from 'preact/hooks';
import type { NotedConversation } from '#crypto/notebook';
import type { BesideProps } from '../beside/beside-props.js';
import { Wait } from '../parts/wait.js';
import { TalkWay } from '../talk/talk-way.js';
import { useWords } from '../text/use-words.js';
import { BringScreen } from './bring-screen.js';
import { Gate } from './gate.js';
import { bringNotebook, changePassphrase, markSeen, removeConversation } from './keeper.js';
import { ListScreen } from './list-screen.js';
import { wordsOf } from './look-for-answers.js';
import { NewPhrase } from './new-phrase.js';
import { NOTEBOOK_WORDS } from './text/load.js';
import { useKeeper } from './use-keeper.js';

type Place =
  | { readonly kind: 'list' | 'phrase' | 'bring' }
  | { readonly kind: 'talk'; readonly one: NotedConversation; readonly words: string };

const LIST: Place = { kind: 'list' };

export function NotebookWay(props: BesideProps) {
  const { letterboxFor, transport, shelf: shelfOf, session, back } = props;
  const say = useWords(NOTEBOOK_WORDS);
  const shelf = useMemo(shelfOf, []);
  const letterbox = useMemo(() => letterboxFor('own'), []);
  const keeper = useKeeper(session);
  const [place, setPlace] = useState<Place>(LIST);
  if (!say) return <Wait />;
  const { open } = session;
  // Also when it closed by itself: what was being read is closed with it.
  if (!open) return <Gate {...{ say, shelf, session, back }} />;
  const problem = keeper.problem === null ? null : say.reasons[keeper.problem];
  const home = (): void => {
    setPlace(LIST);
  };
  const { busy, run } = keeper;
  switch (place.kind) {
    case 'talk':
      return (
        <TalkWay
          {...props}
          words={place.words}
          read={(newest) => {
            if (newest > place.one.seen) run(() => markSeen(shelf, open, place.one, newest));
          }}
          back={home}
        />
      );
    case 'phrase':
      return (
        <NewPhrase
          {...{ say, busy, problem }}
          take={(passphrase) => {
            run(() => changePassphrase(shelf, open, passphrase), home);
          }}
          back={home}
        />
      );
    case 'bring':
      return (
        <BringScreen
          {...{ say, busy, problem }}
          bring={(file, passphrase) => {
            run(() => bringNotebook(shelf, open, file, passphrase), home);
          }}
          back={home}
        />
      );
    case 'list':
      return (
        <ListScreen
          {...{ say, open, letterbox, transport, problem }}
          openOne={(one) => {
            void wordsOf(one).then((words) => {
              setPlace({ kind: 'talk', one, words });
            });
          }}
          remove={(one) => {
            run(() => removeConversation(shelf, open, one));
          }}
          changePhrase={() => {
            setPlace({ kind: 'phrase' });
          }}
          bring={() => {
            setPlace({ kind: 'bring' });
          }}
          close={() => {
            session.close();
            back();
          }}
        />
      );
  }
}
