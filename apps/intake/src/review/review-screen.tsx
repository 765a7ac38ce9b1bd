/** Before anything is sealed: what is told, who will read it, how it is protected, and, in the same place, why it cannot be sent. */
import { decideReaders } from '#sdk';
import type { Draft } from '../flow/draft.js';
import { isEnough } from '../flow/draft.js';
import type { FlowAction } from '../flow/flow.js';
import { toReport, type ReportContext } from '../flow/to-report.js';
import { Icon } from '../parts/icon.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { BackButton, Main, Plain, Screen } from '../parts/screen.js';
import { channelState } from '../sending/channel.js';
import type { KeysOutcome } from '../sending/letterbox.js';
import { sealProblem, type Problem } from '../sending/problems.js';
import { ReaderList } from './reader-list.js';
import { whatIsTold } from './told.js';
import { organisationNames, whoReads, type WhoReads } from './who-reads.js';

interface ReviewProps {
  readonly draft: Draft;
  /** null while they are fetched. */
  readonly keys: KeysOutcome | null;
  readonly channelId: string | null;
  readonly sealing: boolean;
  readonly problem: Problem | null;
  readonly act: (action: FlowAction) => void;
  readonly fetchKeys: () => void;
  readonly send: () => void;
}

type Decided =
  | { readonly kind: 'readers'; readonly who: WhoReads }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly again: boolean }
  | { readonly kind: 'waiting' };

function decide(
  { draft, keys, channelId }: ReviewProps,
  context: ReportContext,
  text: ReturnType<typeof usePage>['text'],
): Decided {
  if (!isEnough(draft)) return { kind: 'problem', problem: 'notEnough', again: false };
  if (!keys) return { kind: 'waiting' };
  if (!keys.ok) return { kind: 'problem', problem: keys.problem, again: true };
  const { verified } = keys;
  const report = toReport(draft, context);
  const outcome = decideReaders(report, verified.directory);
  if (!outcome.ok) return { kind: 'problem', problem: sealProblem(outcome.reason), again: false };
  const channel = channelState(channelId, verified.directory);
  const hasIdentity = report.identity !== null;
  return {
    kind: 'readers',
    who: whoReads({ draft, hasIdentity, readers: outcome.readers, verified, channel, text }),
  };
}

export function ReviewScreen(props: ReviewProps) {
  const { draft, keys, sealing, problem, act, fetchKeys, send } = props;
  const { text, language } = usePage();
  const decided = decide(props, { language, labels: text.contact.labels, now: new Date() }, text);
  const organisation = keys?.ok ? organisationNames(keys.verified.directory) : (id: string) => id;
  const shownProblem = decided.kind === 'problem' ? decided.problem : problem;
  return (
    <Screen
      slot="review"
      title={text.review.title}
      ways={
        <>
          <BackButton
            onPress={() => {
              act({ kind: 'back' });
            }}
          />
          <Main onPress={send} disabled={sealing || decided.kind !== 'readers'}>
            <Icon name="lock" />
            {sealing ? text.review.sealing : text.review.send}
          </Main>
        </>
      }
    >
      {decided.kind === 'readers' && <ToldReaders who={decided.who} />}
      {decided.kind === 'waiting' && (
        <Notice tone="plain" live>
          <p>{text.common.wait}</p>
        </Notice>
      )}
      {shownProblem !== null && (
        <Notice tone="stop" icon="alert" live>
          <p>{text.problems[shownProblem]}</p>
          {decided.kind === 'problem' && decided.again && (
            <Plain onPress={fetchKeys}>{text.common.again}</Plain>
          )}
        </Notice>
      )}
      <section>
        <h2>{text.review.told}</h2>
        <dl class="told">
          {whatIsTold(draft, { text, organisation }).map(({ question, said }) => (
            <div key={question} class="told-row">
              <dt>{text.review.names[question]}</dt>
              <dd>
                <span class={said === null ? 'unsaid' : undefined}>{said ?? text.common.unsaid}</span>
                <button
                  type="button"
                  class="link"
                  aria-label={text.review.changeWhat(text.review.names[question])}
                  onClick={() => {
                    act({ kind: 'change', step: question });
                  }}
                >
                  {text.review.change}
                </button>
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </Screen>
  );
}

function ToldReaders({ who }: { readonly who: WhoReads }) {
  const { text } = usePage();
  return (
    <>
      {who.cares.map((care) => (
        <Notice key={care} tone="care" icon="alert">
          <p>{care}</p>
        </Notice>
      ))}
      <section class="readers">
        <ReaderList sentences={who.readers} />
        <h2>{text.review.protection}</h2>
        <ul>
          {who.protection.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
    </>
  );
}
