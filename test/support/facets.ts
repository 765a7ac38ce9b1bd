/** Everything that a report tells by codes: as code and in the words of each language, and as a search that finds them. */
import { toHex } from '#crypto';
import type { ReportDraft } from '#sdk';
import { labelOf, LISTS, territoryName } from '#vocabulary';

export type Facets = ReadonlyMap<string, string>;

const LANGUAGES = ['es', 'en', 'pt'] as const;
const LISTED = ['acts', 'targets', 'sector', 'perpetrators', 'needs', 'raisers'] as const;
const LIST_OF = { ...LISTS, sector: LISTS.sectors };

/** Each spelling with the field that it gives away. */
export function facetsOf({ routing }: ReportDraft, urgency: string): Facets {
  const facets = new Map<string, string>([[urgency, 'urgency']]);
  for (const field of LISTED)
    for (const code of routing[field]) {
      facets.set(code, field);
      for (const language of LANGUAGES) facets.set(labelOf(LIST_OF[field], code, language), field);
    }
  for (const language of LANGUAGES) {
    facets.set(labelOf(LISTS.urgency, urgency, language), 'urgency');
    facets.set(labelOf(LISTS.languages, routing.language, language), 'language');
    facets.set(labelOf(LISTS.imminence, routing.imminence, language), 'imminence');
  }
  for (const tier of routing.consent.tiers) facets.set(tier, 'consent');
  if (routing.department !== null)
    for (const spelling of [routing.department, territoryName(routing.department)])
      facets.set(spelling, 'department');
  return facets;
}

/** Which fields a text gives away. A short word counts only where it stands as a word: `U1` inside a signature says nothing. */
export function givenAway(text: string, facets: Facets): readonly string[] {
  const found = [...facets].filter(([spelling]) => asWord(spelling).test(text)).map(([, field]) => field);
  return [...new Set(found)].sort();
}

/** Also as careless code would write it: escaped for JSON, in hexadecimal, in base64. */
function asWord(spelling: string): RegExp {
  const bytes = Buffer.from(spelling);
  const words = [spelling, JSON.stringify(spelling).slice(1, -1)].map(
    (word) => `(?<![\\w+/=-])${quoted(word)}(?![\\w+/=-])`,
  );
  if (bytes.length < 6) return new RegExp(words.join('|'), 'iu');
  const encoded = [toHex(bytes), bytes.toString('base64').replace(/.=*$/, '')].map(quoted);
  return new RegExp([...words, ...encoded].join('|'), 'iu');
}

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
