/**
 * From a person's answers to what is sealed (libs/vocabulary/src/report). Pure. Codes go to routing, words to the narrative, the name and the
 * contact to the identity compartment: nothing crosses over. Where answers contradict each other, the more careful one counts.
 */
import type { ReportDraft } from '#sdk';
import type { Imminence, InterfaceLanguage } from '#vocabulary';
import type { Draft, KnownDate } from './draft.js';

/** How the parts of the safe-contact plan are called, in the reporter's language: the desk reads one text. */
export interface SafeContactLabels {
  readonly when: string;
  readonly how: string;
  readonly phrase: string;
  readonly never: string;
}

export interface ReportContext {
  readonly language: InterfaceLanguage;
  /** ISO 639-3 of the language that the person heard, where it is another. */
  readonly spoken?: string | undefined;
  readonly labels: SafeContactLabels;
  readonly now: Date;
}

const ISO_LANGUAGE: Readonly<Record<InterfaceLanguage, string>> = { es: 'spa', en: 'eng', pt: 'por' };

export function toReport(draft: Draft, { language, spoken, labels, now }: ReportContext): ReportDraft {
  return {
    mode: draft.reading,
    routing: {
      acts: draft.acts.length > 0 ? draft.acts : ['UNKNOWN'],
      imminence: imminenceOf(draft),
      urgency: null,
      department: orNull(draft.province) ?? orNull(draft.department),
      targets: draft.targets,
      sector: [],
      perpetrators: draft.perpetrators,
      needs: draft.needs,
      language: spoken ?? ISO_LANGUAGE[language],
      consent: consentOf(draft),
      exclusions: draft.exclusions,
      raisers: draft.raisers,
    },
    narrative: {
      text: draft.text.trim(),
      occurredAt: knownDate(draft.date),
      recordedAt: `${now.toISOString().slice(0, 19)}Z`,
      place: orNull(draft.place),
      who: orNull(draft.who),
      exclusionsFreeText: orNull(draft.exclusionsText),
      sourceConnection: draft.teller ?? 'self',
    },
    identity: identityOf(draft, labels),
    wordsLanguage: language,
    ...(draft.code.trim() === '' ? {} : { code: draft.code }),
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

export function imminenceOf({ danger, when }: Pick<Draft, 'danger' | 'when'>): Imminence {
  return danger === 'now' ? 'now' : (when ?? 'unknown');
}

/** Whoever is excluded is not named as an ally, and "those I choose" without anybody chosen allows nothing. */
export function consentOf({ tiers, named, exclusions }: Pick<Draft, 'tiers' | 'named' | 'exclusions'>) {
  const chosen = tiers.includes('T1') ? named.filter((id) => !exclusions.includes(id)) : [];
  return { tiers: tiers.filter((tier) => tier !== 'T1' || chosen.length > 0), named: chosen };
}

/** `2026`, `2026-11` or `2026-11-20`, as far as it is known and real; a 31st of February is only its month. */
export function knownDate({ year, month, day }: KnownDate): string | null {
  if (!/^(19|20)\d{2}$/.test(year)) return null;
  if (!/^(0[1-9]|1[0-2])$/.test(month)) return year;
  const whole = `${year}-${month}-${day.padStart(2, '0')}`;
  const parsed = Date.parse(`${whole}T00:00:00Z`);
  const isReal =
    /^\d{1,2}$/.test(day) && !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(whole);
  return isReal ? whole : `${year}-${month}`;
}

function identityOf(draft: Draft, labels: SafeContactLabels): ReportDraft['identity'] {
  if (draft.contact !== 'given') return null;
  const parts = (['when', 'how', 'phrase', 'never'] as const).flatMap((part) => {
    const said = draft.safe[part].trim();
    return said === '' ? [] : [`${labels[part]} ${said}`];
  });
  const identity = {
    name: draft.name.trim(),
    contacts: draft.contacts.trim(),
    safeContact: parts.join('\n'),
  };
  return Object.values(identity).every((text) => text === '') ? null : identity;
}
