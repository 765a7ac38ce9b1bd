/** "I have my twelve words": everything that can be done with them. Nothing of it is kept: when this is left, it is gone. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { visitMailbox } from '#sdk';
import type { BesideProps } from '../beside/beside-props.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import type { Letterbox } from '../sending/letterbox.js';
import { ConversationScreen, type TalkPlace } from './conversation-screen.js';
import { FactsWay } from './facts-way.js';
import { NoteScreen } from './note-screen.js';
import { SharingScreen } from './sharing-screen.js';
import type { TalkText } from './text/es.js';
import { loadTalk } from './text/load.js';
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

export function TalkWay({ letterboxFor, transport, back }: BesideProps) {
  const { text } = usePage();
  const talk = useTalk();
  // In memory only, whoever's phone it is: a conversation leaves nothing behind.
  const letterbox = useMemo(() => letterboxFor('shared'), []);
  const conversation = useConversation(useMemo(() => visitsOver(letterbox, transport), [letterbox]));
  const [place, setPlace] = useState<TalkPlace>('conversation');
  const [said, setSaid] = useState(false);
  if (!talk)
    return (
      <main class="screen">
        <Notice tone="plain" live>
          <p>{text.common.wait}</p>
        </Notice>
      </main>
    );

  const { failure, busy, holder, recalled } = conversation;
  const problem =
    failure === null
      ? null
      : failure.reason === 'keys'
        ? text.problems[failure.problem]
        : visitSentence(failure, talk);
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

function useTalk(): TalkText | null {
  const { language } = usePage();
  const [talk, setTalk] = useState<TalkText | null>(null);
  useEffect(() => {
    let wanted = true;
    void loadTalk(language).then(
      (loaded) => {
        if (wanted) setTalk(loaded);
      },
      // Without a signal: what is shown stays in the language it had.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [language]);
  return talk;
}
