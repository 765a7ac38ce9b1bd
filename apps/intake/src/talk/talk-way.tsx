/** "I have my twelve words": everything that can be done with them. Nothing of it is kept: when this is left, it is gone. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { visitMailbox } from '#sdk';
import type { BesideProps } from '../beside/beside-props.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { BackButton, Screen } from '../parts/screen.js';
import { Wait } from '../parts/wait.js';
import type { Letterbox } from '../sending/letterbox.js';
import { ConversationScreen, type TalkPlace } from './conversation-screen.js';
import { FactsWay } from './facts-way.js';
import { NoteScreen } from './note-screen.js';
import { SharingScreen } from './sharing-screen.js';
import { useWords } from '../text/use-words.js';
import { TALK_WORDS } from './text/load.js';
import { useConversation, type Conversation, type VisitMailbox } from './use-conversation.js';
import { visitSentence } from './visit-words.js';
import { WordsEntryScreen } from './words-entry-screen.js';

/** The signatures of the directory decide whose answers are shown: without them nothing is asked. */
function visitsOver(letterbox: Letterbox, transport: BesideProps['transport']): VisitMailbox {
  return async (visit) => {
    const keys = await letterbox.keys();
    if (!keys.ok) return { ok: false, reason: 'keys', problem: keys.problem };
    return visitMailbox(transport, keys.verified.directory, { ...visit, now: new Date() });
  };
}

interface TalkProps extends Pick<BesideProps, 'letterboxFor' | 'transport' | 'back'> {
  /** Out of the notebook: nobody types them. */
  readonly words?: string;
  /** Number of the newest answer that was shown. */
  readonly read?: (newest: number) => void;
}

export function TalkWay({ letterboxFor, transport, back, words, read }: TalkProps) {
  const { text } = usePage();
  const talk = useWords(TALK_WORDS);
  // In memory only, whoever's phone it is: a conversation leaves nothing behind.
  const letterbox = useMemo(() => letterboxFor('shared'), []);
  const conversation = useConversation(useMemo(() => visitsOver(letterbox, transport), [letterbox]));
  const [place, setPlace] = useState<TalkPlace>('conversation');
  const [said, setSaid] = useState(false);
  useEffect(() => {
    if (words !== undefined) conversation.open({ words, code: '' });
  }, []);
  const newest = conversation.answers.at(-1)?.number;
  useEffect(() => {
    if (newest !== undefined) read?.(newest);
  }, [newest]);
  if (!talk) return <Wait />;

  const { failure, busy, holder, recalled } = conversation;
  const problem =
    failure === null
      ? null
      : failure.reason === 'keys'
        ? text.problems[failure.problem]
        : visitSentence(failure, talk);
  if (!holder && words !== undefined)
    return (
      <Screen title={talk.conversation.title} ways={<BackButton onPress={back} />}>
        <Notice tone={problem === null ? 'plain' : 'stop'} live>
          <p>{problem ?? talk.words.opening}</p>
        </Notice>
      </Screen>
    );
  if (!holder)
    return (
      <WordsEntryScreen say={talk.words} busy={busy} problem={problem} open={conversation.open} back={back} />
    );
  const home = (): void => {
    setPlace('conversation');
  };
  const go = (to: TalkPlace): void => {
    setSaid(false);
    setPlace(to);
  };
  const say: Conversation['say'] = (saying, done) => {
    setSaid(false);
    conversation.say(saying, () => {
      setSaid(saying !== null);
      done();
    });
  };
  switch (place) {
    case 'facts':
      return <FactsWay {...{ talk, holder, recalled, letterbox }} back={home} />;
    case 'note':
      return (
        <NoteScreen
          {...{ talk, busy, problem }}
          back={home}
          send={(note) => {
            say({ text: note }, home);
          }}
        />
      );
    case 'sharing':
      return (
        <SharingScreen
          {...{ talk, busy, problem }}
          back={home}
          send={(saying) => {
            say(saying, home);
          }}
        />
      );
    case 'conversation':
      return <ConversationScreen {...{ talk, conversation, problem, said, say, go }} leave={back} />;
  }
}
