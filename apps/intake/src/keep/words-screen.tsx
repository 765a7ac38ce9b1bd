/** The twelve words: shown, read aloud, as a file, as a code. Never stored: when this screen is gone, so are they. */
import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { Icon } from '../parts/icon.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { saveFile } from '../parts/save.js';
import { Aside, Main, Screen } from '../parts/screen.js';
import { useVoice } from '../speech/use-voice.js';
import { WordsCode } from './words-code.js';

interface WordsProps {
  readonly words: readonly string[];
  /** The words alone would open the other conversation: who chose a code must hear it once more. */
  readonly hasCode: boolean;
  readonly next: () => void;
  /** Into the operator's notebook; null where there can be none. */
  readonly put: (() => void) | null;
  /** How far the report has come: whoever sees that it arrived has the calm to write. */
  readonly children: ComponentChildren;
}

const numbered = (words: readonly string[]): string =>
  words.map((word, at) => `${String(at + 1)}. ${word}`).join('\n');

export function WordsScreen({ words, hasCode, next, put, children }: WordsProps) {
  const { text, language } = usePage();
  const voice = useVoice(language);
  const [copied, setCopied] = useState<'file' | 'code' | null>(null);
  return (
    <Screen
      slot="words"
      title={text.words.title}
      lead={text.words.lead}
      ways={<Main onPress={next}>{text.words.next}</Main>}
    >
      {children}
      <ol class="words" aria-label={text.words.list}>
        {words.map((word, at) => (
          <li key={at}>
            <span translate={false}>{word}</span>
          </li>
        ))}
      </ol>
      <Notice tone="care" icon="alert">
        <p>{text.words.warning}</p>
        {hasCode && <p>{text.words.withCode}</p>}
      </Notice>
      <div class="tools">
        {voice && (
          <Aside
            onPress={() => {
              if (voice.reading) voice.stop();
              else voice.read(words.map((word, at) => `${String(at + 1)}: ${word}.`));
            }}
          >
            <Icon name="listen" />
            {voice.reading ? text.common.silence : text.words.aloud}
          </Aside>
        )}
        <Aside
          onPress={() => {
            saveFile(text.words.fileName, `${numbered(words)}\n`, 'text/plain');
            setCopied('file');
          }}
        >
          <Icon name="file" />
          {text.words.file}
        </Aside>
        <Aside
          onPress={() => {
            setCopied(copied === 'code' ? null : 'code');
          }}
        >
          <Icon name="code" />
          {text.words.qr}
        </Aside>
      </div>
      {put && <Aside onPress={put}>{text.words.notebook}</Aside>}
      {copied !== null && (
        <Notice tone="care" live>
          <p>{text.words.copyWarning}</p>
        </Notice>
      )}
      {copied === 'code' && <WordsCode words={words} />}
    </Screen>
  );
}
