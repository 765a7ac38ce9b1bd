import type { ReportConsentTier } from '#vocabulary';
import { MOST, toggled } from '../flow/draft.js';
import { PickSeveral } from '../parts/choices.js';
import type { IconName } from '../parts/icon-paths.js';
import { usePage } from '../parts/page.js';
import { Organisations } from './organisations.js';
import type { QuestionProps } from './question.js';

const TIERS: readonly (readonly [ReportConsentTier, IconName])[] = [
  ['T1', 'list'],
  ['T2', 'network'],
  ['T3', 'building'],
  ['T4', 'chart'],
];

/** Nothing is marked beforehand: consent that was there already is not consent (DOMAIN §3). */
export function SharingQuestion({ draft, answer, directory }: QuestionProps) {
  const { text } = usePage();
  const offered = directory ? TIERS : TIERS.filter(([tier]) => tier !== 'T1');
  return (
    <>
      <PickSeveral
        legend={text.sharing.title}
        quiet
        name="tier"
        options={offered.map(([code, icon]) => ({
          code,
          icon,
          label: text.sharing.tiers[code],
          help: text.sharing.help[code],
        }))}
        picked={draft.tiers}
        most={TIERS.length}
        onToggle={(tier) => {
          answer({ tiers: toggled(draft.tiers, tier, TIERS.length) });
        }}
      />
      {draft.tiers.includes('T1') && directory && (
        <Organisations
          directory={directory}
          legend={text.sharing.organisations}
          name="named"
          picked={draft.named}
          most={MOST.named}
          without={draft.exclusions}
          onToggle={(id) => {
            answer({ named: toggled(draft.named, id, MOST.named) });
          }}
        />
      )}
      <p class="hint">{text.sharing.name}</p>
    </>
  );
}
