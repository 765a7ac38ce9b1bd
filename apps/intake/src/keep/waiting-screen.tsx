/** Sealed reports of earlier visits that have not left this phone: each can be sent, taken out, or deleted; and receipts that came back. */
import { useEffect, useState } from 'preact/hooks';
import { toHex } from '#crypto';
import { FilePicker } from '../parts/file-picker.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { BackButton, Main, Screen } from '../parts/screen.js';
import type { Letterbox } from '../sending/letterbox.js';
import type { Delivery } from '../sending/problems.js';
import { DeliveryPanel } from './delivery-panel.js';
import { offerFile } from './offer-file.js';

interface WaitingProps {
  readonly letterbox: Letterbox;
  readonly back: () => void;
}

export function WaitingScreen({ letterbox, back }: WaitingProps) {
  const { text } = usePage();
  const [digests, setDigests] = useState<readonly Uint8Array[]>([]);
  const [proven, setProven] = useState<number | null>(null);
  const look = (): void => {
    void letterbox.pending().then(setDigests, () => undefined);
  };
  useEffect(look, [letterbox]);
  return (
    <Screen title={text.waiting.title} lead={text.waiting.lead} ways={<BackButton onPress={back} />}>
      {digests.length === 0 && <p>{text.waiting.none}</p>}
      {digests.map((digest, at) => (
        <Waiting key={toHex(digest)} digest={digest} number={at + 1} letterbox={letterbox} />
      ))}
      <FilePicker
        id="receipts"
        label={text.carry.bring}
        onPick={(file) => {
          void letterbox.takeReceipts(file).then((count) => {
            setProven(count);
            look();
          });
        }}
      />
      {proven !== null && (
        <Notice tone={proven > 0 ? 'good' : 'care'} live>
          <p>{proven > 0 ? text.carry.proven(proven) : text.carry.nothingProven}</p>
        </Notice>
      )}
    </Screen>
  );
}

interface OneProps {
  readonly letterbox: Letterbox;
  readonly digest: Uint8Array;
  readonly number: number;
}

function Waiting({ digest, number, letterbox }: OneProps) {
  const { text } = usePage();
  const [delivery, setDelivery] = useState<Delivery | null>(null);
  const send = (): void => {
    setDelivery({ state: 'sending' });
    const working = (): void => {
      setDelivery({ state: 'sending', working: true });
    };
    void letterbox.send(digest, working).then(setDelivery, () => {
      setDelivery({ state: 'kept', why: 'unreachable' });
    });
  };
  return (
    <section class="waiting-one">
      <h2>{text.waiting.one(number)}</h2>
      {delivery === null ? (
        <Main onPress={send}>{text.waiting.send}</Main>
      ) : (
        <DeliveryPanel
          delivery={delivery}
          device="own"
          again={send}
          takeOut={() => void offerFile(letterbox, digest, text)}
          discard={() => {
            void letterbox.discard(digest).then(() => {
              setDelivery({ state: 'gone' });
            });
          }}
        />
      )}
    </section>
  );
}
