/** The twelve words, typed by somebody who has them on a scrap of paper: in capitals, without accents, with a slip. */
import { useEffect, useState } from 'preact/hooks';
import { completeWord, loadWordLists, type WordList } from '#crypto/mailbox';
import { TextArea, TextField } from '../parts/fields.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { BackButton, Main, Screen } from '../parts/screen.js';
import type { Holder } from './use-conversation.js';
import type { TalkText } from './text/es.js';

interface WordsEntryProps {
  readonly say: TalkText['words'];
  readonly busy: boolean;
  readonly problem: string | null;
  readonly open: (holder: Holder) => void;
  readonly back: () => void;
}

const LONGEST = 400;
const LONGEST_CODE = 80;

const lastWord = (typed: string): string => /[\p{L}\p{M}]+$/u.exec(typed)?.[0] ?? '';

/** The list of the page's language first. Until they are there, or where they cannot be had, nothing is suggested. */
function useWordLists(): readonly WordList[] {
  const { language } = usePage();
  const [lists, setLists] = useState<readonly WordList[]>([]);
  useEffect(() => {
    loadWordLists().then(setLists, () => undefined);
  }, []);
  return [...lists].sort((a, b) => Number(b.language === language) - Number(a.language === language));
}

export function WordsEntryScreen({ say, busy, problem, open, back }: WordsEntryProps) {
  const lists = useWordLists();
  const [words, setWords] = useState('');
  const [code, setCode] = useState('');
  const begun = lastWord(words);
  const completions = completeWord(begun, lists);
  return (
    <Screen
      title={say.title}
      lead={say.lead}
      ways={
        <>
          <BackButton onPress={back} />
          <Main
            disabled={busy}
            onPress={() => {
              open({ words, code });
            }}
          >
            {busy ? say.opening : say.open}
          </Main>
        </>
      }
    >
      <TextArea id="twelve" label={say.label} rows={4} most={LONGEST} value={words} onChange={setWords} />
      {completions.length > 0 && (
        <div class="tools" role="group" aria-label={say.suggest}>
          {completions.map((word) => (
            <button
              key={word}
              type="button"
              class="button button-aside"
              translate={false}
              onClick={() => {
                setWords(`${words.slice(0, words.length - begun.length)}${word} `);
                document.getElementById('twelve')?.focus();
              }}
            >
              {word}
            </button>
          ))}
        </div>
      )}
      <TextField
        id="own-code"
        label={say.code}
        help={say.codeHelp}
        oneWord
        most={LONGEST_CODE}
        value={code}
        onChange={setCode}
      />
      {problem !== null && (
        <Notice tone="stop" icon="alert" live>
          <p>{problem}</p>
        </Notice>
      )}
      <p class="small">{say.seen}</p>
    </Screen>
  );
}
