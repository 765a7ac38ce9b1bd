/** A phrase for the notebook: drawn here, shown once, typed again. Nobody is asked for one of their own, because those are guessed. */
import { useEffect, useState } from 'preact/hooks';
import { loadWordList } from '#crypto/mailbox';
import { drawPassphrase } from '#crypto/notebook';
import { TextArea } from '../parts/fields.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { Aside, BackButton, Main, Screen } from '../parts/screen.js';
import { Wait } from '../parts/wait.js';
import type { NotebookText } from './text/es.js';

const LONGEST = 200;

interface NewPhraseProps {
  readonly say: NotebookText;
  readonly busy: boolean;
  readonly problem: string | null;
  readonly take: (passphrase: string) => void;
  readonly back: () => void;
}

const plain = (words: string): string =>
  words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter(Boolean)
    .join(' ');

export function NewPhrase({ say, busy, problem, take, back }: NewPhraseProps) {
  const { language } = usePage();
  const [phrase, setPhrase] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    void loadWordList(language).then((list) => {
      setPhrase((drawn) => drawn ?? drawPassphrase(list));
    });
  }, []);
  if (phrase === null) return <Wait />;
  if (typed === null)
    return (
      <Screen
        title={say.newTitle}
        lead={say.newLead}
        ways={
          <>
            <BackButton onPress={back} />
            <Main
              onPress={() => {
                setTyped('');
              }}
            >
              {say.newNext}
            </Main>
          </>
        }
      >
        <ol class="words" aria-label={say.phrase}>
          {phrase.split(' ').map((word, at) => (
            <li key={at}>
              <span translate={false}>{word}</span>
            </li>
          ))}
        </ol>
        <Notice tone="care" icon="alert">
          <p>{say.newWarning}</p>
        </Notice>
      </Screen>
    );
  const lookAgain = (): void => {
    setTyped(null);
    setWrong(false);
  };
  return (
    <Screen
      title={say.checkTitle}
      lead={say.checkLead}
      ways={
        <>
          <BackButton onPress={lookAgain} />
          <Main
            disabled={busy}
            onPress={() => {
              const isSame = plain(typed) === plain(phrase);
              setWrong(!isSame);
              if (isSame) take(phrase);
            }}
          >
            {busy ? say.opening : say.confirm}
          </Main>
        </>
      }
    >
      <TextArea
        id="phrase-again"
        label={say.phrase}
        rows={3}
        most={LONGEST}
        value={typed}
        onChange={setTyped}
      />
      {(wrong || problem !== null) && (
        <Notice tone="stop" icon="alert" live>
          <p>{wrong ? say.checkWrong : problem}</p>
        </Notice>
      )}
      <Aside onPress={lookAgain}>{say.look}</Aside>
    </Screen>
  );
}
