/** The open notebook: each conversation with what is known of it, and what can be done with the notebook itself. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { toHex } from '#crypto';
import type { NotedConversation } from '#crypto/notebook';
import { Icon } from '../parts/icon.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { saveFile } from '../parts/save.js';
import { Aside, Main, Plain, Screen } from '../parts/screen.js';
import type { BesideProps } from '../beside/beside-props.js';
import type { Letterbox } from '../sending/letterbox.js';
import { lookForAnswers, nameOf } from './look-for-answers.js';
import type { OpenNotebook } from './open-notebook.js';
import type { NotebookText } from './text/es.js';

interface ListProps {
  readonly say: NotebookText;
  readonly open: OpenNotebook;
  readonly letterbox: Letterbox;
  readonly transport: BesideProps['transport'];
  readonly problem: string | null;
  readonly openOne: (one: NotedConversation) => void;
  readonly remove: (one: NotedConversation) => void;
  readonly changePhrase: () => void;
  readonly bring: () => void;
  readonly close: () => void;
}

type Found = ReadonlyMap<string, boolean>;

export function ListScreen(props: ListProps) {
  const { say, open, letterbox, problem, openOne, remove, changePhrase, bring, close } = props;
  const { conversations } = open;
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const looking = useLooking(props);
  useEffect(() => {
    void letterbox.pending().then(
      (digests) => {
        setWaiting(new Set(digests.map(toHex)));
      },
      () => undefined,
    );
  }, [letterbox]);
  return (
    <Screen title={say.title} ways={<Main onPress={close}>{say.close}</Main>}>
      {problem !== null && (
        <Notice tone="stop" icon="alert" live>
          <p>{problem}</p>
        </Notice>
      )}
      <h2>{say.list}</h2>
      {conversations.length === 0 && <p>{say.empty}</p>}
      <ul class="noted">
        {conversations.map((one) => (
          <Noted
            key={nameOf(one)}
            {...{ say, one }}
            waits={waiting.has(toHex(one.digest))}
            hasNew={looking.found.get(nameOf(one))}
            open={() => {
              openOne(one);
            }}
            remove={() => {
              remove(one);
            }}
          />
        ))}
      </ul>
      {conversations.length > 0 && (
        <>
          <Plain disabled={looking.at !== null} onPress={looking.begin}>
            {looking.at === null ? say.lookAll : say.lookingAt(looking.at, conversations.length)}
          </Plain>
          <p class="hint">{say.lookHelp}</p>
        </>
      )}
      {looking.failed && (
        <Notice tone="care" live>
          <p>{say.lookFailed}</p>
        </Notice>
      )}
      <div class="tools">
        <Aside
          onPress={() => {
            saveFile(say.copyName, open.bytes.slice(), 'application/octet-stream');
          }}
        >
          <Icon name="carry" />
          {say.copy}
        </Aside>
        <Aside onPress={bring}>
          <Icon name="file" />
          {say.bring}
        </Aside>
        <Aside onPress={changePhrase}>
          <Icon name="words" />
          {say.change}
        </Aside>
      </div>
      <p class="hint">{say.copyHelp}</p>
      <p class="small">{say.idle}</p>
    </Screen>
  );
}

function useLooking({ open, letterbox, transport }: Pick<ListProps, 'open' | 'letterbox' | 'transport'>) {
  const [found, setFound] = useState<Found>(new Map());
  const [at, setAt] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  const wanted = useRef(true);
  useEffect(
    () => () => {
      wanted.current = false;
    },
    [],
  );
  const look = async (): Promise<boolean> => {
    const keys = await letterbox.keys();
    if (!keys.ok) return false;
    const { directory } = keys.verified;
    let count = 0;
    return lookForAnswers({
      ...{ transport, directory },
      conversations: open.conversations,
      isWanted: () => wanted.current,
      found(one, hasNew) {
        count += 1;
        setAt(count);
        setFound((before) => new Map([...before, [nameOf(one), hasNew]]));
      },
    });
  };
  const begin = (): void => {
    setFailed(false);
    setAt(1);
    void look()
      .catch(() => false)
      .then((whole) => {
        setAt(null);
        setFailed(!whole);
      });
  };
  return { found, at, failed, begin };
}

interface NotedProps {
  readonly say: NotebookText;
  readonly one: NotedConversation;
  readonly waits: boolean;
  readonly hasNew: boolean | undefined;
  readonly open: () => void;
  readonly remove: () => void;
}

function Noted({ say, one, waits, hasNew, open, remove }: NotedProps) {
  const { language } = usePage();
  const [asking, setAsking] = useState(false);
  const label = one.label === '' ? say.noLabel : one.label;
  const day = new Date(`${one.day}T12:00:00Z`);
  return (
    <li class="notice notice-plain">
      <div>
        <p>
          <strong>{label}</strong>{' '}
          <time class="small">
            {day.toLocaleDateString(language, { day: 'numeric', month: 'long', year: 'numeric' })}
          </time>
        </p>
        <p class="small">{waits ? say.waits : say.gone}</p>
        {hasNew !== undefined && <p role="status">{hasNew ? <strong>{say.answer}</strong> : say.noAnswer}</p>}
        {asking ? (
          <div role="group" aria-label={say.removeSure}>
            <p>{say.removeSure}</p>
            <div class="tools">
              <Plain
                onPress={() => {
                  setAsking(false);
                }}
              >
                {say.keepIt}
              </Plain>
              <Aside onPress={remove}>{say.removeYes}</Aside>
            </div>
          </div>
        ) : (
          <div class="tools">
            <button type="button" class="button" aria-label={say.openOne(label)} onClick={open}>
              {say.open}
            </button>
            <button
              type="button"
              class="button button-aside"
              aria-label={say.removeOne(label)}
              onClick={() => {
                setAsking(true);
              }}
            >
              {say.remove}
            </button>
          </div>
        )}
      </div>
    </li>
  );
}
