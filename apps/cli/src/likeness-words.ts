/** Why two reports belong together, in words. A reason that this version does not know is shown as it is. */
import type { Similar } from '#sdk/member';
import { say } from './terminal.js';

const WORDS: Readonly<Record<string, string>> = {
  'same-department': 'same department',
  'same-province': 'same province',
  'same-act': 'same main act',
  'same-act-group': 'same kind of act',
  'related-act': 'acts that often follow each other',
  'same-target': 'same kind of target',
  'same-perpetrator': 'same kind of perpetrator',
  'same-sector': 'same business behind it',
  'within-3-hours': 'within 3 hours',
  'within-24-hours': 'within a day',
  'within-72-hours': 'within 3 days',
  'within-7-days': 'within a week',
  'within-14-days': 'within two weeks',
};

const KINDS = { duplicate: 'may be the same as', cluster: 'may belong together with' } as const;

export function sayLikeness(similar: readonly Similar[]): void {
  for (const { reportId, kind, reasons } of similar) {
    say(`${KINDS[kind]} ${reportId.slice(0, 8)}: ${reasons.map((code) => WORDS[code] ?? code).join(', ')}`);
  }
}
