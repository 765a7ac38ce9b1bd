/** For radio operators and community reporters: typing a paper form in, the notebook, and the form itself. */
import { useState } from 'preact/hooks';
import type { BesideProps } from '../beside/beside-props.js';
import { lazily } from '../beside/lazily.js';
import type { Device } from '../flow/flow.js';
import { PickOne, type Option } from '../parts/choices.js';
import { Icon } from '../parts/icon.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { BackButton, Plain, Screen } from '../parts/screen.js';

const Notebook = lazily(() => import('../notebook/notebook-way.js').then(({ NotebookWay }) => NotebookWay));

export function OperatorsWay(props: BesideProps) {
  const { device, typeIn, back } = props;
  const { text, language } = usePage();
  const { operators: say } = text;
  const [chosen, choose] = useState<Device | null>(device);
  const [asked, ask] = useState(false);
  const [reading, setReading] = useState(false);
  const devices: readonly Option<Device>[] = [
    { code: 'own', label: text.start.own, icon: 'phone' },
    { code: 'shared', label: text.start.shared, icon: 'shared' },
  ];
  if (reading)
    return (
      <Notebook
        {...props}
        back={() => {
          setReading(false);
        }}
      />
    );
  const afterDevice = (go: (device: Device) => void) => (): void => {
    if (chosen) go(chosen);
    else ask(true);
  };
  return (
    <Screen title={say.title} lead={say.lead} ways={<BackButton onPress={back} />}>
      <PickOne legend={text.start.device} name="device" options={devices} picked={chosen} onPick={choose} />
      {asked && chosen === null && (
        <Notice tone="stop" live>
          <p>{text.start.pickDevice}</p>
        </Notice>
      )}
      <div class="operators">
        <Plain onPress={afterDevice(typeIn)}>
          <Icon name="pen" />
          {say.typeIn}
        </Plain>
        <Plain
          disabled={chosen === 'shared'}
          onPress={afterDevice(() => {
            setReading(true);
          })}
        >
          <Icon name="words" />
          {say.notebook}
        </Plain>
        {chosen === 'shared' && <p class="hint">{say.notHere}</p>}
        <a class="button" href={`/sheet-${language}.html`} target="_blank" rel="noopener noreferrer">
          <Icon name="file" />
          {say.sheet}
        </a>
        <p class="hint">{say.sheetHelp}</p>
      </div>
    </Screen>
  );
}
