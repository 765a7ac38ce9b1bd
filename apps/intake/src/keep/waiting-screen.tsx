/** Sealed reports of earlier visits that have not left this phone: each can be sent, taken out, or deleted. */
import { useState } from 'preact/hooks';
import { toHex } from '#crypto';
import { usePage } from '../parts/page.js';
import { BackButton, Main, Screen } from '../parts/screen.js';
import type { Letterbox } from '../sending/letterbox.js';
import type { Delivery } from '../sending/problems.js';
import { DeliveryPanel } from './delivery-panel.js';
import { offerFile } from './offer-file.js';

interface WaitingProps {
  readonly letterbox: Letterbox;
  readonly digests: readonly Uint8Array[];
  readonly back: () => void;
}

export function WaitingScreen({ letterbox, digests, back }: WaitingProps) {
  const { text } = usePage();
  return (
    <Screen title={text.waiting.title} lead={text.waiting.lead} ways={<BackButton onPress={back} />}>
      {digests.length === 0 && <p>{text.waiting.none}</p>}
      {digests.map((digest, at) => (
        <Waiting key={toHex(digest)} digest={digest} number={at + 1} letterbox={letterbox} />
      ))}
    </Screen>
  );
}

function Waiting({
  digest,
  number,
  letterbox,
}: {
  digest: Uint8Array;
  number: number;
  letterbox: Letterbox;
}) {
  const { text } = usePage();
  const [delivery, setDelivery] = useState<Delivery | null>(null);
  const send = (): void => {
    setDelivery({ state: 'sending' });
    void letterbox.send(digest).then(setDelivery);
  };
  return (
    <section>
      <h2>{text.waiting.one(number)}</h2>
      {delivery === null ? (
        <Main onPress={send}>{text.waiting.send}</Main>
      ) : (
        <DeliveryPanel
          delivery={delivery}
          device="own"
          again={send}
          takeOut={() => void offerFile(letterbox, digest, text)}
          discard={() =>
            void letterbox.discard(digest).then(() => {
              setDelivery({ state: 'gone' });
            })
          }
        />
      )}
    </section>
  );
}
