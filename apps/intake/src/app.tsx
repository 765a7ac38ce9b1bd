/** The whole page: one state, one screen at a time, and on each of them the language and the way out. */
import type { JSX } from 'preact';
import { useCallback, useMemo, useReducer, useState } from 'preact/hooks';
import type { Transport } from '#sdk';
import type { InterfaceLanguage } from '#vocabulary';
import type { BesideProps } from './beside/beside-props.js';
import { WAYS, type WayName } from './beside/ways.js';
import { advance, FIRST, type Device } from './flow/flow.js';
import { leave } from './leave/leave.js';
import { useLeaving } from './leave/use-leaving.js';
import { useKept, type Kept } from './keep/use-kept.js';
import { WaitingScreen } from './keep/waiting-screen.js';
import { useNotebookSession } from './notebook/session.js';
import type { Shelf } from './notebook/shelf.js';
import { Header } from './parts/header.js';
import { PageContext, type Page } from './parts/page.js';
import { ReportWay } from './report-way.js';
import type { Letterbox } from './sending/letterbox.js';
import { wouldLose } from './sending/would-lose.js';
import { useDelivery } from './sending/use-delivery.js';
import { hush } from './speech/voice.js';
import type { Recorded } from './spoken/slots.js';
import { loadText } from './text/languages.js';

export interface AppProps {
  readonly first: Page;
  readonly demo: boolean;
  /** Where quick exit leads. */
  readonly exit: string;
  readonly channelId: string | null;
  readonly letterboxFor: (device: Device) => Letterbox;
  readonly transport: Transport;
  readonly shelf: () => Shelf;
  /** Whether an earlier visit said that this phone is one's own: only then is anything looked for on it. */
  readonly wasOwn: () => Promise<boolean>;
}

export function App({ first, demo, exit, channelId, letterboxFor, transport, shelf, wasOwn }: AppProps) {
  const [page, setPage] = useState(first);
  const [flow, act] = useReducer(advance, FIRST);
  const sending = useDelivery();
  const session = useNotebookSession();
  const [beside, setBeside] = useState<WayName | null>(null);
  const { phase } = flow;
  // A report that stayed here, or went: told at the next first screen.
  const kept = useKept(wasOwn, letterboxFor, `${phase} ${beside ?? ''}`);
  const device = flow.device;
  const letterbox = useMemo(() => (device ? letterboxFor(device) : null), [device]);

  const speak = (language: InterfaceLanguage, spoken: Recorded | null): void => {
    // Without a signal the words of the other language may not come: then it stays as it is.
    void loadText(language).then(
      (text) => {
        document.documentElement.lang = language;
        document.title = text.title;
        setPage({ language, text, spoken });
      },
      () => undefined,
    );
  };
  const forget = (): void => {
    hush();
    act({ kind: 'anew' });
    sending.forget();
    setBeside(null);
  };
  const forgetAll = (): void => {
    session.close();
    forget();
  };
  const leaveNow = (): void => {
    leave(exit, forgetAll);
  };
  const fromBeside = useCallback(() => {
    setBeside(null);
  }, []);
  const typeIn = (whose: Device): void => {
    setBeside(null);
    act({ kind: 'type-in', device: whose });
  };
  const canGoBack =
    phase === 'asking' ? flow.step !== 'start' : phase === 'keeping' && flow.screen === 'check';
  const goBack = useCallback(() => {
    act({ kind: 'back' });
  }, [flow]);
  useLeaving({
    leaveNow,
    goBack: beside ? fromBeside : canGoBack ? goBack : null,
    wouldLose: wouldLose(flow, sending.delivery),
    forget: forgetAll,
  });

  return (
    <PageContext.Provider value={page}>
      <Header speak={speak} leaveNow={leaveNow} />
      <Beside
        way={beside}
        kept={kept}
        {...{ letterboxFor, transport, device, typeIn, shelf, session }}
        back={fromBeside}
      >
        <ReportWay
          {...{ flow, act, sending, letterbox, demo, channelId, letterboxFor, leaveNow, forget }}
          {...{ shelf, session }}
          waiting={kept?.count ?? 0}
          goBeside={setBeside}
        />
      </Beside>
    </PageContext.Provider>
  );
}

interface BesideSwitch extends BesideProps {
  readonly way: WayName | null;
  readonly kept: Kept | null;
  readonly children: JSX.Element;
}

function Beside({ way, kept, children, ...given }: BesideSwitch) {
  if (way === null) return children;
  if (way === 'waiting')
    return kept ? <WaitingScreen letterbox={kept.letterbox} back={given.back} /> : children;
  const { Part } = WAYS[way];
  return <Part {...given} />;
}
