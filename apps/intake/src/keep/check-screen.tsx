/** Whether the words were kept, before they are gone: two of them are asked for. Nobody is held here who could not keep them. */
import { useState } from 'preact/hooks';
import { wrongPlaces } from '../flow/words-check.js';
import { TextField } from '../parts/fields.js';
import { usePage } from '../parts/page.js';
import { Aside, BackButton, Main, Screen } from '../parts/screen.js';

interface CheckProps {
  readonly words: readonly string[];
  readonly asked: readonly [number, number];
  readonly back: () => void;
  readonly kept: (hasWords: boolean) => void;
}

export function CheckScreen({ words, asked, back, kept }: CheckProps) {
  const { text } = usePage();
  const [typed, setTyped] = useState<readonly string[]>(asked.map(() => ''));
  const [wrong, setWrong] = useState<readonly number[]>([]);
  return (
    <Screen
      slot="check"
      title={text.check.title}
      lead={text.check.lead}
      ways={
        <>
          <BackButton onPress={back} />
          <Main
            onPress={() => {
              const found = wrongPlaces(words, asked, typed);
              setWrong(found);
              if (found.length === 0) kept(true);
            }}
          >
            {text.check.confirm}
          </Main>
        </>
      }
    >
      {asked.map((place, at) => (
        <TextField
          key={place}
          id={`word-${String(place)}`}
          label={text.check.word(place + 1)}
          error={wrong.includes(place) ? text.check.wrong(place + 1) : undefined}
          oneWord
          most={40}
          value={typed[at] ?? ''}
          onChange={(word) => {
            setTyped(typed.map((before, other) => (other === at ? word : before)));
          }}
        />
      ))}
      <Aside onPress={back}>{text.check.look}</Aside>
      <div class="without">
        <p class="hint">{text.check.withoutHelp}</p>
        <Aside
          onPress={() => {
            kept(false);
          }}
        >
          {text.check.without}
        </Aside>
      </div>
    </Screen>
  );
}
