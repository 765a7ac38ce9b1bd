/** What the desk answered, with its questions as buttons, and what one can do next. */
import { useState } from 'preact/hooks';
import type { MailboxAnswer } from '#sdk';
import { Icon } from '../parts/icon.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { Aside, Main, Plain, Screen } from '../parts/screen.js';
import type { TalkText } from './text/es.js';
import type { Conversation } from './use-conversation.js';

export type TalkPlace = 'conversation' | 'facts' | 'note' | 'sharing';

interface ConversationProps {
  readonly talk: TalkText;
  readonly conversation: Conversation;
  readonly problem: string | null;
  readonly said: boolean;
  readonly say: Conversation['say'];
  readonly go: (place: TalkPlace) => void;
  readonly leave: () => void;
}

export function ConversationScreen(props: ConversationProps) {
  const { talk, conversation, problem, said, say, go, leave } = props;
  const { conversation: text } = talk;
  const { answers, busy } = conversation;
  const [chosen, setChosen] = useState<ReadonlyMap<number, string>>(new Map());
  const newest = answers.at(-1);
  const choose = (to: number, choice: string): void => {
    say({ answer: { to, choice }, read: newest?.number ?? null }, () => {
      setChosen(new Map([...chosen, [to, choice]]));
    });
  };
  return (
    <Screen title={text.title} ways={<Main onPress={leave}>{text.leave}</Main>}>
      {problem !== null && (
        <Notice tone="stop" icon="alert" live>
          <p>{problem}</p>
        </Notice>
      )}
      {said && (
        <Notice tone="good" icon="check" live>
          <p>{talk.sent.said}</p>
        </Notice>
      )}
      {newest === undefined && (
        <Notice tone="plain" icon="clock">
          <p>{text.none}</p>
          <p>{text.noneCode}</p>
        </Notice>
      )}
      <ol class="answers">
        {answers.map((answer) => (
          <AnswerItem
            key={answer.id}
            text={text}
            answer={answer}
            chosen={chosen.get(answer.number)}
            busy={busy}
            choose={choose}
          />
        ))}
      </ol>
      {newest !== undefined && (
        <Plain
          disabled={busy}
          onPress={() => {
            say({ read: newest.number }, () => undefined);
          }}
        >
          {text.read}
        </Plain>
      )}
      <section class="talk-ways">
        <Way
          icon="alert"
          label={text.add}
          help={text.addHelp}
          press={() => {
            go('facts');
          }}
        />
        <Way
          icon="pen"
          label={text.note}
          press={() => {
            go('note');
          }}
        />
        <Way
          icon="shield"
          label={text.sharing}
          press={() => {
            go('sharing');
          }}
        />
      </section>
      <Aside
        disabled={busy}
        onPress={() => {
          say(null, () => undefined);
        }}
      >
        <Icon name="clock" />
        {busy ? talk.words.opening : text.look}
      </Aside>
    </Screen>
  );
}

interface AnswerProps {
  readonly text: TalkText['conversation'];
  readonly answer: MailboxAnswer;
  readonly chosen: string | undefined;
  readonly busy: boolean;
  readonly choose: (to: number, choice: string) => void;
}

/** Only the day: an hour would tell a passer-by more of a conversation than the person needs. */
function AnswerItem({ text, answer, chosen, busy, choose }: AnswerProps) {
  const { language } = usePage();
  const { number, status, choices } = answer;
  return (
    <li class="notice notice-plain">
      <div>
        <p class="small from">
          <span>{text.from}</span>
          {number > 0 && (
            <time>{new Date(number).toLocaleDateString(language, { day: 'numeric', month: 'long' })}</time>
          )}
        </p>
        {status !== null && (
          <p>
            <strong>{text.status[status]}</strong>
          </p>
        )}
        {answer.text !== '' && <p class="said">{answer.text}</p>}
        {chosen !== undefined && <p>{text.answered(chosen)}</p>}
        {chosen === undefined && choices.length > 0 && (
          <div class="tools" role="group" aria-label={text.choose}>
            {choices.map((choice) => (
              <Plain
                key={choice}
                disabled={busy}
                onPress={() => {
                  choose(number, choice);
                }}
              >
                {choice}
              </Plain>
            ))}
          </div>
        )}
      </div>
    </li>
  );
}

interface WayProps {
  readonly icon: 'alert' | 'pen' | 'shield';
  readonly label: string;
  readonly help?: string;
  readonly press: () => void;
}

function Way({ icon, label, help, press }: WayProps) {
  return (
    <div class="talk-way">
      <Plain onPress={press}>
        <Icon name={icon} />
        {label}
      </Plain>
      {help !== undefined && <p class="hint">{help}</p>}
    </div>
  );
}
