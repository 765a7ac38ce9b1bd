/**
 * "Something more happened": a report of its own, sealed under the words that the person has. Three looks: whether somebody is in danger, what
 * happened, and again who must not learn of it, because the words do not remember that.
 */
import { useMemo, useState } from 'preact/hooks';
import { decideReaders, type EarlierReport, type Recalled } from '#sdk';
import { EMPTY_DRAFT, isEnough, type Draft } from '../flow/draft.js';
import { toReport } from '../flow/to-report.js';
import { DeliveryPanel } from '../keep/delivery-panel.js';
import { offerFile } from '../keep/offer-file.js';
import { Icon } from '../parts/icon.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { BackButton, Main, Screen } from '../parts/screen.js';
import { DangerQuestion } from '../questions/danger.js';
import { KeepFromQuestion } from '../questions/keep-from.js';
import { StoryQuestion } from '../questions/story.js';
import { ReaderList } from '../review/reader-list.js';
import { whoReads } from '../review/who-reads.js';
import type { KeysOutcome, Letterbox } from '../sending/letterbox.js';
import { sealProblem } from '../sending/problems.js';
import { useDelivery } from '../sending/use-delivery.js';
import { useKeys } from '../sending/use-keys.js';
import type { TalkText } from './text/es.js';
import type { Holder } from './use-conversation.js';

interface FactsProps {
  readonly talk: TalkText;
  readonly holder: Holder;
  readonly recalled: Recalled;
  readonly letterbox: Letterbox;
  readonly back: () => void;
}

const LOOKS = ['danger', 'story', 'keep-from'] as const;

/** Whoever answered is who may read: a report about somebody inside must not reach the other desk by its second part. */
function readingOf({ reading }: Draft, { desk }: Recalled): Draft['reading'] {
  return desk === 'safeguarding' ? 'safeguarding' : reading;
}

export function FactsWay({ talk, holder, recalled, letterbox, back }: FactsProps) {
  const { text, language } = usePage();
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const [at, setAt] = useState(0);
  const sending = useDelivery();
  const keys = useKeys(letterbox);
  const earlier: EarlierReport = { ...holder, ref: recalled.ref };
  const following = useMemo(
    () => ({
      ...letterbox,
      seal: (report: Parameters<Letterbox['seal']>[0]) => letterbox.seal(report, earlier, draft.attached),
    }),
    [letterbox, holder, recalled, draft.attached],
  );
  const directory = keys.outcome?.ok ? keys.outcome.verified.directory : null;
  const whole = { ...draft, reading: readingOf(draft, recalled) };
  const look = LOOKS[at] ?? 'danger';
  const props = {
    draft,
    directory,
    answer: (change: Partial<Draft>) => {
      setDraft({ ...draft, ...change });
    },
  };

  if (sending.digest)
    return (
      <Screen title={talk.conversation.add} ways={<Main onPress={back}>{talk.conversation.title}</Main>}>
        <DeliveryPanel
          delivery={sending.delivery}
          device="shared"
          again={sending.again}
          takeOut={() => {
            if (sending.digest) void offerFile(following, sending.digest, text);
          }}
        />
      </Screen>
    );

  const goBack = (): void => {
    if (at === 0) back();
    else setAt(at - 1);
  };
  const ways = (
    <>
      <BackButton onPress={goBack} />
      {look === 'keep-from' ? (
        <Main
          disabled={sending.sealing || !isEnough(draft) || directory === null}
          onPress={() => {
            const report = toReport(whole, { language, labels: text.contact.labels, now: new Date() });
            sending.seal(following, report, () => undefined);
          }}
        >
          <Icon name="lock" />
          {sending.sealing ? text.review.sealing : talk.facts.send}
        </Main>
      ) : (
        <Main
          onPress={() => {
            setAt(at + 1);
          }}
        >
          {text.common.next}
        </Main>
      )}
    </>
  );
  if (look === 'danger')
    return (
      <Screen title={text.danger.title} ways={ways}>
        <DangerQuestion {...props} />
      </Screen>
    );
  if (look === 'story')
    return (
      <Screen title={text.story.title} lead={talk.conversation.addHelp} ways={ways}>
        <StoryQuestion {...props} />
      </Screen>
    );
  return (
    <Screen title={text.keepFrom.title} lead={talk.facts.keepLead} ways={ways}>
      {recalled.desk === 'safeguarding' && (
        <Notice tone="care" icon="shield">
          <p>{talk.facts.guarded}</p>
        </Notice>
      )}
      <KeepFromQuestion {...props} />
      <Readers draft={whole} keys={keys.outcome} again={keys.fetchAgain} />
      {!isEnough(draft) && (
        <Notice tone="stop" live>
          <p>{talk.facts.notEnough}</p>
        </Notice>
      )}
      {sending.problem !== null && (
        <Notice tone="stop" icon="alert" live>
          <p>{text.problems[sending.problem]}</p>
        </Notice>
      )}
    </Screen>
  );
}

interface ReadersProps {
  readonly draft: Draft;
  readonly keys: KeysOutcome | null;
  readonly again: () => void;
}

/** Who will read it, from the very decision that sealing will follow. */
function Readers({ draft, keys, again }: ReadersProps) {
  const { text, language } = usePage();
  if (!keys)
    return (
      <Notice tone="plain" live>
        <p>{text.common.wait}</p>
      </Notice>
    );
  if (!keys.ok)
    return (
      <Notice tone="stop" icon="alert" live>
        <p>{text.problems[keys.problem]}</p>
        <button type="button" class="button" onClick={again}>
          {text.common.again}
        </button>
      </Notice>
    );
  const { verified } = keys;
  const report = toReport(draft, { language, labels: text.contact.labels, now: new Date() });
  const decided = decideReaders(report, verified.directory);
  if (!decided.ok)
    return (
      <Notice tone="stop" icon="alert" live>
        <p>{text.problems[sealProblem(decided.reason)]}</p>
      </Notice>
    );
  const channel = { kind: 'none' } as const;
  const who = whoReads({ draft, hasIdentity: false, readers: decided.readers, verified, channel, text });
  return (
    <section class="readers">
      <ReaderList sentences={who.readers} />
    </section>
  );
}
