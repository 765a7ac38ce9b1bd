/** Changing consent, and taking it back: what was shared already stays where it is, and the screen says so. */
import { useState } from 'preact/hooks';
import type { Saying } from '#sdk';
import { toggled } from '../flow/draft.js';
import { PickSeveral } from '../parts/choices.js';
import { Icon } from '../parts/icon.js';
import { Notice } from '../parts/notice.js';
import { Aside, BackButton, Plain, Screen } from '../parts/screen.js';
import type { TalkText } from './text/es.js';

interface SharingProps {
  readonly talk: TalkText;
  readonly busy: boolean;
  readonly problem: string | null;
  readonly send: (saying: Saying) => void;
  readonly back: () => void;
}

type Tier = keyof TalkText['sharing']['tiers'];
const TIERS: readonly Tier[] = ['T2', 'T3', 'T4'];

export function SharingScreen({ talk: { sharing }, busy, problem, send, back }: SharingProps) {
  const [tiers, setTiers] = useState<readonly Tier[]>([]);
  return (
    <Screen title={sharing.title} lead={sharing.lead} ways={<BackButton onPress={back} />}>
      {problem !== null && (
        <Notice tone="stop" icon="alert" live>
          <p>{problem}</p>
        </Notice>
      )}
      <PickSeveral
        legend={sharing.change}
        name="tier-now"
        options={TIERS.map((code) => ({ code, label: sharing.tiers[code] }))}
        picked={tiers}
        most={TIERS.length}
        onToggle={(tier) => {
          setTiers(toggled(tiers, tier, TIERS.length));
        }}
      />
      <p class="hint">{sharing.nobody}</p>
      <Plain
        disabled={busy}
        onPress={() => {
          send({ consent: { tiers, named: [] } });
        }}
      >
        {sharing.send}
      </Plain>
      <section class="talk-ways">
        <h2>{sharing.withdraw}</h2>
        <Aside
          disabled={busy}
          onPress={() => {
            send({ withdraw: 'sharing' });
          }}
        >
          <Icon name="shield" />
          {sharing.withdrawSharing}
        </Aside>
        <Aside
          disabled={busy}
          onPress={() => {
            send({ withdraw: 'everything' });
          }}
        >
          <Icon name="none" />
          {sharing.withdrawEverything}
        </Aside>
      </section>
      <p class="small">{sharing.honest}</p>
    </Screen>
  );
}
