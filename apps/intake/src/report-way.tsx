/** Which screen the flow shows. */
import { useEffect, useState } from 'preact/hooks';
import { lazily } from './beside/lazily.js';
import type { Device, Flow, FlowAction } from './flow/flow.js';
import type { WayName } from './beside/ways.js';
import { isQuestion } from './flow/steps.js';
import { toReport } from './flow/to-report.js';
import { placesToAsk } from './flow/words-check.js';
import { CheckScreen } from './keep/check-screen.js';
import { DeliveryLine, DeliveryPanel } from './keep/delivery-panel.js';
import { DoneScreen } from './keep/done-screen.js';
import { offerFile } from './keep/offer-file.js';
import { WordsScreen } from './keep/words-screen.js';
import type { NotebookSession } from './notebook/session.js';
import type { Shelf } from './notebook/shelf.js';
import { usePage } from './parts/page.js';
import { QuestionScreen } from './questions/question-screen.js';
import { ReviewScreen } from './review/review-screen.js';
import { channelState } from './sending/channel.js';
import type { Letterbox } from './sending/letterbox.js';
import { wouldLose } from './sending/would-lose.js';
import type { Sending } from './sending/use-delivery.js';
import { useKeys } from './sending/use-keys.js';
import { StartScreen } from './start/start-screen.js';

const Sheet = lazily(() => import('./sheet/sheet-screen.js').then(({ SheetScreen }) => SheetScreen));
const Put = lazily(() => import('./notebook/put-way.js').then(({ PutWay }) => PutWay));

interface ReportWayProps {
  readonly flow: Flow;
  readonly act: (action: FlowAction) => void;
  readonly sending: Sending;
  readonly letterbox: Letterbox | null;
  readonly letterboxFor: (device: Device) => Letterbox;
  readonly demo: boolean;
  readonly channelId: string | null;
  readonly leaveNow: () => void;
  readonly forget: () => void;
  readonly shelf: () => Shelf;
  readonly session: NotebookSession;
  readonly waiting: number;
  readonly goBeside: (way: WayName) => void;
}

export function ReportWay(props: ReportWayProps) {
  const { flow, act, sending, letterbox, demo, channelId, letterboxFor, leaveNow, forget } = props;
  const { waiting, goBeside, shelf, session } = props;
  const [putting, setPutting] = useState(false);
  const { text, language, spoken } = usePage();
  const keys = useKeys(letterbox);
  const welcome = useWelcome(channelId, letterboxFor);
  const directory = keys.outcome?.ok ? keys.outcome.verified.directory : null;

  const panel = flow.device !== null && letterbox && (
    <DeliveryPanel
      delivery={sending.delivery}
      device={flow.device}
      again={sending.again}
      takeOut={() => {
        if (sending.digest) void offerFile(letterbox, sending.digest, text);
      }}
    />
  );

  if (flow.phase === 'done')
    return (
      <DoneScreen
        hasWords={flow.hasWords}
        inNotebook={flow.inNotebook}
        delivery={sending.delivery}
        wouldLose={wouldLose(flow, sending.delivery)}
        anew={forget}
        leave={leaveNow}
      >
        {panel}
      </DoneScreen>
    );
  if (flow.phase === 'keeping' && putting && sending.digest)
    return (
      <Put
        {...{ shelf, session }}
        words={flow.words}
        digest={sending.digest}
        noted={() => {
          setPutting(false);
          act({ kind: 'noted' });
        }}
        back={() => {
          setPutting(false);
        }}
      />
    );
  if (flow.phase === 'keeping')
    return flow.screen === 'words' ? (
      <WordsScreen
        words={flow.words}
        hasCode={flow.hasCode}
        next={() => {
          act({ kind: 'check' });
        }}
        put={
          flow.device === 'own' && !flow.hasCode
            ? () => {
                setPutting(true);
              }
            : null
        }
      >
        <DeliveryLine delivery={sending.delivery} />
      </WordsScreen>
    ) : (
      <CheckScreen
        words={flow.words}
        asked={flow.asked}
        back={() => {
          act({ kind: 'back' });
        }}
        kept={(hasWords) => {
          act({ kind: 'kept', hasWords });
        }}
      />
    );
  const { step, draft, changing } = flow;
  if (isQuestion(step)) return <QuestionScreen key={step} {...{ step, draft, changing, directory, act }} />;
  if (step === 'sheet')
    return (
      <Sheet
        {...{ draft, directory }}
        answer={(change) => {
          act({ kind: 'answer', change });
        }}
        review={() => {
          act({ kind: 'to-review' });
        }}
        back={() => {
          act({ kind: 'back' });
        }}
      />
    );
  if (step === 'start')
    return (
      <StartScreen
        welcome={welcome}
        demo={demo}
        waiting={waiting}
        device={flow.device}
        begin={(device) => {
          act({ kind: 'begin', device });
        }}
        goBeside={goBeside}
      />
    );
  return (
    <ReviewScreen
      draft={draft}
      keys={keys.outcome}
      channelId={channelId}
      sealing={sending.sealing}
      problem={sending.problem}
      act={act}
      fetchKeys={keys.fetchAgain}
      send={() => {
        if (!letterbox) return;
        const report = toReport(draft, {
          language,
          spoken: spoken?.code,
          labels: text.contact.labels,
          now: new Date(),
        });
        const withFiles: Letterbox = {
          ...letterbox,
          seal: (told) => letterbox.seal(told, undefined, draft.attached),
        };
        sending.seal(withFiles, report, ({ words, chance }) => {
          act({ kind: 'sealed', words, asked: placesToAsk(chance) });
        });
      }}
    />
  );
}

/** Of a partner's link: read from the signed directory in memory, before anybody said that this phone may keep anything. */
function useWelcome(channelId: string | null, letterboxFor: (device: Device) => Letterbox): string | null {
  const { language } = usePage();
  const [welcome, setWelcome] = useState<Readonly<Record<'en' | 'es' | 'pt', string>> | null>(null);
  useEffect(() => {
    if (channelId === null) return;
    void letterboxFor('shared')
      .keys()
      .then((found) => {
        const state = found.ok ? channelState(channelId, found.verified.directory) : null;
        if (state?.kind === 'known') setWelcome(state.entry.welcome);
      });
  }, [channelId]);
  return welcome?.[language] === '' ? null : (welcome?.[language] ?? null);
}
