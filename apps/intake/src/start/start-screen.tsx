/**
 * The first look: what this is, whose phone it is, and what the phone will remember all the same. The partner's welcome comes from the signed
 * directory, never from the link.
 */
import { useState } from 'preact/hooks';
import type { Device } from '../flow/flow.js';
import { PickOne, type Option } from '../parts/choices.js';
import { Icon, type IconName } from '../parts/icon.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { Main, Screen } from '../parts/screen.js';

export interface OtherWay {
  readonly key: string;
  readonly label: string;
  readonly icon: IconName;
  readonly open: () => void;
}

interface StartProps {
  readonly welcome: string | null;
  readonly demo: boolean;
  /** Sealed reports that wait on this phone from an earlier visit. */
  readonly waiting: number;
  readonly device: Device | null;
  readonly begin: (device: Device) => void;
  readonly others: readonly OtherWay[];
}

export function StartScreen({ welcome, demo, waiting, device, begin, others }: StartProps) {
  const { text } = usePage();
  const [chosen, choose] = useState(device);
  const [asked, ask] = useState(false);
  const devices: readonly Option<Device>[] = [
    { code: 'own', label: text.start.own, help: text.start.ownHelp, icon: 'phone' },
    { code: 'shared', label: text.start.shared, help: text.start.sharedHelp, icon: 'shared' },
  ];
  return (
    <Screen
      title={text.start.title}
      lead={text.start.lead}
      first={device === null}
      ways={
        <Main
          onPress={() => {
            if (chosen) begin(chosen);
            else ask(true);
          }}
        >
          {text.start.begin}
        </Main>
      }
    >
      {demo && (
        <Notice tone="care" icon="alert">
          <p>{text.common.demo}</p>
        </Notice>
      )}
      {welcome !== null && (
        <Notice tone="plain">
          <p>{welcome}</p>
        </Notice>
      )}
      <PickOne legend={text.start.device} name="device" options={devices} picked={chosen} onPick={choose} />
      {asked && chosen === null && (
        <Notice tone="stop" live>
          <p>{text.start.pickDevice}</p>
        </Notice>
      )}
      <p class="small">{text.start.history}</p>
      <p class="small">{text.start.exitHelp}</p>
      <nav class="others" aria-label={text.start.others}>
        {waiting > 0 && <p class="waiting">{text.start.waiting(waiting)}</p>}
        <ul>
          {others.map(({ key, label, icon, open }) => (
            <li key={key}>
              <button type="button" class="link" onClick={open}>
                <Icon name={icon} />
                {label}
              </button>
            </li>
          ))}
        </ul>
      </nav>
    </Screen>
  );
}
