/**
 * The first look: what this is, whose phone it is, and what the phone will remember all the same. The partner's welcome comes from the signed
 * directory, never from the link.
 */
import { useState } from 'preact/hooks';
import { WAYS, type WayName } from '../beside/ways.js';
import type { Device } from '../flow/flow.js';
import { PickOne, type Option } from '../parts/choices.js';
import { Icon } from '../parts/icon.js';
import type { IconName } from '../parts/icon-paths.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { Main, Screen } from '../parts/screen.js';

interface StartProps {
  readonly welcome: string | null;
  readonly demo: boolean;
  /** Sealed reports that wait on this phone from an earlier visit. */
  readonly waiting: number;
  readonly device: Device | null;
  readonly begin: (device: Device) => void;
  readonly goBeside: (way: WayName) => void;
}

export function StartScreen({ welcome, demo, waiting, device, begin, goBeside }: StartProps) {
  const { text } = usePage();
  const [chosen, choose] = useState(device);
  const [asked, ask] = useState(false);
  const devices: readonly Option<Device>[] = [
    { code: 'own', label: text.start.own, help: text.start.ownHelp, icon: 'phone' },
    { code: 'shared', label: text.start.shared, help: text.start.sharedHelp, icon: 'shared' },
  ];
  return (
    <Screen
      slot="start"
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
        <ul>
          {waiting > 0 && (
            <OtherWay
              icon="lock"
              label={text.start.waiting(waiting)}
              open={() => {
                goBeside('waiting');
              }}
            />
          )}
          {Object.entries(WAYS).map(([name, { icon, label }]) => (
            <OtherWay
              key={name}
              icon={icon}
              label={label(text)}
              open={() => {
                goBeside(name as WayName);
              }}
            />
          ))}
        </ul>
      </nav>
    </Screen>
  );
}

function OtherWay({ icon, label, open }: { icon: IconName; label: string; open: () => void }) {
  return (
    <li>
      <button type="button" class="link" onClick={open}>
        <Icon name={icon} />
        {label}
      </button>
    </li>
  );
}
