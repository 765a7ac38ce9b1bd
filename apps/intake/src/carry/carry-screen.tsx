/** "I bring a file from someone else": any page takes it, sends it, and gives the receipts back. */
import { useState } from 'preact/hooks';
import type { CarriedEnvelope } from '#sdk/carried';
import type { BesideProps } from '../beside/beside-props.js';
import { FilePicker } from '../parts/file-picker.js';
import { Icon } from '../parts/icon.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { saveFile } from '../parts/save.js';
import { BackButton, Main, Plain, Screen } from '../parts/screen.js';
import { readCarriedFile, relayFile, type RelayResult } from './relay-file.js';

type State =
  | { readonly at: 'empty' }
  | { readonly at: 'not-ours' | 'too-large' }
  | { readonly at: 'found'; readonly envelopes: readonly CarriedEnvelope[]; readonly damaged: number }
  | { readonly at: 'sending'; readonly done: number; readonly of: number }
  | { readonly at: 'sent'; readonly of: number; readonly result: RelayResult };

export function CarryScreen({ letterboxFor, transport, back }: BesideProps) {
  const { text } = usePage();
  const [state, setState] = useState<State>({ at: 'empty' });

  const read = async (file: File): Promise<void> => {
    const found = await readCarriedFile(file);
    if (!found.ok) setState({ at: found.reason === 'too-large' ? 'too-large' : 'not-ours' });
    else if (found.envelopes.length === 0) setState({ at: 'not-ours' });
    else setState({ at: 'found', ...found });
  };
  const send = async (envelopes: readonly CarriedEnvelope[]): Promise<void> => {
    const of = envelopes.length;
    setState({ at: 'sending', done: 0, of });
    const keys = await letterboxFor('shared').keys();
    const result = await relayFile(envelopes, {
      transport,
      acceptKeys: keys.ok ? keys.verified.directory.servers.accept : null,
      done: (done) => {
        setState({ at: 'sending', done, of });
      },
    });
    setState({ at: 'sent', of, result });
  };

  return (
    <Screen title={text.carry.title} lead={text.carry.lead} ways={<BackButton onPress={back} />}>
      {state.at !== 'sending' && (
        <FilePicker id="carried" label={text.carry.pick} onPick={(file) => void read(file)} />
      )}
      <Told state={state} />
      {state.at === 'found' && <Main onPress={() => void send(state.envelopes)}>{text.carry.send}</Main>}
      {state.at === 'sent' && <GiveBack {...state.result} />}
    </Screen>
  );
}

function Told({ state }: { readonly state: State }) {
  const { text } = usePage();
  const { carry: words } = text;
  switch (state.at) {
    case 'empty':
      return null;
    case 'not-ours':
    case 'too-large':
      return (
        <Notice tone="stop" live>
          <p>{state.at === 'too-large' ? words.tooLarge : words.notOurs}</p>
        </Notice>
      );
    case 'found':
      return (
        <Notice tone="plain" icon="lock" live>
          <p>{words.found(state.envelopes.length)}</p>
          {state.damaged > 0 && <p>{words.damaged(state.damaged)}</p>}
        </Notice>
      );
    case 'sending':
      return (
        <Notice tone="plain" icon="clock" live>
          <p>{words.sending(state.done, state.of)}</p>
        </Notice>
      );
    case 'sent':
      return (
        <Notice tone={state.result.accepted === state.of ? 'good' : 'care'} live>
          <p>{words.result(state.result.accepted, state.of)}</p>
          {state.result.impostor && <p>{words.wrongReceipt}</p>}
          {state.result.accepted < state.of && <p>{words.some}</p>}
        </Notice>
      );
  }
}

function GiveBack({ receipts }: RelayResult) {
  const { text } = usePage();
  if (!receipts) return null;
  return (
    <section>
      <Plain
        onPress={() => {
          saveFile(text.carry.receiptsName, receipts.slice(), 'application/octet-stream');
        }}
      >
        <Icon name="file" />
        {text.carry.receipts}
      </Plain>
      <p class="hint">{text.carry.receiptsHelp}</p>
    </section>
  );
}
