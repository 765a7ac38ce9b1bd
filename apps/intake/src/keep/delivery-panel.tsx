/** Where the sealed report is at this moment, in plain words, and what can be done about it. */
import { useState } from 'preact/hooks';
import type { Device } from '../flow/flow.js';
import { Icon } from '../parts/icon.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { Aside, Plain } from '../parts/screen.js';
import { keptSentence, type Delivery } from '../sending/problems.js';

interface DeliveryProps {
  readonly delivery: Delivery;
  readonly device: Device;
  readonly again: () => void;
  readonly takeOut: () => void;
  readonly discard?: (() => void) | undefined;
}

/** One line beside the words: what can be done about it comes at the end of the way. */
export function DeliveryLine({ delivery }: { readonly delivery: Delivery }) {
  const { text } = usePage();
  if (delivery.state === 'sending')
    return (
      <Notice tone="plain" icon="clock" live>
        <p>{delivery.working ? text.delivery.working : text.delivery.sending}</p>
      </Notice>
    );
  if (delivery.state === 'received')
    return (
      <Notice tone="good" icon="check" live>
        <p>{text.delivery.arrived}</p>
      </Notice>
    );
  return (
    <Notice tone="care" icon="lock" live>
      <p>{text.delivery.keptLine}</p>
    </Notice>
  );
}

/** To the hour: more than the receipt says nobody knows. */
const hourText = (hour: Date, language: string): string =>
  hour.toLocaleString(language, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });

export function DeliveryPanel({ delivery, device, again, takeOut, discard }: DeliveryProps) {
  const { text, language } = usePage();
  const { delivery: words } = text;
  if (delivery.state === 'sending')
    return (
      <Notice tone="plain" icon="clock" live>
        <p>
          <strong>{delivery.working ? words.working : words.sending}</strong>
        </p>
        <p>{delivery.working ? words.workingMore : words.sendingMore}</p>
      </Notice>
    );
  if (delivery.state === 'received')
    return (
      <Notice tone="good" icon="check" live>
        <p>
          <strong>{words.received}</strong>
        </p>
        <p>{words.receivedAt(hourText(delivery.hour, language))}</p>
        {(delivery.filesWaiting ?? 0) > 0 && (
          <>
            <p>{words.filesWaiting(delivery.filesWaiting ?? 0)}</p>
            <Plain onPress={again}>{text.common.again}</Plain>
          </>
        )}
      </Notice>
    );
  if (delivery.state === 'gone')
    return (
      <Notice tone="plain" live>
        <p>{words.notKept}</p>
      </Notice>
    );
  return (
    <Notice tone="care" icon="lock" live>
      <p>
        <strong>{words.kept}</strong>
      </p>
      <p>{keptSentence(delivery, text)}</p>
      <p>{device === 'own' ? words.keptOwn : words.keptShared}</p>
      <div class="tools">
        <Plain onPress={again}>{text.common.again}</Plain>
        <Aside onPress={takeOut}>
          <Icon name="carry" />
          {words.takeOut}
        </Aside>
      </div>
      <p class="hint">{words.takeOutHelp}</p>
      {discard && <Discard discard={discard} />}
    </Notice>
  );
}

/** Asks once: an unsent report may be the only trace of what happened. */
function Discard({ discard }: { readonly discard: () => void }) {
  const { text } = usePage();
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <Aside
        onPress={() => {
          setAsking(true);
        }}
      >
        {text.delivery.discard}
      </Aside>
    );
  return (
    <div role="group" aria-label={text.delivery.discardSure}>
      <p>{text.delivery.discardSure}</p>
      <div class="tools">
        <Plain
          onPress={() => {
            setAsking(false);
          }}
        >
          {text.delivery.keepIt}
        </Plain>
        <Aside onPress={discard}>{text.delivery.discardYes}</Aside>
      </div>
    </div>
  );
}
